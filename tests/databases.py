"""The databases of the tests: files, or with ``--database postgresql`` one server for every home of every test."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
from sqlalchemy import Connection, create_engine

from plant_copilot import Settings
from plant_knowledge_ingest.shelf import Shelf
from plant_tools.records.store import Store
from postgres_server import NoServer, database, drop_schemas, dumped, load_dump, running

SERVER = "POSTGRES_TEST_URL"
"""Names the server in the environment of the workers, and of who has one running already."""
_ANY = "plant_any_home"
_UNGUARDED = {
    "postgresql": ["DROP TRIGGER audit_entry_only_grows ON audit_entry"],
    "sqlite": ["DROP TRIGGER audit_entry_no_UPDATE", "DROP TRIGGER audit_entry_no_DELETE"],
}

_opened: list[Store] = []


def server() -> str:
    """Return the address of the server that the tests keep everything on, "" where they keep it in files."""
    return OnPostgreSQL.url


def to_processes() -> dict[str, str]:
    """Return the setting for processes that get no environment but what they are given."""
    return {"PLANT_DATABASE": server()} if server() else {}


def shelf_of(home: Path) -> Shelf:
    """Return where the books of a home stand."""
    return Shelf(home, server())


def database_of(home: Path, file: str = "records/records.sqlite") -> str:
    """Return the address of the tables of a home; ``file`` is where they are without a server."""
    return shelf_of(home).address or f"sqlite:///{home / file}"


def records_of(home: Path) -> Store:
    """Open the records of a home. What nobody closes on a server is closed when the file of tests is through."""
    if not server():
        return Store.in_home(home)
    _opened.append(Store(database_of(home)))
    return _opened[-1]


@contextmanager
def by_hand(url: str) -> Iterator[Connection]:
    """Give a connection to tables, past the product: what is done is kept."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def pasted(url: str, sql: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query as the database itself understands it, without marks of our libraries."""
    with by_hand(url) as connection:
        found = connection.execution_options(no_parameters=True).exec_driver_sql(sql)
        return [tuple(row) for row in found]


def let_shrink(connection: Connection) -> None:
    """Take away what keeps the audit book of the records from being changed: who owns the tables can."""
    for statement in _UNGUARDED["postgresql" if server() else "sqlite"]:
        connection.exec_driver_sql(statement)


def kept_records(home: Path) -> bytes:
    """Return the records of a home, for ``laid_down``; nobody has them open."""
    if not server():
        return (home / "records" / "records.sqlite").read_bytes()
    schema = shelf_of(home).schema
    return dumped(server(), schema).replace(schema, _ANY).encode()


def in_tables(home: Path) -> bytes:
    """Return all that the tables of a home say, "" where they are files."""
    return dumped(server(), shelf_of(home).schema).encode() if server() else b""


def laid_down(home: Path, kept: bytes) -> None:
    """Give a home without records those that ``kept_records`` gave."""
    if not server():
        (home / "records").mkdir(parents=True)
        (home / "records" / "records.sqlite").write_bytes(kept)
    else:
        load_dump(server(), kept.decode().replace(_ANY, shelf_of(home).schema))


def copy_tables(home: Path, target: Path) -> None:
    """Give ``target``, a copy of the files of ``home``, tables of its own that hold the same."""
    name = target / "database-schema"
    if server() and name.is_file():
        name.write_text(f"plant_{uuid.uuid4().hex[:12]}", encoding="utf-8")
        schema = shelf_of(home).schema
        load_dump(server(), dumped(server(), schema).replace(schema, shelf_of(target).schema))


def forget_tables(folder: Path) -> None:
    """Remove the tables of all homes but those in ``folder``."""
    while _opened:
        _opened.pop().close()
    if server():
        drop_schemas(server(), {name.read_text() for name in folder.rglob("database-schema")})


class OnPostgreSQL:
    """What is different where the tests run on a server: which are left out, and what every home is told."""

    url: ClassVar[str] = ""

    def __init__(self) -> None:
        self._stack = ExitStack()
        if SERVER not in os.environ:
            try:
                os.environ[SERVER] = self._stack.enter_context(running())
            except NoServer as reason:
                pytest.exit(f"--database postgresql: {reason}", returncode=4)
            self._stack.callback(os.environ.pop, SERVER)
        name = f"{os.environ.get('PYTEST_XDIST_WORKER', 'tests')}_{uuid.uuid4().hex[:8]}"
        type(self).url = os.environ["PLANT_DATABASE"] = self._stack.enter_context(database(os.environ[SERVER], name))
        self._read = Settings.read
        Settings.read = self._reading  # type: ignore[method-assign]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out what is about the files of SQLite."""
        for item in items:
            if mark := item.get_closest_marker("sqlite"):
                item.add_marker(pytest.mark.skip(reason=f"about a file of SQLite: {mark.args[0]}"))

    def pytest_unconfigure(self) -> None:
        """Stop the server, if it was started here."""
        del os.environ["PLANT_DATABASE"]
        self._stack.close()

    def _reading(self, environment: Mapping[str, str] | None = None, *, home: Path | None = None) -> Settings:
        settings = self._read(environment, home=home)
        return replace(settings, database=settings.database or server())
