"""A book: tables that belong together, in a SQLite file of the home or in the plant's schema of a PostgreSQL database.

Who writes is alone in the book from the first statement on, so that what was read before a change still holds when it
is made. Who reads waits for nobody, and sees one moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Connection, MetaData
from sqlalchemy.exc import SQLAlchemyError

from plant_knowledge_ingest.book_engines import Engines, in_file, on_server, seen_from
from plant_knowledge_ingest.book_tables import make

if TYPE_CHECKING:
    from plant_knowledge_ingest.errors import PlantError
    from plant_knowledge_ingest.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Title:
    """What a book is, wherever it stands.

    ``name`` is what its writers wait on; ``file`` its path in the home; ``tables`` what is in it; ``told`` how an error
    about it begins, before its place; ``error`` what is raised. ``synchronous``: what SQLite waits for before a
    transaction is over: FULL is on the disk, OFF may be lost with the power; ``patience``: the seconds that a second
    writer waits for the first. ``is_kept_open`` between two transactions, for books that are read all the time: these
    have to be closed. ``make`` makes the tables, or brings those of an earlier version up to date;
    ``earlier`` is another file of the home in which such a version kept it.
    """

    name: str
    file: str
    tables: MetaData
    told: str
    error: type[PlantError]
    synchronous: Literal["OFF", "NORMAL", "FULL"] = "FULL"
    patience: int = 30
    is_kept_open: bool = False
    make: Callable[[Engines, MetaData], None] = make
    earlier: str = ""


class Book:
    """One book of a shelf, made when it is first opened. Safe to share between threads and processes."""

    def __init__(self, shelf: Shelf, title: Title) -> None:
        self.shelf, self.title = shelf, title
        self.file: Path | None = None if shelf.url else shelf.home / title.file
        self._opening = RLock()
        self._engines: Engines | None = None
        self._file_open: tuple[int, int] | None = None

    @property
    def is_there(self) -> bool:
        """Whether it was ever opened, in a home; on a server it always is."""
        if self.file is None:
            return True
        return self.file.is_file() or (bool(self.title.earlier) and (self.shelf.home / self.title.earlier).is_file())

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a transaction, one at a time, committed when the block ends well. Raises the error of the title."""
        with self.told(), self._opened().writing.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a transaction that waits for nobody and cannot write. Raises the error of the title."""
        with self.told(), self._opened().reading.begin() as connection:
            yield connection

    def open(self) -> None:
        """Open it now rather than when it is first needed. Raises the error of the title."""
        with self.told():
            self._opened()

    def close(self) -> None:
        """Close the file, if it was opened; the connections to a server are kept for other books."""
        with self._opening:
            if self._engines is not None:
                self._engines.close()
                self._engines = None

    @property
    def dialect(self) -> Literal["sqlite", "postgresql"]:
        """What its SQL is spelt for."""
        return "sqlite" if self.file else "postgresql"

    @property
    def place(self) -> str:
        """Where it stands, without the password that an address may have."""
        return str(self.file or seen_from(self.shelf))

    @contextmanager
    def told(self) -> Iterator[None]:
        """Raise the error of the title for what a database or the disk says."""
        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            said = getattr(error, "orig", None) or getattr(error, "strerror", None) or error
            reason = " ".join(str(said).split()).rstrip(".")
            remedy = "Check the disk, its rights and the file."
            if not self.file:
                remedy = "Look whether PLANT_DATABASE is right, and its server runs."
            raise self.title.error(f"{self.title.told} {self.place}: {reason}.", remedy=remedy) from error

    def _opened(self) -> Engines:
        with self._opening:
            if self._engines is None or self._file_now() != self._file_open:
                self.close()
                engines = self._reached()
                self.title.make(engines, self.title.tables)
                self._engines, self._file_open = engines, self._file_now()
            return self._engines

    def _file_now(self) -> tuple[int, int] | None:
        """Return which file it is by now: one that was put in its place is another than the one that is open."""
        try:
            found = self.file.stat() if self.file else None
        except FileNotFoundError:
            return None
        return (found.st_dev, found.st_ino) if found else None

    def _reached(self) -> Engines:
        title = self.title
        if self.file is None:
            return on_server(self.shelf, title.name, title.patience)
        return in_file(
            self.file, synchronous=title.synchronous, patience=title.patience, is_kept_open=title.is_kept_open
        )
