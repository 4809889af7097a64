"""The typed history query: what it selects and computes, against plain Python over the same rows."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import mean, median
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from history_plant import event, order, records
from plant_tools.history.execute import History
from plant_tools.history.query import HistoryQuery
from plant_tools.history.result import Result
from plant_tools.tool import ToolError

NEW_YEAR = datetime.fromisoformat("2026-01-01")
NOWHERE = "'; DROP TABLE work_order; --"

days = st.integers(0, 900)
orders_of_a_plant = st.lists(
    st.tuples(
        days,
        st.sampled_from(["P-101", "P-102", "K-7", None]),
        st.sampled_from(["corrective", "preventive"]),
        st.sampled_from(["LEK", "MT1", "MT2", None]),
        st.sampled_from([None, 0.5, 1.0, 2.5, 8.0]),
    ),
    max_size=25,
)


def rows_of(drawn: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Work orders from what hypothesis drew; two may have the same time."""
    start = datetime.fromisoformat("2019-01-01T06:00")
    return [
        order(f"W{n}", None, finished_at=start + timedelta(days=day), asset_tag=asset, wo_type=kind, problem_code=code)
        | {"labour_h": hours}
        for n, (day, asset, kind, code, hours) in enumerate(drawn)
    ]


class Plant:
    """A store whose rows can be changed between queries."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "records.sqlite"
        self.store = records(folder)
        self.history = History(self.store)

    def ask(self, query: Mapping[str, Any]) -> Result:
        """Answer a query; what its SQL gives when pasted must be what the answer says."""
        result = self.history.answer(HistoryQuery.read(query))
        if result.sql:
            with sqlite3.connect(f"file:{self.file}?mode=ro", uri=True) as shell:
                pasted = shell.execute(result.sql).fetchall()
            if isinstance(result.value, int | float) and query["metric"] not in {"list", "weibull", "association"}:
                assert pasted[0][0] == pytest.approx(result.value)
        return result

    def fill(self, rows: list[dict[str, Any]]) -> None:
        """Replace all work orders."""
        from history_plant import ROW
        from plant_tools.records.tables import WorkOrder

        table = WorkOrder.__table__  # type: ignore[attr-defined]
        with self.store.writing() as connection:
            connection.execute(table.delete())
            for row in rows:
                connection.execute(table.insert().values(ROW | row))


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    plant = Plant(tmp_path_factory.mktemp("plant"))
    yield plant
    plant.store.close()


def gaps(rows: list[dict[str, Any]]) -> list[float]:
    """Days between consecutive orders."""
    times = sorted(row["finished_at"] for row in rows)
    return [(b - a) / timedelta(days=1) for a, b in pairwise(times)]


# Laws: what SQL computes is what Python computes over the rows

drawn_queries = st.fixed_dictionaries(
    {},
    optional={
        "assets": st.lists(st.sampled_from(["P-101", "feed pump", "K-7", "P-*"]), min_size=1, max_size=2),
        "types": st.sampled_from(["corrective", "preventive"]),
        "codes": st.sampled_from([["LEK"], ["MT*"], ["oil change", "Leakage"]]),
        "not_codes": st.sampled_from(["MT*", "Leakage"]),
        "since": st.sampled_from(["2019", "2020-05", "2019-Q3", "2020-02-29"]),
        "until": st.sampled_from(["2020", "2021-03", "2020-12-31"]),
    },
)
_TAGS = {"P-101": {"P-101"}, "feed pump": {"P-101"}, "K-7": {"K-7"}, "P-*": {"P-101", "P-102"}}
_CODES = {"LEK": {"LEK"}, "MT*": {"MT1", "MT2"}, "oil change": {"MT1"}, "Leakage": {"LEK"}}
_SINCE = {"2019": "2019-01-01", "2020-05": "2020-05-01", "2019-Q3": "2019-07-01", "2020-02-29": "2020-02-29"}
_BEFORE = {"2020": "2021-01-01", "2021-03": "2021-04-01", "2020-12-31": "2021-01-01"}


def chosen(rows: list[dict[str, Any]], query: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Select by plain Python what the query selects."""

    def holds(row: dict[str, Any]) -> bool:
        code, at = row["problem_code"], row["finished_at"]
        return (
            ("assets" not in query or row["asset_tag"] in set().union(*(_TAGS[a] for a in query["assets"])))
            and ("types" not in query or row["wo_type"] == query["types"])
            and ("codes" not in query or code in set().union(*(_CODES[c] for c in query["codes"])))
            and ("not_codes" not in query or code not in _CODES[query["not_codes"]])
            and ("since" not in query or at >= datetime.fromisoformat(_SINCE[query["since"]]))
            and ("until" not in query or at < datetime.fromisoformat(_BEFORE[query["until"]]))
        )

    return [row for row in rows if holds(row)]


law = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@law
@given(orders_of_a_plant, drawn_queries)
def test_counts_and_groups_are_those_of_the_rows(plant: Plant, drawn: list[Any], query: dict[str, Any]) -> None:
    rows = rows_of(drawn)
    plant.fill(rows)
    wanted = chosen(rows, query)
    counted = plant.ask(query | {"metric": "count"})
    assert (counted.value, counted.total) == (len(wanted), len(wanted))
    assert set(counted.record_ids) == {row["source_id"] for row in wanted}
    by_year = plant.ask(query | {"metric": "count", "group_by": ["type", "year"], "order": "group"})
    assert Counter((row["wo_type"], row["finished_at"].year) for row in wanted) == {
        (kind, year): number for kind, year, number in by_year.value
    }


@law
@given(orders_of_a_plant, drawn_queries)
def test_the_newest_and_the_oldest_are_those_of_the_rows(plant: Plant, drawn: list[Any], query: dict[str, Any]) -> None:
    rows = rows_of(drawn)
    plant.fill(rows)
    times = [row["finished_at"].isoformat() for row in chosen(rows, query)]
    assert plant.ask(query | {"metric": "last"}).value == max(times, default=None)
    assert plant.ask(query | {"metric": "first"}).value == min(times, default=None)


@law
@given(orders_of_a_plant, drawn_queries)
def test_amounts_are_those_of_the_rows_that_have_one(plant: Plant, drawn: list[Any], query: dict[str, Any]) -> None:
    rows = rows_of(drawn)
    plant.fill(rows)
    wanted = chosen(rows, query)
    hours = [row["labour_h"] for row in wanted if row["labour_h"] is not None]
    of_hours: dict[str, Any] = {"sum": sum, "mean": mean, "median": median, "min": min, "max": max}
    for metric, of in of_hours.items():
        result = plant.ask(query | {"metric": metric, "field": "labour"})
        if metric in {"mean", "median"} and is_mostly_one(hours):
            assert result.refused is not None
        elif hours:
            assert result.value == pytest.approx(of(hours))
        else:
            assert result.value is None
            assert (result.refused is not None) == bool(wanted)


@law
@given(orders_of_a_plant, drawn_queries)
def test_shares_distinct_values_and_rankings_are_those_of_the_rows(
    plant: Plant, drawn: list[Any], query: dict[str, Any]
) -> None:
    rows = rows_of(drawn)
    plant.fill(rows)
    wanted = chosen(rows, query)
    preventive = sum(row["wo_type"] == "preventive" for row in wanted)
    share = plant.ask(query | {"metric": "share", "part": {"types": "preventive"}})
    assert share.value == (pytest.approx(100 * preventive / len(wanted)) if wanted else None)
    distinct = plant.ask(query | {"metric": "distinct", "field": "code"})
    assert distinct.value == len({row["problem_code"] for row in wanted} - {None})
    ranking = plant.ask(query | {"metric": "ranking", "group_by": "asset"})
    assert [number for _, number in ranking.value] == sorted(
        Counter(row["asset_tag"] for row in wanted).values(), reverse=True
    )


