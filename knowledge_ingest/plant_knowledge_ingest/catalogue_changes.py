"""Whether somebody has written to the catalogue: asked dozens of times for one question, and so told cheaply."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Protocol

from sqlalchemy import Connection, insert, select, update

from plant_knowledge_ingest.book import Book
from plant_knowledge_ingest.catalogue_tables import VERSION
from plant_knowledge_ingest.errors import LibraryWriteFailed
from plant_knowledge_ingest.patience import KNOWN, REST

_log = logging.getLogger(__name__)
_FRESH = 0.1  # seconds for which a server is not asked again


class Changes(Protocol):
    """Counts what is written."""

    def number(self) -> int:
        """Return a number that is another one after somebody has written."""

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a transaction that counts."""

    def close(self) -> None:
        """Let go of what is open."""


class FileChanges:
    """SQLite itself says so, to a connection that writes nothing."""

    def __init__(self, book: Book, file: Path) -> None:
        self.writing = book.writing
        self._looking = sqlite3.connect(file, check_same_thread=False)

    def number(self) -> int:
        """See Changes."""
        with closing(self._looking.execute("PRAGMA data_version")) as found:
            return int(found.fetchone()[0])

    def close(self) -> None:
        """See Changes."""
        self._looking.close()


class ServerChanges:
    """A row counts, which every writer moves on. Others' changes are seen a tenth of a second later at most.

    A server out of reach is taken for one on which nothing was written, for ``KNOWN`` seconds.
    """

    def __init__(self, book: Book) -> None:
        self._book, self._asking = book, Lock()
        self._number, self._asked, self._told = -1, 0.0, 0.0

    def number(self) -> int:
        """See Changes."""
        with self._asking:
            if time.monotonic() - self._asked > _FRESH:
                try:
                    with self._book.reading() as db:
                        self._number = db.scalar(select(VERSION.c.number)) or 0
                    self._asked = self._told = time.monotonic()
                except LibraryWriteFailed as error:
                    if self._number < 0 or time.monotonic() - self._told > KNOWN:
                        raise
                    _log.warning("the list of documents is the one of before: %s", error)
                    self._asked = time.monotonic() + REST
            return self._number

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """See Changes."""
        with self._book.writing() as db:
            yield db
            if not db.execute(update(VERSION).values(number=VERSION.c.number + 1)).rowcount:
                db.execute(insert(VERSION).values(number=1))
        with self._asking:
            self._asked = 0.0

    def close(self) -> None:
        """See Changes."""
