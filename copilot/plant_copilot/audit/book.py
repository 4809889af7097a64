"""The book of a home: entries that can only be added, each with the hash of the one before it.

hash = SHA-256(previous hash + entry), the first previous being 64 zeros; an entry is JSON with sorted keys and carries
its own number. Whoever changes, removes, moves or puts in an entry breaks the chain from there on. Whoever cuts entries
off at the end, or writes the whole book anew, is found out by the heads that are kept beside it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from plant_copilot.audit.heads import Head, Heads
from plant_copilot.errors import AuditOutOfReach

Json = dict[str, Any]

FIRST = "0" * 64
_PATIENCE = 30.0  # seconds that a second writer waits for the first
_TABLE = "CREATE TABLE IF NOT EXISTS entries (number INTEGER PRIMARY KEY, entry TEXT, previous TEXT, hash TEXT)"
_LAST = "SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1"
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Act:
    """What was done: ``who`` is the acting person's name, ``subject`` what it was done on."""

    who: str
    what: str
    subject: str
    outcome: str = "done"


class AuditBook:
    """The book in the folder ``audit`` of a home. Made with its first entry. Safe to share between processes."""

    def __init__(self, home: Path) -> None:
        self._file = home / "audit" / "audit.sqlite"
        self.heads = Heads(home / "audit")

    @property
    def is_there(self) -> bool:
        """Whether anything was ever entered."""
        return self._file.is_file()

    def enter(self, act: Act, **facts: Any) -> Head:
        """Add an entry; it is on the disk when this returns. Raises ``AuditOutOfReach``."""
        with self._told():
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(self._opened()) as db:
                head = _added(db, act, facts)
        self.heads.keep(self._last)
        return head

    def rows(self) -> Iterator[tuple[int, str, str, str]]:
        """Yield number, entry, previous hash and hash of each entry, the oldest first. Raises ``AuditOutOfReach``."""
        if not self.is_there:
            return
        with self._told(), closing(self._opened()) as db:
            yield from db.execute("SELECT number, entry, previous, hash FROM entries ORDER BY number")

    def entries(self) -> list[Json]:
        """Return the entries as they were written, the oldest first. Raises ``AuditOutOfReach``."""
        return [json.loads(entry) for _, entry, _, _ in self.rows()]

    def _last(self) -> Head | None:
        with self._told(), closing(self._opened()) as db:
            row = db.execute(_LAST).fetchone()
        return Head(*row) if row else None

    def _opened(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._file, timeout=_PATIENCE, isolation_level=None)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute(_TABLE)
        return db

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise AuditOutOfReach(
                f"The audit log {self._file}: {' '.join(str(error).split())}.", remedy="Check the disk and its rights."
            ) from error


def linked(number: int, entry: str, previous: str) -> str:
    """Return the hash of an entry that follows ``previous``."""
    return sha256(f"{previous}{number}{entry}".encode()).hexdigest()


def _added(db: sqlite3.Connection, act: Act, facts: Json) -> Head:
    """Add an entry in one transaction."""
    db.execute("BEGIN IMMEDIATE")
    last, previous = db.execute(_LAST).fetchone() or (0, FIRST)
    number, at = last + 1, datetime.now(UTC).isoformat(timespec="milliseconds")
    told = {"number": number, "at": at, "who": _line(act.who), "what": act.what, "subject": _line(act.subject)}
    entry = json.dumps({**told, "outcome": act.outcome, **facts}, ensure_ascii=False, sort_keys=True)
    head = Head(number, linked(number, entry, previous))
    db.execute("INSERT INTO entries VALUES (?, ?, ?, ?)", (number, entry, previous, head.hash))
    db.execute("COMMIT")
    return head


def _line(text: str) -> str:
    """Return ``text`` in one line, and not too long."""
    line = " ".join(text.encode(errors="replace").decode().split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
