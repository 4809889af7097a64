"""The file of users: made when the first user is, readable by its owner only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from plant_copilot.people.errors import UsersOutOfReach
from plant_copilot.people.migrations import VERSIONS
from plant_tools.records.migrations import bring_up_to_date

_PATIENCE = 30  # seconds that a second writer waits for the first


class Store:
    """Opened when needed. Safe to share between threads."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._opening = Lock()
        self._engine: Engine | None = None

    @property
    def home(self) -> Path:
        """The home that the file is in."""
        return self._file.parent

    @property
    def is_there(self) -> bool:
        """Whether there ever was a user."""
        return self._engine is not None or self._file.is_file()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a transaction, one at a time, committed when the block ends well. Raises ``UsersOutOfReach``."""
        with self._told(), Session(self._opened(), expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a transaction that waits for nobody. Raises ``UsersOutOfReach``."""
        with self._told(), Session(self._opened().execution_options(reading=True)) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close the file, if it was opened."""
        with self._opening:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None

    def _opened(self) -> Engine:
        with self._opening:
            if self._engine is None:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                self._file.touch(mode=0o600)
                engine = create_engine(f"sqlite:///{self._file}", connect_args={"timeout": _PATIENCE})
                event.listen(engine, "connect", _prepare)
                event.listen(engine, "begin", _begin)
                bring_up_to_date(engine, versions=VERSIONS)
                self._engine = engine
            return self._engine

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            reason = " ".join(str(getattr(error, "orig", None) or error).split())
            raise UsersOutOfReach(
                f"The users in {self._file}: {reason}.", remedy="Check the disk, its rights and the file."
            ) from error


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver would begin by itself, and only at the first change
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
