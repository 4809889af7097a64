"""The database of the records: opened by URL, brought up to date, one writer, and readers that cannot write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from plant_tools.records import shadows, sight
from plant_tools.records.errors import RecordsOutOfReach
from plant_tools.records.migrations import bring_up_to_date

_PATIENCE = 30  # seconds that a second writer waits for the first
_TURN = (
    f"SELECT set_config('lock_timeout', '{_PATIENCE}s', true), "
    "pg_advisory_xact_lock(hashtextextended(current_schema() || ' records', 0))"
)


class Store:
    """The records of a home, or of a database of the plant. Safe to share between threads.

    ``url`` is SQLAlchemy's: ``sqlite:///records.sqlite``, ``postgresql+psycopg://user@host/plant``. Opening creates
    and migrates the tables. Raises ``RecordsOutOfReach``.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        with _told(url):
            self._writer = _writer(url)
            bring_up_to_date(self._writer)
            if self.dialect != "sqlite":
                event.listen(self._writer, "begin", _take_turns)
            self._reader = _reader(url)

    @classmethod
    def in_home(cls, home: Path) -> Store:
        """Open the SQLite file of a home folder."""
        file = home / "records" / "records.sqlite"
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RecordsOutOfReach(f"Cannot make {file.parent}: {error.strerror}.") from error
        return cls(f"sqlite:///{file}")

    @property
    def dialect(self) -> str:
        """Name of the database: "sqlite" or "postgresql"."""
        return self._writer.dialect.name

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a transaction: committed when the block ends, rolled back when it fails. There is one at a time."""
        with _told(self.url), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def trying(self) -> Iterator[Connection]:
        """Give a transaction that is rolled back when the block ends, to see what would be if it were written."""
        with _told(self.url), self._writer.connect() as connection:
            transaction = connection.begin()
            try:
                yield connection
            finally:
                transaction.rollback()

    @contextmanager
    def reading(self, who: sight.Who) -> Iterator[Connection]:
        """Give a connection on which ``who`` meets what they see and nothing else, also in plain SQL.

        The database itself refuses every write; one snapshot for the whole block.
        """
        with _told(self.url), self._reader.connect() as connection:
            transaction = connection.begin()
            try:
                seen = sight.sight_for(connection, who)
                sight.remember(connection, seen)
                shadows.show(connection, seen)
                yield connection
            finally:
                transaction.rollback()  # and with it what it was told of who reads

    def sight(self, who: sight.Who) -> sight.Sight:
        """Return what of the records ``who`` sees."""
        with _told(self.url), self._reader.begin() as connection:
            return sight.sight_for(connection, who)

    def close(self) -> None:
        """Close all connections."""
        self._reader.dispose()
        self._writer.dispose()


def _writer(url: str) -> Engine:
    engine = create_engine(url, **_arguments(url))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_writer)
        event.listen(engine, "begin", _begin_writing)
        return engine
    return _patient(engine)


def _reader(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        reading: dict[str, Any] = {"isolation_level": "REPEATABLE READ"}
        return _patient(
            create_engine(url, **_arguments(url), **reading, execution_options={"postgresql_readonly": True})
        )
    file = f"file:{quote(parsed.database or '')}"
    engine = create_engine(
        parsed.set(database=file, query={"mode": "ro", "uri": "true"}),
        **_arguments(url),
    )
    event.listen(engine, "connect", _prepare_reader)
    event.listen(engine, "begin", _begin_reading)
    return engine


def _patient(engine: Engine) -> Engine:
    if engine.dialect.driver == "psycopg":
        from plant_knowledge_ingest.patient_connection import be_patient

        be_patient(engine)
    return engine


def _arguments(url: str) -> dict[str, Any]:
    if make_url(url).get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": _PATIENCE}}
    return {"pool_pre_ping": True}


def _prepare_writer(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver would begin by itself, and only at the first change
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "cache_size = -64000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_writing(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _take_turns(connection: Connection) -> None:
    """Let one transaction write at a time, as SQLite does: what it has read still holds when it writes."""
    connection.exec_driver_sql(_TURN)


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _prepare_reader(connection: Any, _: object) -> None:
    connection.isolation_level = None
    for pragma in ("temp_store = MEMORY", "query_only = ON", "cache_size = -64000", "mmap_size = 1000000000"):
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Say what the database said, without the password that the URL may hold."""
    try:
        yield
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        remedy = (
            "Use sqlite:///FILE, or postgresql+psycopg://USER@HOST/DATABASE with the extra plant-copilot[postgres]."
        )
        raise RecordsOutOfReach(
            f"The database address {_plain(url)!r} cannot be used: {error}.", remedy=remedy
        ) from error
    except DBAPIError as error:
        reason = " ".join(str(error.orig).split())
        raise RecordsOutOfReach(
            f"The records in {_plain(url)}: {reason}.", remedy="Check the disk, its rights and the address."
        ) from error


def _plain(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url.partition("://")[0]
