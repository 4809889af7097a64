"""The book of what was done with drafts: each entry carries the hash of the one before it.

hash = SHA-256(previous hash + entry), the first previous being 64 zeros; an entry is JSON with sorted keys. Whoever
changes or removes an entry breaks the chain from there on; the tables refuse it besides.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, select

from plant_tools.records.written import AuditEntry

Json = dict[str, Any]

_FIRST = "0" * 64
_table = AuditEntry.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it


def enter(connection: Connection, who: str, action: str, subject: str, **facts: Any) -> None:
    """Add an entry in the transaction of ``connection``, so that it stands if and only if what it tells does."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE audit_entry IN EXCLUSIVE MODE")  # one entry comes after the other
    previous = connection.execute(select(_table.c.hash).order_by(_table.c.id.desc()).limit(1)).scalar() or _FIRST
    told = {"at_utc": now().isoformat(" "), "who": who, "action": action, "subject": subject, **facts}
    entry = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
    connection.execute(insert(AuditEntry).values(entry=entry, previous=previous, hash=_hash(previous, entry)))


def entries(connection: Connection, subject: str = "") -> list[Json]:
    """Return the entries, of one subject or all, oldest first."""
    rows = connection.execute(select(_table.c.id, _table.c.entry, _table.c.hash).order_by(_table.c.id))
    read = [{"entry": number, **json.loads(entry), "hash": mark} for number, entry, mark in rows]
    return [one for one in read if not subject or one["subject"] == subject]


def broken_at(connection: Connection) -> int | None:
    """Return the number of the first entry that is not what was written or does not follow its neighbour, or None."""
    previous = _FIRST
    rows = connection.execute(
        select(_table.c.id, _table.c.entry, _table.c.previous, _table.c.hash).order_by(_table.c.id)
    )
    for number, entry, said, mark in rows:
        if said != previous or mark != _hash(previous, entry):
            return int(number)
        previous = mark
    return None


def now() -> datetime:
    """Return the time in UTC, to the second, as all columns that end in ``_utc`` have it."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def _hash(previous: str, entry: str) -> str:
    return sha256((previous + entry).encode()).hexdigest()
