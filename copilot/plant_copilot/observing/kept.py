"""The traces of a home, in ``traces.sqlite``: kept for some days, and never in the way of an answer."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from plant_copilot.observing.trace import Trace

Json = dict[str, Any]

_log = logging.getLogger(__name__)
_PATIENCE = 5  # seconds that a second writer waits for the first
_SWEPT_EVERY = 200
_SCHEMA = """
CREATE TABLE IF NOT EXISTS traces (
    code TEXT PRIMARY KEY, at TEXT NOT NULL, seconds REAL NOT NULL, outcome TEXT NOT NULL, told TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS traces_by_time ON traces (at);
"""


class KeptTraces:
    """Traces in a SQLite file, made with the first one; those older than ``days`` go. Safe to share between threads."""

    def __init__(self, file: Path, days: int) -> None:
        self._file, self._days = file, days
        self._lock = Lock()
        self._added = 0

    def add(self, trace: Trace) -> None:
        """Keep a trace. What cannot be written is logged and given up: an answer does not wait for its trace."""
        if not self._days:
            return
        row = (trace.code, trace.at, trace.seconds, trace.outcome, json.dumps(trace.as_json(), ensure_ascii=False))
        try:
            with self._lock, self._opened() as db:
                db.execute("INSERT OR REPLACE INTO traces VALUES (?, ?, ?, ?, ?)", row)
                self._sweep(db)
        except (sqlite3.Error, OSError) as error:
            _log.warning("%s: the trace could not be kept: %s", trace.code, error)

    def find(self, code: str) -> Json | None:
        """Return the trace of a support code."""
        found = self._read("SELECT told FROM traces WHERE code = ?", code)
        return found[0] if found else None

    def listed(self, *, outcome: str, slower: float, limit: int) -> list[Json]:
        """Return the latest traces with this outcome ("" for any) that took ``slower`` seconds or more."""
        wanted = "SELECT told FROM traces WHERE (? = '' OR outcome = ?) AND seconds >= ? ORDER BY at DESC LIMIT ?"
        return self._read(wanted, outcome, outcome, slower, limit)

    def _read(self, wanted: str, *values: object) -> list[Json]:
        if not self._file.is_file():
            return []
        with self._lock, self._opened() as db:
            return [json.loads(told) for (told,) in db.execute(wanted, values)]

    def _sweep(self, db: sqlite3.Connection) -> None:
        if self._added % _SWEPT_EVERY == 0:
            oldest = datetime.now(UTC) - timedelta(days=self._days)
            db.execute("DELETE FROM traces WHERE at < ?", (oldest.isoformat(),))
        self._added += 1

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        is_new = not self._file.is_file()
        with closing(sqlite3.connect(self._file, timeout=_PATIENCE)) as db, db:
            if is_new:
                db.execute("PRAGMA journal_mode = WAL")
                db.executescript(_SCHEMA)
            db.execute("PRAGMA synchronous = OFF")  # a trace that a power cut takes is no loss
            yield db
