"""The typed history query: what it selects, and what it says of what does not exist or cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from history_plant import Plant, event, order, records
from plant_tools.history.execute import History
from plant_tools.history.query import HistoryQuery
from plant_tools.tool import ToolError
from upkeep import ALL

NEW_YEAR = datetime.fromisoformat("2026-01-01")
NOWHERE = "'; DROP TABLE work_order; --"


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    plant = Plant(tmp_path_factory.mktemp("plant"))
    yield plant
    plant.store.close()


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
    ranked = history.answer(HistoryQuery.read({"metric": "ranking", "group_by": "shift"}), ALL)
    litres = history.answer(HistoryQuery.read({"metric": "sum", "field": "litres"}), ALL)
    cost = history.answer(HistoryQuery.read({"metric": "sum", "field": "cost"}), ALL)
    store.close()
    assert ranked.value == [["night", 2], ["day", 1]]
    assert (litres.value, str(litres.warnings[0])[:6]) == (7.5, "1 of 3")
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
        history.answer(HistoryQuery.read({"metric": "count"}), ALL)
    with pytest.raises(ToolError, match="There is no data set 'mine'"):
        history.answer(HistoryQuery.read({"metric": "count", "dataset": "mine"}), ALL)
    assert history.answer(HistoryQuery.read({"metric": "count", "dataset": "PLANT"}), ALL).value == 1
    assert history.answer(HistoryQuery.read({"metric": "count", "dataset": "quarry"}), ALL).refused
    store.close()


def test_events_and_orders_are_asked_alike(tmp_path: Path) -> None:
    events = [event("E1", "2020-05-01", code="A7"), event("E2", "2020-05-01 07:00", code="A7", kind="anomaly")]
    store = records(tmp_path, (), events)
    history = History(store)
    answers = [
        history.answer(HistoryQuery.read({"metric": "count", "records": "events"} | more), ALL).value
        for more in ({"codes": "a7"}, {"kinds": "alarm"}, {"group_by": ["day"]})
    ]
    store.close()
    assert answers == [2, 1, [["2020-05-01", 2]]]
