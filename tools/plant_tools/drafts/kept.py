"""Drafts in the database: added once by their key, found, listed, changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, insert, update

from plant_tools.drafts.errors import DraftDecided, UnknownDraft
from plant_tools.records import audit, keyed
from plant_tools.records.written import Draft

Json = dict[str, Any]

STATES = ("draft", "pending", "approved", "rejected")
OPEN = ("draft", "pending")
_table = Draft.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it


def by_key(connection: Connection, key: str) -> Row[Any] | None:
    """Return the draft that was made under ``key``, or None."""
    return keyed.by_key(connection, _table, key)


def find(connection: Connection, number: int, *, locked: bool = False) -> Row[Any]:
    """Return a draft; ``locked``: nobody else can decide on it in the meantime. Raises ``UnknownDraft``."""
    row = keyed.by_number(connection, _table, number, locked=locked)
    if row is None:
        raise UnknownDraft(f"There is no draft {number}.", remedy="List them: plant-copilot drafts list")
    return row


def listed(connection: Connection, *, state: str = "", dataset: str = "", kind: str = "") -> list[Row[Any]]:
    """Return drafts, latest first."""
    return keyed.latest_first(connection, _table, state=state, dataset=dataset, kind=kind)


def add(connection: Connection, by: str, values: Json) -> int:
    """Keep a new draft and return its number."""
    made = connection.execute(insert(Draft).values(**values, created_utc=audit.now(), created_by=by))
    number = int((made.inserted_primary_key or (0,))[0])
    audit.enter(connection, by, "drafted", subject(number), kind=values["kind"], text=values["text"])
    return number


def change(connection: Connection, number: int, **values: Any) -> None:
    """Change a draft."""
    connection.execute(update(_table).where(_table.c.id == number).values(**values))


def refuse_stale(row: Row[Any], version: int | None) -> None:
    """Raise ``DraftDecided`` where the draft is not the one that was looked at, or is no longer open."""
    if row.state not in OPEN:
        raise DraftDecided(
            f"Draft {row.id} was {row.state} by {row.decided_by} at {row.decided_utc:%Y-%m-%d %H:%M} UTC.",
            remedy="What was decided stays; make a new draft.",
        )
    if version is not None and version != row.version:
        raise DraftDecided(
            f"Draft {row.id} was changed since version {version}; it is at version {row.version} now.",
            remedy=f"Look at it again: plant-copilot drafts show {row.id}",
        )


def subject(number: int) -> str:
    """Return what the audit book calls a draft."""
    return f"draft {number}"


def is_draft(subject: str) -> bool:
    """Tell whether the audit book speaks of a draft."""
    word, _, number = subject.partition(" ")
    return word == "draft" and number.isdecimal()


def plain(row: Row[Any]) -> Json:
    """Return a draft as JSON has it."""
    told = dict(row.told)
    return {
        "draft": row.id,
        "kind": row.kind,
        "state": row.state,
        "version": row.version,
        "dataset": row.dataset,
        "language": row.language,
        "text": row.text,
        "fields": row.fields,
        **told,
        "created_utc": row.created_utc.isoformat(" "),
        "created_by": row.created_by,
        "decided_utc": row.decided_utc.isoformat(" ") if row.decided_utc else None,
        "decided_by": row.decided_by,
        "reason": row.reason,
        "order": row.written.get("order"),
    }
