"""What there is to ask about: the defects of a data set, the levels of its fields, and its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, text

from plant_tools.defects.inspections import FIELDS, GOOD, coded, columns

_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``defects``: name by code; ``good``: words in their place; ``levels`` by field; ``parameters``: headings."""

    dataset_id: int
    dataset: str
    defects: Mapping[str, str]
    good: tuple[str, ...]
    levels: Mapping[str, tuple[str, ...]]
    parameters: tuple[str, ...]


def inspected_datasets(connection: Connection) -> dict[int, str]:
    """Return the data sets that hold inspections, by id."""
    there = "SELECT d.id, d.name FROM dataset d WHERE EXISTS (SELECT 1 FROM inspection i WHERE i.dataset_id = d.id)"
    return {int(key): str(name) for key, name in connection.execute(text(f"{there} ORDER BY d.name"))}


def newest_run(connection: Connection) -> int:
    """Return a number that changes whenever inspections are loaded or forgotten; 0 where there are none."""
    c = columns()
    newest, rows = connection.execute(select(func.max(c.run_id), func.count())).one()
    return hash((newest, rows)) if rows else 0


def read_vocabulary(connection: Connection, dataset_id: int, dataset: str) -> Vocabulary:
    """Read it from the records."""
    c = columns()
    mine = c.dataset_id == dataset_id
    named = select(coded(), func.max(func.coalesce(c.defect_text, ""))).where(mine, coded() != "").group_by(coded())
    found = {str(code): str(name) for code, name in connection.execute(named.limit(_MOST))}
    good = tuple(sorted(code for code in found if code.casefold() in GOOD))
    levels = {name: tuple(_values(connection, dataset_id, name)) for name in FIELDS}
    extras = select(c.extra).where(mine).order_by(c.id.desc()).limit(_MOST)
    headings = dict.fromkeys(name for (extra,) in connection.execute(extras) for name in extra)
    defects = {code: name for code, name in found.items() if code not in good}
    return Vocabulary(dataset_id, dataset, defects, good, levels, tuple(headings))


def _values(connection: Connection, dataset_id: int, name: str) -> list[str]:
    c = columns()
    chosen = select(c[name]).distinct().where(c.dataset_id == dataset_id, c[name].is_not(None)).limit(_MOST)
    return sorted(str(value) for (value,) in connection.execute(chosen) if value)
