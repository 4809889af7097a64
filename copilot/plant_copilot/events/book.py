"""The book of events: a small SQLite file of the home. What has come is not lost with the process, nor done twice."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from plant_copilot.events.errors import EventsOutOfReach, UnknownEvent
from plant_copilot.events.event import Event

Json = dict[str, Any]

RECEIVED, POSTING, POSTED, KEPT, REPEATED, FAILED = "received", "posting", "posted", "kept", "repeated", "failed"
"""The states of an event: it waits; is on its way; is in its channel; is in the inbox; came again; went wrong."""

_DAYS = 90
_PATIENCE = 30  # seconds that a second writer waits for the first
_TABLE = """
CREATE TABLE IF NOT EXISTS event (
    number INTEGER PRIMARY KEY AUTOINCREMENT, delivery TEXT UNIQUE, same TEXT NOT NULL UNIQUE, received TEXT NOT NULL,
    asset TEXT NOT NULL, code TEXT NOT NULL, event TEXT NOT NULL, state TEXT NOT NULL, went TEXT NOT NULL,
    outcome TEXT NOT NULL, groups TEXT NOT NULL, answers TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS of_asset ON event (asset, code, received);
"""
_SHOWN = "number, received, event, state, went, outcome, groups, answers"


class Book:
    """``events.sqlite`` of a home, opened for each entry; safe to share between threads and processes."""

    def __init__(self, home: Path) -> None:
        self._file = home / "events.sqlite"

    def take(self, event: Event, delivery: str, quiet_minutes: int) -> tuple[Json, bool]:
        """Write an event down, and tell whether it is new; else return the one that it was before.

        One whose asset and code came within ``quiet_minutes`` is written down as ``repeated``.
        """
        now = datetime.now(UTC)
        since = (now - timedelta(minutes=quiet_minutes)).isoformat(timespec="milliseconds")
        with self._writing() as db:
            db.execute("DELETE FROM event WHERE received < ?", ((now - timedelta(days=_DAYS)).isoformat(),))
            known = db.execute(
                f"SELECT {_SHOWN} FROM event WHERE delivery = ? OR same = ?",  # noqa: S608 - a constant
                (delivery or None, event.same),
            ).fetchone()
            if known:
                return _shown(known), False
            before = (event.asset, event.code, since)
            wanted = "SELECT 1 FROM event WHERE asset = ? AND code = ? AND code <> '' AND received >= ?"
            state = REPEATED if db.execute(wanted, before).fetchone() else RECEIVED
            told = (delivery or None, event.same, now.isoformat(timespec="milliseconds"), event.asset, event.code)
            number = db.execute(
                "INSERT INTO event (delivery, same, received, asset, code, event, state, went, outcome, groups,"
                " answers) VALUES (?, ?, ?, ?, ?, ?, ?, '', '', '[]', '[]')",
                (*told, json.dumps(event.json(), ensure_ascii=False), state),
            ).lastrowid
            return _shown(_row(db, number or 0)), True

    def put(self, number: int, **fields: str) -> None:
        """Change state, went, outcome, groups or answers of an event."""
        names = ", ".join(f"{name} = ?" for name in fields)
        with self._writing() as db:
            db.execute(f"UPDATE event SET {names} WHERE number = ?", (*fields.values(), number))  # noqa: S608 - our names

    def show(self, number: int) -> Json:
        """Return an event. Raises ``UnknownEvent``."""
        with self._writing() as db:
            return _shown(_row(db, number))

    def listed(self, *, asset: str = "", state: str = "") -> list[Json]:
        """Return events, the latest first."""
        with self._writing() as db:
            rows = db.execute(
                f"SELECT {_SHOWN} FROM event WHERE ? IN ('', asset) AND ? IN ('', state) ORDER BY number DESC",  # noqa: S608
                (asset, state),
            ).fetchall()
        return [_shown(row) for row in rows]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(self._opened()) as connection:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise EventsOutOfReach(
                f"The events in {self._file}: {error}.", remedy="Check the disk, its rights and the file."
            ) from error

    def _opened(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.touch(mode=0o600)
        connection = sqlite3.connect(self._file, timeout=_PATIENCE, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(_TABLE)
        return connection


def _row(db: sqlite3.Connection, number: int) -> tuple[Any, ...]:
    row: tuple[Any, ...] | None = db.execute(f"SELECT {_SHOWN} FROM event WHERE number = ?", (number,)).fetchone()  # noqa: S608
    if row is None:
        raise UnknownEvent(f"There is no event {number}.", remedy="plant-copilot events list shows them.")
    return row


def _shown(row: tuple[Any, ...]) -> Json:
    number, received, event, state, went, outcome, groups, answers = row
    told: Mapping[str, Any] = {"state": state, "to": went, "outcome": outcome}
    return {
        "number": number,
        "received": received,
        **json.loads(event),
        **told,
        "groups": json.loads(groups),
        "answers": json.loads(answers),
    }
