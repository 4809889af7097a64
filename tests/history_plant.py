"""Records of a small plant, written straight into the tables, for tests that are not about importing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from databases import pasted, records_of
from plant_tools.history.execute import History
from plant_tools.history.query import HistoryQuery
from plant_tools.history.result import Result
from plant_tools.records import tables
from plant_tools.records.store import Store
from upkeep import ALL

ROW: dict[str, Any] = {"dataset_id": 1, "run_id": 1, "source_row": 1, "digest": 0, "extra": {}}
ASSETS: list[dict[str, Any]] = [
    {"tag": "P-101", "name": "Feed pump", "parent_tag": "LINE-1", "location_code": "HALL-A"},
    {"tag": "P-102", "name": "Spare pump", "parent_tag": "LINE-1", "location_code": "HALL-B"},
    {"tag": "K-7", "name": "Kühler Süd", "parent_tag": None, "location_code": "HALL-B"},
    {"tag": "LINE-1", "name": "Line 1", "parent_tag": None, "location_code": "SITE"},
]
LOCATIONS: list[dict[str, Any]] = [
    {"code": "SITE", "name": "Brunnental", "parent_code": None},
    {"code": "HALL-A", "name": "Filling hall", "parent_code": "SITE"},
    {"code": "HALL-B", "name": "Packing hall", "parent_code": "SITE"},
]
CODES: list[dict[str, Any]] = [
    {"kind": "problem", "code": "LEK", "text": "Leakage", "parent_code": None},
    {"kind": "problem", "code": "LEK-1", "text": "Leak of the seal", "parent_code": "LEK"},
    {"kind": "problem", "code": "MT1", "text": "Oil change", "parent_code": None},
    {"kind": "problem", "code": "MT2", "text": "Inspection", "parent_code": None},
    {"kind": "cause", "code": "WEAR", "text": "Wear", "parent_code": None},
]


def order(source_id: str, finished: str | None = None, **fields: Any) -> dict[str, Any]:
    """A work order; ``finished`` as 2020-05-01 or 2020-05-01 06:00."""
    at = datetime.fromisoformat(finished) if finished else None
    return {"source_id": source_id, "finished_at": at, "wo_type": "corrective", "asset_tag": "P-101"} | fields


def event(source_id: str, started: str, **fields: Any) -> dict[str, Any]:
    """An event."""
    at = datetime.fromisoformat(started)
    return {"source_id": source_id, "started_at": at, "kind": "alarm", "asset_tag": "P-101"} | fields


def records(
    folder: Path,
    orders: Sequence[Mapping[str, Any]] = (),
    events: Sequence[Mapping[str, Any]] = (),
    *,
    loaded: Sequence[str] = (),
    headings: Sequence[str] = (),
    others: Mapping[Any, Sequence[Mapping[str, Any]]] | None = None,
) -> Store:
    """A store with the plant and these records; ``loaded``: columns that its file of orders filled."""
    store = records_of(folder)
    now = datetime.fromisoformat("2026-01-01")
    run = {"dataset_id": 1, "loaded_into": "work_orders", "file": "orders.csv", "sha256": "", "at_utc": now}
    rows: dict[Any, Sequence[Mapping[str, Any]]] = {
        tables.Asset: ASSETS,
        tables.FunctionalLocation: LOCATIONS,
        tables.FailureCode: CODES,
        tables.WorkOrder: orders,
        tables.Event: events,
    }
    with store.writing() as connection:
        dataset = {"id": 1, "name": "plant", "time_zone": "", "created_utc": now}
        connection.execute(tables.Dataset.__table__.insert().values(dataset))  # type: ignore[attr-defined]
        connection.execute(
            tables.ImportRun.__table__.insert().values(  # type: ignore[attr-defined]
                run | {"fields": list(loaded), "columns": list(headings), "rows": len(orders)}
            )
        )
        for model, given in {**rows, **(others or {})}.items():
            for row in given:
                connection.execute(model.__table__.insert().values(ROW | dict(row)))
    return store


class Plant:
    """A store whose rows can be changed between queries."""

    def __init__(self, folder: Path) -> None:
        self.store = records(folder)
        self.history = History(self.store)

    def ask(self, query: Mapping[str, Any]) -> Result:
        """Answer a query; what its SQL gives when pasted must be what the answer says."""
        result = self.history.answer(HistoryQuery.read(query), ALL)
        if result.sql:
            rows = pasted(self.store.url, result.sql)
            if isinstance(result.value, int | float) and query["metric"] not in {"list", "weibull", "association"}:
                assert rows[0][0] == pytest.approx(result.value)
        return result

    def fill(self, rows: list[dict[str, Any]]) -> None:
        """Replace all work orders."""
        table = tables.WorkOrder.__table__  # type: ignore[attr-defined]
        with self.store.writing() as connection:
            connection.execute(table.delete())
            for row in rows:
                connection.execute(table.insert().values(ROW | row))