@law
@given(orders_of_a_plant, st.integers(1, 90))
def test_repeats_and_bundles_are_those_of_the_rows(plant: Plant, drawn: list[Any], within: int) -> None:
    rows = rows_of(drawn)
    plant.fill(rows)
    keys: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        if row["asset_tag"] and row["problem_code"]:
            keys.setdefault((row["asset_tag"], row["problem_code"]), []).append(row)
    repeats = plant.ask({"metric": "repeat_failures", "within_days": within})
    assert repeats.value == sum(gap <= within for same in keys.values() for gap in gaps(same))
    bundles = plant.ask({"metric": "bundles", "within_days": within, "at_least": 1})
    assert len(bundles.value) == (sum(gap > within for gap in gaps(rows)) + 1 if rows else 0)
    assert sum(bundles.value) == len(rows)


@law
@given(orders_of_a_plant)
def test_mtbf_by_gaps_is_the_mean_of_the_gaps(plant: Plant, drawn: list[Any]) -> None:
    rows = rows_of(drawn)
    plant.fill(rows)
    result = plant.ask({"metric": "mtbf", "formula": "gaps"})
    if len(rows) < 2 or not any(gaps(rows)):
        assert result.refused is not None
    else:
        assert result.value == pytest.approx(mean(gaps(rows)))
        assert result.details["low"] < result.value < result.details["high"]
    for asset, value in plant.ask({"metric": "mtbf", "group_by": "asset"}).value:
        tag = {"Feed pump": "P-101", "Spare pump": "P-102", "Kühler Süd": "K-7"}.get(asset)
        own = gaps([row for row in rows if row["asset_tag"] == tag])
        assert value == (pytest.approx(mean(own)) if own else None)


@law
@given(st.text(min_size=1, max_size=20))
def test_no_text_of_a_query_becomes_sql(plant: Plant, text: str) -> None:
    plant.fill([order("W1", "2020-05-01", title="Pump leaks")])
    query = {"metric": "count", "text": [text], "where": [{"field": "title", "contains": text}]}
    try:
        result = plant.ask(query)
    except ToolError:
        assert not text.strip()
    else:
        assert result.value == int(text.strip().lower() in "pump leaks")
        assert plant.ask({"metric": "count"}).value == 1


def is_mostly_one(values: list[float]) -> bool:
    """A value that more than 80 of 100 records share is taken for a default, of which there is no mean."""
    return len(values) >= 10 and Counter(values).most_common()[0][1] > 0.8 * len(values)


# Selecting


