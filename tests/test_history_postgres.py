"""The history on a PostgreSQL server, where one can be started: every metric as on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from plant_copilot.sample_plant import build_records
from plant_tools.history.clock import PARTS
from plant_tools.history.execute import History
from plant_tools.history.query import HistoryQuery
from plant_tools.records.store import Store
from records_files import loaded
from test_records_postgres import url  # noqa: F401 - a fixture

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
def both(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:  # noqa: F811 - the fixture
    """The sample plant's orders on PostgreSQL and on SQLite."""
    stores = Store(url), Store(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'records.sqlite'}")
    for store in stores:
        loaded(store, SAMPLE / "work-orders.csv")
    yield stores
    for store in stores:
        store.close()


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_both_databases_give_one_answer(both: tuple[Store, Store], query: dict[str, Any]) -> None:
    ours, theirs = (History(store).answer(HistoryQuery.read(query)) for store in both)
    assert close(ours.value, theirs.value)
    assert ours.refused == theirs.refused
    assert (ours.total, ours.warnings) == (theirs.total, theirs.warnings)
    assert sorted(ours.record_ids) == sorted(theirs.record_ids)
    if ours.sql:
        with both[0].reading() as connection:
            pasted = connection.execute(text(ours.sql.replace(":", "\\:"))).fetchall()
        assert pasted or not ours.value


def close(one: Any, other: Any) -> bool:
    """Compare numbers to eight digits, and what contains them part by part."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(close, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, rel=1e-8)
    return bool(one == other)
