"""Runs of procedures in the database: begun once by their key, found, listed, changed."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, insert, update

from plant_tools.records import audit, keyed
from plant_tools.records.written import SopRun
from plant_tools.sop.doing.walk import Walk
from plant_tools.sop.errors import UnknownSop

Json = dict[str, Any]

_table = SopRun.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it


def by_key(connection: Connection, key: str) -> Row[Any] | None:
    """Return the run that was begun under ``key``, or None."""
    return keyed.by_key(connection, _table, key)


def find(connection: Connection, number: int, *, locked: bool = False) -> Row[Any]:
    """Return a run; ``locked``: nobody else can answer it meanwhile. Raises ``UnknownSop``."""
    row = keyed.by_number(connection, _table, number, locked=locked)
    if row is None:
        raise unknown(number)
    return row


def unknown(number: int) -> UnknownSop:
    """Return what is raised for a run that is not there, or not for who asks."""
    return UnknownSop(f"There is no run {number} of a procedure.", remedy="List them: plant-copilot sop runs")


def listed(connection: Connection, *, state: str = "", sop: str = "") -> list[Row[Any]]:
    """Return runs, latest first."""
    return keyed.latest_first(connection, _table, state=state, sop=sop.upper())


def add(connection: Connection, by: str, values: Json) -> Row[Any]:
    """Keep a new run."""
    now = audit.now()
    made = connection.execute(
        insert(SopRun).values(**values, worker=by, state="open", walk=plain(Walk()), begun_utc=now, changed_utc=now)
    )
    number = int((made.inserted_primary_key or (0,))[0])
    told = {name: values[name] for name in ("sop", "version", "hash", "mode", "work_order")}
    audit.enter(connection, by, "begun", subject(number), **told)
    return find(connection, number)


def change(connection: Connection, row: Row[Any], walk: Walk, by: str, **values: Any) -> Row[Any]:
    """Keep where a run stands; what is new in it goes into the book."""
    known = len(row.walk["entries"])
    for entry in plain(walk)["entries"][known:]:
        told = {name: value for name, value in entry.items() if value not in ("", None) and name != "at_utc"}
        audit.enter(connection, by, told.pop("what"), subject(row.id), **{n: v for n, v in told.items() if n != "by"})
    changed = {"walk": plain(walk), "state": walk.state, "worker": by, "changed_utc": audit.now(), **values}
    connection.execute(update(_table).where(_table.c.id == row.id).values(**changed))
    return find(connection, row.id)


def subject(number: int) -> str:
    """Return what the audit book calls a run."""
    return f"sop run {number}"


def plain(walk: Walk) -> Json:
    """Return a walk as JSON has it."""
    content: Json = _adapter().dump_python(walk, mode="json")
    return content


def walk_of(row: Row[Any]) -> Walk:
    """Return where a run stands."""
    return _adapter().validate_python(row.walk)


@cache
def _adapter() -> TypeAdapter[Walk]:
    return TypeAdapter(Walk)
