"""Laws of the history query: what SQL computes over any rows is what plain Python computes over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import mean, median
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from history_plant import Plant, order
from plant_tools.tool import ToolError

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
    """Work orders from what hypothesis drew, between two that make the records reach beyond every window asked for."""
    start = datetime.fromisoformat("2019-01-01T06:00")
    ends = {"asset_tag": None, "wo_type": "other", "problem_code": None, "labour_h": None}
    return [order("first", "2018-12-31", **ends), order("newest", "2022-01-01", **ends)] + [
        order(f"W{n}", None, finished_at=start + timedelta(days=day), asset_tag=asset, wo_type=kind, problem_code=code)
        | {"labour_h": hours}
        for n, (day, asset, kind, code, hours) in enumerate(drawn)
    ]


# Hundreds of made-up plants; that each line of the history is run once is seen to by its other tests.
pytestmark = pytest.mark.no_cover


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    plant = Plant(tmp_path_factory.mktemp("plant"))
    yield plant
    plant.store.close()


def gaps(rows: list[dict[str, Any]]) -> list[float]:
    """Days between consecutive orders."""
    times = sorted(row["finished_at"] for row in rows)
    return [(b - a) / timedelta(days=1) for a, b in pairwise(times)]


def is_mostly_one(values: list[float]) -> bool:
    """A value that more than 80 of 100 records share is taken for a default, of which there is no mean."""
    return len(values) >= 10 and Counter(values).most_common()[0][1] > 0.8 * len(values)


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
