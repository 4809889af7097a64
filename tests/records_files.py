"""Files of maintenance records for the tests, and a store to load them into."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from plant_tools.records.load import load
from plant_tools.records.mapping import ColumnMapping, parse_mapping
from plant_tools.records.report import LoadReport
from plant_tools.records.store import Store
from upkeep import ALL

HEADINGS = ("wo_id", "asset", "description", "type", "finished", "downtime (min)", "cost", "currency")
ORDERS = (
    ("WO-1", "P-101", "Seal leaks", "CM", "2025-02-03 09:40", "210", "1240.50", "EUR"),
    ("WO-2", "P-101", "Lubrication", "PM", "2025-02-10 07:30", "0", "45.00", "EUR"),
    ("WO-3", "FL-303", "Filling valve 12 drips", "CM", "2025-03-01 14:05", "95", "88.00", "EUR"),
)


def write_csv(
    path: Path,
    rows: Sequence[Sequence[object]] = ORDERS,
    headings: Sequence[str] = HEADINGS,
    *,
    encoding: str = "utf-8",
    delimiter: str = ",",
) -> Path:
    """Write a CSV file and return its path."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(headings)
        writer.writerows(rows)
    return path


def loaded(store: Store, path: Path, mapping: dict[str, Any] | None = None, dataset: str = "plant") -> LoadReport:
    """Load a file, with a mapping as YAML has it."""
    told: ColumnMapping | None = parse_mapping(mapping, "the mapping") if mapping else None
    return load(store, path, mapping=told, dataset=dataset)


def values(store: Store, sql: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query, read only; times and documents as SQLite has them, whatever the database."""
    with store.reading(ALL) as connection:
        return [tuple(map(_plain, row)) for row in connection.execute(text(sql))]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return str(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if isinstance(value, dict | list) else value