@pytest.fixture
def workshop(plant: Plant) -> Plant:
    """A handful of orders that differ in everything."""
    plant.fill(
        [
            order("W1", "2020-02-29 23:30", problem_code="LEK", problem_subcode="LEK-1", labour_h=2.0, breakdown=True),
            order("W2", "2020-03-01", asset_tag="P-102", title="Öl nachgefüllt 100%", cost=80.0, currency="EUR"),
            order(
                "W3", "2020-12-31 23:59", asset_tag="K-7", problem_code="MT1", cost=20.0, currency="USD", state="done"
            ),
            order("W4", "2021-06-07", asset_tag="K-7", location_code="HALL-A", cause_code="WEAR", priority="High"),
            order("W5", None, reported_at=datetime.fromisoformat("2021-07-01"), state="open", extra={"Shift": "night"}),
        ]
    )
    return plant


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"assets": "line 1", "with_parts": True}, "W1 W2 W5"),
        ({"assets": "LINE-1"}, ""),
        ({"assets": ["kühler süd"]}, "W3 W4"),
        ({"locations": "HALL-B"}, "W2 W3"),
        ({"locations": "brunnental"}, "W1 W2 W3 W4 W5"),
        ({"locations": "Filling hall"}, "W1 W4 W5"),
        ({"codes": "LEK"}, "W1"),
        ({"codes": "LEK-1"}, "W1"),
        ({"codes": "wear"}, "W4"),
        ({"not_codes": "MT*"}, "W1 W2 W4 W5"),
        ({"text": "öl"}, "W2"),
        ({"text": "100%"}, "W2"),
        ({"text": "100_"}, ""),
        ({"text": NOWHERE}, ""),
        ({"since": "2020-03", "until": "2020-12-31"}, "W2 W3"),
        ({"until": "2020-02-29T23:00"}, ""),
        ({"states": "open", "since": "2021-07"}, "W5"),
        ({"time": "reported", "since": 2021}, "W5"),
        ({"where": [{"field": "priority", "one_of": "high"}]}, "W4"),
        ({"where": [{"field": "breakdown", "one_of": "yes"}]}, "W1"),
        ({"where": [{"field": "weekday", "one_of": "Monday"}]}, "W4"),
        ({"where": [{"field": "month_of_year", "none_of": ["2", "3"]}]}, "W3 W4"),
        ({"where": [{"field": "cost", "at_least": 20, "at_most": 50}]}, "W3"),
        ({"where": [{"field": "labour", "empty": False}]}, "W1"),
        ({"where": [{"field": "finished", "empty": True}]}, "W5"),
    ],
)
def test_a_selection_finds_its_records(workshop: Plant, query: dict[str, Any], expected: str) -> None:
    assert sorted(workshop.ask({"metric": "count", **query}).record_ids) == expected.split()


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("day", ["2020-02-29", "2020-03-01", "2020-12-31", "2021-06-07"]),
        ("week", ["2020-W09", "2020-W53", "2021-W23"]),
        ("month", ["2020-02", "2020-03", "2020-12", "2021-06"]),
        ("quarter", ["2020-Q1", "2020-Q4", "2021-Q2"]),
        ("year", [2020, 2021]),
        ("month_of_year", [2, 3, 6, 12]),
        ("weekday", [1, 4, 6, 7]),
        ("hour", [0, 23]),
    ],
)
def test_groups_follow_the_calendar(workshop: Plant, part: str, expected: list[Any]) -> None:
    result = workshop.ask({"metric": "count", "group_by": part, "where": [{"field": "finished", "empty": False}]})
    assert [group for group, _ in result.value] == expected


# What does not exist, and what cannot be said


@pytest.mark.parametrize(
    ("query", "code", "exists"),
    [
        ({"assets": "P-103"}, "unknown_asset", "Feed pump"),
        ({"locations": "Hall C"}, "unknown_location", "Packing hall"),
        ({"codes": "Leekage"}, "unknown_code", "Leakage"),
        ({"group_by": "colour"}, "unknown_field", "asset"),
        ({"metric": "sum", "field": "colour"}, "unknown_field", "cost"),
        ({"time": "dreamt"}, "unknown_field", "finished"),
    ],
)
def test_what_does_not_exist_is_named_with_what_does(
    workshop: Plant, query: dict[str, Any], code: str, exists: str
) -> None:
    refused = workshop.ask({"metric": "count"} | query).refused
    assert refused is not None
    assert refused.code == code
    assert exists in refused.exists


def test_nothing_found_is_not_the_same_as_nothing_to_find(workshop: Plant) -> None:
    assert workshop.ask({"metric": "count", "assets": "P-102", "codes": "LEK"}).value == 0
    assert workshop.ask({"metric": "last", "assets": "P-102", "codes": "LEK"}).refused is None


