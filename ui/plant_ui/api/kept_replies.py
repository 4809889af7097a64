"""Replies by the key of their request, in a small SQLite file of the home: they outlast the server."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from plant_ui.errors import KeyOfAnother, RepliesOutOfReach, StillUnderWay

_DAY = 86_400
_PATIENCE = 30  # seconds that a second writer waits for the first
_TABLE = """
CREATE TABLE IF NOT EXISTS reply (
    key TEXT PRIMARY KEY, asked TEXT NOT NULL, taken REAL NOT NULL, status INTEGER, headers TEXT, body BLOB);
"""


@dataclass(frozen=True, slots=True)
class Reply:
    """What was sent back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class KeptReplies:
    """``replies.sqlite`` of a home, opened for each entry; safe to share between threads and processes."""

    def __init__(self, home: Path, clock: Callable[[], float] = time.time) -> None:
        self._file, self._clock = home / "replies.sqlite", clock

    def take(self, key: str, asked: str) -> Reply | None:
        """Return the reply to ``key``; None where the request is to be done now. ``asked`` is the hash of what it asks.

        Raises ``KeyOfAnother``, ``StillUnderWay``, ``RepliesOutOfReach``.
        """
        now = self._clock()
        with self._writing() as db:
            db.execute("DELETE FROM reply WHERE taken < ?", (now - _DAY,))
            row = db.execute("SELECT asked, status, headers, body FROM reply WHERE key = ?", (key,)).fetchone()
            if row is None:
                db.execute("INSERT INTO reply (key, asked, taken) VALUES (?, ?, ?)", (key, asked, now))
                return None
        return _reply(row, asked)

    def end(self, key: str, reply: Reply | None) -> None:
        """Keep the reply to ``key``; without one the key is free again. Raises ``RepliesOutOfReach``."""
        with self._writing() as db:
            if reply is None:
                db.execute("DELETE FROM reply WHERE key = ? AND status IS NULL", (key,))
                return
            told = (reply.status, json.dumps(dict(reply.headers)), reply.body, key)
            db.execute("UPDATE reply SET status = ?, headers = ?, body = ? WHERE key = ?", told)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(self._opened()) as connection:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise RepliesOutOfReach(
                f"Replies cannot be kept in {self._file}: {error}.", remedy="Check the disk, its rights and the file."
            ) from error

    def _opened(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.touch(mode=0o600)
        connection = sqlite3.connect(self._file, timeout=_PATIENCE, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(_TABLE)
        return connection


def _reply(row: tuple[str, int | None, str, bytes], asked: str) -> Reply:
    before, status, headers, body = row
    if before != asked:
        raise KeyOfAnother("The Idempotency-Key belongs to another request.", remedy="Make a new one for each request.")
    if status is None:
        raise StillUnderWay(
            "The request of this Idempotency-Key has no reply yet: it is under way, or the server was stopped in it.",
            remedy="Ask again soon; if that does not help, look whether it was done, and send it with a new key.",
        )
    return Reply(status, json.loads(headers), body)
