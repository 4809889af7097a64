"""The history on a PostgreSQL server, where one can be started: every metric as on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from plant_copilot.sample_plant import build_records
from plant_knowledge_ingest.principal import Principal
from plant_tools.history.clock import PARTS
from plant_tools.history.execute import History
from plant_tools.history.query import HistoryQuery
from plant_tools.records.rights import note_row_groups
from plant_tools.records.store import Store
from records_files import loaded
from upkeep import ALL

SAMPLE = Path(build_records.__file__).parent / "records"
CORRECTIVE = {"types": "corrective"}
QUERIES: list[dict[str, Any]] = [
    {"metric": "count", "text": ["öl"], "not_codes": "MT*"},
    {"metric": "count", "since": "2023", "group_by": ["type", "asset"]},
    *({"metric": "count", "group_by": part, "order": "group", "limit": 200} for part in PARTS),
    {"metric": "last", **CORRECTIVE},
    {"metric": "first", "group_by": "asset", "order": "group"},
    {"metric": "list", "limit": 5},
    *({"metric": metric, "field": "downtime"} for metric in ("sum", "mean", "median", "min", "max")),
    {"metric": "median", "field": "labour", "group_by": "asset", "order": "group"},
    {"metric": "share", "part": CORRECTIVE},
    {"metric": "rate", "per": "month"},
    {"metric": "distinct", "field": "asset"},
    {"metric": "ranking", "group_by": "asset"},
    {"metric": "pareto", "group_by": "code", **CORRECTIVE},
    {"metric": "difference", "group_by": "type", "where": [{"field": "type", "one_of": ["corrective", "preventive"]}]},
    {"metric": "repeat_failures", "same": ["asset"], **CORRECTIVE},
    {"metric": "bundles", "within_days": 2, **CORRECTIVE},
    {"metric": "mtbf", **CORRECTIVE},
    {"metric": "mtbf", "formula": "window", "group_by": "asset", "order": "group", **CORRECTIVE},
    {"metric": "mttr", **CORRECTIVE},
    {"metric": "availability", **CORRECTIVE},
    {"metric": "trend", **CORRECTIVE},
    {"metric": "weibull", **CORRECTIVE},
    {"metric": "association", "types": "preventive", "then": CORRECTIVE},
]


@pytest.fixture(scope="module")
def both(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """The sample plant's orders on PostgreSQL and on SQLite, a third of them for others only."""
    stores = Store(postgres_url), Store(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'records.sqlite'}")
    for store in stores:
        loaded(store, SAMPLE / "work-orders.csv")
        with store.writing() as connection:
            connection.execute(text("UPDATE work_order SET rights = ',others,' WHERE source_row % 3 = 0"))
            note_row_groups(connection, 1)
    yield stores
    for store in stores:
        store.close()


@pytest.fixture(scope="module")
def rest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The same without what is for others only."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('rest') / 'records.sqlite'}")
    loaded(store, SAMPLE / "work-orders.csv")
    with store.writing() as connection:
        connection.execute(text("DELETE FROM work_order WHERE source_row % 3 = 0"))
    yield store
    store.close()


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_who_sees_a_part_is_told_what_there_would_be_without_the_rest(
    both: tuple[Store, Store], rest: Store, query: dict[str, Any]
) -> None:
    expected = History(rest).answer(HistoryQuery.read(query), ALL)
    for store in both:
        ours = History(store).answer(HistoryQuery.read(query), Principal("somebody"))
        assert close(ours.value, expected.value)
        assert ours.refused == expected.refused
        assert (ours.total, ours.warnings) == (expected.total, expected.warnings)
        assert sorted(ours.record_ids) == sorted(expected.record_ids)


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_both_databases_give_one_answer(both: tuple[Store, Store], query: dict[str, Any]) -> None:
    ours, theirs = (History(store).answer(HistoryQuery.read(query), ALL) for store in both)
    assert close(ours.value, theirs.value)
    assert ours.refused == theirs.refused
    assert (ours.total, ours.warnings) == (theirs.total, theirs.warnings)
    assert sorted(ours.record_ids) == sorted(theirs.record_ids)
    if ours.sql:
        with both[0].reading(ALL) as connection:
            pasted = connection.execute(text(ours.sql.replace(":", "\\:"))).fetchall()
        assert pasted or not ours.value


def close(one: Any, other: Any) -> bool:
    """Compare numbers to eight digits, and what contains them part by part."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(close, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, rel=1e-8)
    return bool(one == other)
