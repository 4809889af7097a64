"""Assets and codes that the rows of a file name and no list of the data set contains: often slips of the pen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Table, func, select

from plant_tools.records.inspected import TABLES

_MOST_NAMED = 20
_List: TypeAlias = tuple[Table, ColumnElement[Any], ColumnElement[bool]]
"""A table that lists something, its column, and which of its rows are meant."""

_KINDS = {"problem_code": "problem", "cause_code": "cause", "remedy_code": "remedy"}


@dataclass(frozen=True, slots=True)
class Unlisted:
    """``count`` values of ``field`` in no list, in ``rows`` rows; ``values`` are the most frequent of them."""

    field: str
    count: int
    rows: int
    values: tuple[str, ...]


def unlisted(connection: Connection, table: str, run_id: int) -> Iterator[Unlisted]:
    """Yield what the rows of a run name that is in no list; nothing where the data set has no such list."""
    named = TABLES.get({"work_orders": "work_order", "events": "event", "inspections": "inspection"}.get(table, ""))
    if named is None:
        return
    assets, codes = TABLES["asset"], TABLES["failure_code"]
    listed: dict[str, _List] = {"asset_tag": (assets, assets.c.tag, assets.c.tag.is_not(None))}
    listed |= {name: (codes, codes.c.code, codes.c.kind == kind) for name, kind in _KINDS.items()}
    for name, its in listed.items():
        if name in named.c and (found := _unknown(connection, named, name, its, run_id)):
            yield found


def _unknown(
    connection: Connection,
    named: Table,
    name: str,
    listed: _List,
    run_id: int,
) -> Unlisted | None:
    lists, value, meant = listed
    mine = select(named.c.dataset_id).where(named.c.run_id == run_id).limit(1).scalar_subquery()
    known = select(value).where(lists.c.dataset_id == mine, meant, lists.c.only_mentioned.is_(False))
    if connection.execute(known.limit(1)).first() is None:
        return None
    column, times = named.c[name], func.count()
    strange = select(column, times).where(named.c.run_id == run_id, column.is_not(None), column.not_in(known))
    rows = connection.execute(strange.group_by(column).order_by(times.desc(), column)).all()
    first = tuple(str(row[0]) for row in rows[:_MOST_NAMED])
    return Unlisted(name, len(rows), sum(int(row[1]) for row in rows), first) if rows else None
