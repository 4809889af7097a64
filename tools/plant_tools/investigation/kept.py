"""Investigations in a file of the home: added once by their key, changed by whoever has seen the latest version."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from plant_tools.investigation.errors import InvestigationClosed, UnknownInvestigation

Json = dict[str, Any]

_TABLE = """CREATE TABLE IF NOT EXISTS investigation (
    number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, body TEXT NOT NULL)"""
_PATIENCE = 30.0


class Kept:
    """The investigations in one SQLite file, which is made when the first is added."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def add(self, key: str, body: Json) -> Json:
        """Keep a new one; under a key that is known, return the one that is there."""
        with self._opened() as connection:
            put = "INSERT OR IGNORE INTO investigation (key, version, body) VALUES (?, 1, ?)"
            connection.execute(put, (key, _written(body)))
            row = connection.execute("SELECT number, version, body FROM investigation WHERE key = ?", (key,)).fetchone()
        return _read(row)

    def by_key(self, key: str) -> Json | None:
        """Return the one that was begun under ``key``, or None."""
        with self._opened() as connection:
            row = connection.execute("SELECT number, version, body FROM investigation WHERE key = ?", (key,)).fetchone()
        return _read(row) if row else None

    def find(self, number: int) -> Json:
        """Return an investigation. Raises ``UnknownInvestigation``."""
        with self._opened() as connection:
            row = connection.execute(
                "SELECT number, version, body FROM investigation WHERE number = ?", (number,)
            ).fetchone()
        if row is None:
            raise unknown(number)
        return _read(row)

    def save(self, one: Json) -> Json:
        """Keep a changed one. Raises ``InvestigationClosed`` where somebody else changed it meanwhile."""
        body = {name: value for name, value in one.items() if name not in {"investigation", "version"}}
        with self._opened() as connection:
            done = connection.execute(
                "UPDATE investigation SET version = version + 1, body = ? WHERE number = ? AND version = ?",
                (_written(body), one["investigation"], one["version"]),
            )
        if done.rowcount != 1:
            raise InvestigationClosed(
                f"Investigation {one['investigation']} was changed by somebody else meanwhile.",
                remedy="Look at it again.",
            )
        return one | {"version": one["version"] + 1}

    def listed(self) -> list[Json]:
        """Return all, latest first."""
        with self._opened() as connection:
            rows = connection.execute("SELECT number, version, body FROM investigation ORDER BY number DESC").fetchall()
        return [_read(row) for row in rows]

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._file, timeout=_PATIENCE)) as connection, connection:
            connection.execute(_TABLE)
            yield connection


def unknown(number: int) -> UnknownInvestigation:
    """Return the error for a number that there is not, or not for whoever asks."""
    return UnknownInvestigation(
        f"There is no investigation {number}.", remedy="List them: plant-copilot rca session list"
    )


def _written(body: Json) -> str:
    return json.dumps(body, ensure_ascii=False)


def _read(row: tuple[int, int, str]) -> Json:
    return {"investigation": row[0], "version": row[1], **json.loads(row[2])}
