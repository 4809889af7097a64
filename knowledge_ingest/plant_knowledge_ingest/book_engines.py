"""How a book is reached: the file of SQLite, or the connections to a PostgreSQL database that its books share."""

from __future__ import annotations

import atexit
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool, QueuePool

if TYPE_CHECKING:
    from plant_knowledge_ingest.shelf import Shelf

_TURN = 10  # seconds to wait for one of the connections
_LOOKED = "SELECT set_config('search_path', coalesce(nullif(%(schema)s, ''), current_setting('search_path')), true)"
_BEGUN = (
    f"{_LOOKED}, set_config('lock_timeout', %(patience)s, true), pg_advisory_xact_lock(hashtextextended(%(turn)s, 0))"
)

_servers: dict[str, Engine] = {}
_connecting = Lock()


class Engines(NamedTuple):
    """The two ways into a book."""

    writing: Engine
    reading: Engine

    def close(self) -> None:
        """Close the connections of a file; those to a server are for all its books, and stay."""
        if self.writing.dialect.name == "sqlite":
            self.writing.dispose()


def in_file(file: Path, *, synchronous: str, patience: int, is_kept_open: bool) -> Engines:
    """Open a SQLite file, which only its owner can read. Raises ``OSError``."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.is_file():
        file.touch(mode=0o600)
    pool = QueuePool if is_kept_open else NullPool
    engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": patience}, poolclass=pool)

    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver would begin by itself, and only at the first change
        for pragma in ("journal_mode = WAL", f"synchronous = {synchronous}", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin_in_file)
    return Engines(engine, engine.execution_options(plant_reads=True))


def on_server(shelf: Shelf, name: str, patience: int) -> Engines:
    """Open the schema of a shelf for the book ``name``."""
    told = {"schema": shelf.schema, "patience": f"{patience}s", "turn": f"{shelf.schema} {name}"}
    engine = _server(shelf.url).execution_options(plant_book=told)
    reading = engine.execution_options(plant_reads=True, isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Engines(engine, reading)


def seen_from(shelf: Shelf) -> str:
    """Return the address of a shelf's database and schema, without what may be secret in it."""
    plain = make_url(shelf.url).set(query={}).render_as_string()
    return f"{plain}, schema {shelf.schema}" if shelf.schema else plain


def _server(url: str) -> Engine:
    """Return the connections to a database, which all its books share; they end with the process."""
    with _connecting:
        if url not in _servers:
            from plant_knowledge_ingest.patient_connection import be_patient

            engine = create_engine(url, pool_pre_ping=True, max_overflow=15, pool_timeout=_TURN)
            be_patient(engine)
            event.listen(engine, "begin", _begin_on_server)
            atexit.register(engine.dispose)
            _servers[url] = engine
        return _servers[url]


def _begin_in_file(connection: Connection) -> None:
    reads = connection.get_execution_options().get("plant_reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _begin_on_server(connection: Connection) -> None:
    """Say which schema is meant; who writes waits here until nobody else does."""
    options = connection.get_execution_options()
    told = options["plant_book"]
    if options.get("plant_reads"):
        connection.exec_driver_sql(_LOOKED, {"schema": told["schema"]})
    else:
        connection.exec_driver_sql(_BEGUN, told)