def test_currencies_are_not_added_up(workshop: Plant) -> None:
    refused = workshop.ask({"metric": "sum", "field": "cost"}).refused
    assert refused is not None
    assert refused.exists == ("EUR", "USD")
    euros = workshop.ask({"metric": "sum", "field": "cost", "where": [{"field": "currency", "one_of": "eur"}]})
    assert (euros.value, euros.unit) == (80.0, "EUR")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"metric": "sum"}, "sum needs field"),
        ({"metric": "count", "asset": "P-101"}, "there is no field 'asset'; there are records, assets"),
        ({"metric": "count", "since": 2021, "until": 2020}, "since 2021-01-01 is after until 2020-12-31"),
        ({"metric": "count", "since": "2020-13"}, "since: month must be in 1..12, not '2020-13'"),
        ({"metric": "count", "records": "events", "types": "corrective"}, "types and states are those of work orders"),
        ({"metric": "mtbf", "formula": "inherent"}, "mtbf knows the formulas gaps, window, operating"),
        ({"metric": "count", "where": [{"field": "cost"}]}, "the condition on cost says nothing"),
        ({"metric": "trend", "group_by": "asset"}, "trend has no group_by"),
        ({}, "metric is missing"),
    ],
)
def test_a_query_that_cannot_be_meant_is_explained(query: dict[str, Any], told: str) -> None:
    with pytest.raises(ToolError, match=told.replace(".", r"\.")):
        HistoryQuery.read(query)


def test_the_schema_describes_every_argument() -> None:
    schema = HistoryQuery.model_json_schema()
    assert [name for name, described in schema["properties"].items() if not described.get("description")] == []


# Columns of the plant's own


def test_a_column_nobody_knows_can_be_asked_for_by_its_heading(tmp_path: Path) -> None:
    rows = [
        order("W1", "2020-05-01", extra={"Shift": "night", "Litres": "3.5"}),
        order("W2", "2020-05-02", extra={"Shift": "day", "Litres": "about 2"}),
        order("W3", "2020-05-03", extra={"Shift": "night", "Litres": "4"}),
    ]
    store = records(tmp_path, rows, loaded=["finished_at"], headings=["Shift", "Litres"])
    history = History(store)
    ranked = history.answer(HistoryQuery.read({"metric": "ranking", "group_by": "shift"}))
    litres = history.answer(HistoryQuery.read({"metric": "sum", "field": "litres"}))
    cost = history.answer(HistoryQuery.read({"metric": "sum", "field": "cost"}))
    store.close()
    assert ranked.value == [["night", 2], ["day", 1]]
    assert (litres.value, litres.warnings[0][:6]) == (7.5, "1 of 3")
    assert cost.refused is not None
    assert cost.refused.code == "not_loaded"


def test_a_data_set_is_named_where_there_are_several(tmp_path: Path) -> None:
    from plant_tools.records.tables import Dataset

    store = records(tmp_path, [order("W1", "2020-05-01")])
    history = History(store)
    with store.writing() as connection:
        table = Dataset.__table__  # type: ignore[attr-defined]
        connection.execute(table.insert().values(id=2, name="quarry", time_zone="", created_utc=NEW_YEAR))
    with pytest.raises(ToolError, match="Name one as `dataset`: plant, quarry"):
        history.answer(HistoryQuery.read({"metric": "count"}))
    with pytest.raises(ToolError, match="There is no data set 'mine'"):
        history.answer(HistoryQuery.read({"metric": "count", "dataset": "mine"}))
    assert history.answer(HistoryQuery.read({"metric": "count", "dataset": "PLANT"})).value == 1
    assert history.answer(HistoryQuery.read({"metric": "count", "dataset": "quarry"})).value == 0
    store.close()


def test_events_and_orders_are_asked_alike(tmp_path: Path) -> None:
    events = [event("E1", "2020-05-01", code="A7"), event("E2", "2020-05-01 07:00", code="A7", kind="anomaly")]
    store = records(tmp_path, (), events)
    history = History(store)
    answers = [
        history.answer(HistoryQuery.read({"metric": "count", "records": "events"} | more)).value
        for more in ({"codes": "a7"}, {"kinds": "alarm"}, {"group_by": ["day"]})
    ]
    store.close()
    assert answers == [2, 1, [["2020-05-01", 2]]]
