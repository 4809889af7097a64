"""The book of users: made when the first user is, readable by its owner only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import MetaData
from sqlmodel import Session

from plant_copilot.people.errors import UsersOutOfReach
from plant_copilot.people.migrations import VERSIONS
from plant_copilot.people.settings import FILE
from plant_copilot.people.tables import User
from plant_knowledge_ingest.book import Book, Title
from plant_knowledge_ingest.book_engines import Engines
from plant_knowledge_ingest.shelf import Shelf
from plant_tools.records.migrations import TABLE, bring_up_to_date


def _migrate(engines: Engines, _: MetaData) -> None:
    """Take the steps that are missing; on a server the records note theirs in the same schema."""
    table = TABLE if engines.writing.dialect.name == "sqlite" else "users_version"
    bring_up_to_date(engines.writing, versions=VERSIONS, table=table)


USERS = Title("users", FILE, User.metadata, "The users in", UsersOutOfReach, "NORMAL", is_kept_open=True, make=_migrate)


class Store:
    """Opened when needed. Safe to share between threads. ``changes`` grows with every change of rights through here."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.changes = 0
        self._book = Book(shelf, USERS)

    @property
    def is_there(self) -> bool:
        """Whether there ever was a user, as far as that can be told without asking a server."""
        return self._book.is_there

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a transaction, one at a time, committed when the block ends well. Raises ``UsersOutOfReach``."""
        with self._book.writing() as db, Session(db, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def changing(self) -> Iterator[Session]:
        """Give a transaction as ``writing`` does, for what changes somebody's rights."""
        is_done = False
        try:
            with self.writing() as session:
                yield session
                is_done = True
        finally:  # also where the word that it is kept is lost on the way; not where there was nothing to keep
            self.changes += is_done

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a transaction that waits for nobody. Raises ``UsersOutOfReach``."""
        with self._book.reading() as db, Session(db) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close the book, if it was opened."""
        self._book.close()
