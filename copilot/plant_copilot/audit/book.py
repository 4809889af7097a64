"""The book of a plant: entries that can only be added, each with the hash of the one before it.

Whoever cuts entries off at the end, or writes the whole book anew, is found out by the heads that are kept beside it in
the home, also where the book itself is on a server.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert, select

from plant_copilot.audit.entry import FIRST, Act, linked, written
from plant_copilot.audit.heads import Head, Heads
from plant_copilot.errors import AuditOutOfReach
from plant_knowledge_ingest.book import Book, Title
from plant_knowledge_ingest.shelf import Shelf

Json = dict[str, Any]

_TABLES = MetaData()
ENTRIES = Table(
    "entries",
    _TABLES,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("entry", Text),
    Column("previous", Text),
    Column("hash", Text),
)
AUDIT = Title("audit", "audit/audit.sqlite", _TABLES, "The audit log", AuditOutOfReach)
_LAST = select(ENTRIES.c.number, ENTRIES.c.hash).order_by(ENTRIES.c.number.desc()).limit(1)


class AuditBook:
    """Made with its first entry, in the folder ``audit`` of a home or on a server. Safe to share between processes."""

    def __init__(self, shelf: Shelf) -> None:
        self._folder = shelf.home / "audit"
        self._book = Book(shelf, AUDIT)
        self.heads = Heads(self._folder)

    @property
    def is_there(self) -> bool:
        """Whether anything was ever entered, as far as that can be told without asking a server."""
        return self._book.is_there

    def enter(self, act: Act, **facts: Any) -> Head:
        """Add an entry; it is on the disk when this returns. Raises ``AuditOutOfReach``."""
        with self._book.told():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._book.writing() as db:
            head = _added(db, act, facts)
        self.heads.keep(self._last)
        return head

    def rows(self) -> Iterator[tuple[int, str, str, str]]:
        """Yield number, entry, previous hash and hash of each entry, the oldest first. Raises ``AuditOutOfReach``."""
        if not self.is_there:
            return
        with self._book.reading() as db:
            for row in db.execute(select(ENTRIES).order_by(ENTRIES.c.number)):
                yield row.number, row.entry, row.previous, row.hash

    def entries(self) -> list[Json]:
        """Return the entries as they were written, the oldest first. Raises ``AuditOutOfReach``."""
        return [json.loads(entry) for _, entry, _, _ in self.rows()]

    def _last(self) -> Head | None:
        with self._book.reading() as db:
            row = db.execute(_LAST).first()
        return Head(*row) if row else None


def _added(db: Connection, act: Act, facts: Json) -> Head:
    """Add an entry after the last; nobody else does before the transaction is over."""
    last, previous = db.execute(_LAST).first() or (0, FIRST)
    number = last + 1
    entry = written(number, act, facts)
    head = Head(number, linked(number, entry, previous))
    db.execute(insert(ENTRIES).values(number=number, entry=entry, previous=previous, hash=head.hash))
    return head
