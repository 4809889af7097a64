"""Copying the rows of one book, all of them or none: never over others, and no second time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Integer, Table, func, insert, select, text

from plant_copilot.errors import DatabaseRefused
from plant_knowledge_ingest.book import Book, Title
from plant_knowledge_ingest.shelf import Shelf

_AT_ONCE = 1_000

Tell = Callable[[str, int], None]
MOVED, THERE, NONE = "moved", "there", "none"
"""What became of a book: its rows were copied; they were there already; there was none."""


def copied(title: Title, source: Shelf, target: Shelf, tell: Tell) -> dict[str, Any]:
    """Copy a book between shelves in one transaction: {book, rows, state}.

    ``tell`` is told of its name and of the rows done. Raises ``DatabaseRefused`` where there are other rows already.
    """
    with closing(Book(source, title)) as old, closing(Book(target, title)) as new:
        if not old.is_there:
            return {"book": title.name, "rows": 0, "state": NONE}
        with old.reading() as here:
            if not _counted(here, title):
                return {"book": title.name, "rows": 0, "state": NONE}
            if new.is_there and (told := _met(title, new, here)):
                return told
            with new.writing() as there:
                return {"book": title.name, "rows": _all_copied(title, here, there, tell), "state": MOVED}


def held(title: Title, shelf: Shelf) -> int:
    """Return how many rows a book has."""
    with closing(Book(shelf, title)) as book:
        if not book.is_there:
            return 0
        with book.reading() as db:
            return _counted(db, title)


def _met(title: Title, new: Book, here: Connection) -> dict[str, Any] | None:
    """Return what there is to say where the target has rows; None where it has none. Raises ``DatabaseRefused``."""
    with new.reading() as there:
        if not (rows := _counted(there, title)):
            return None
        if any(_content(here, table) != _content(there, table) for table in title.tables.sorted_tables):
            raise DatabaseRefused(
                f"There are other rows of {title.name} already, in {new.place}.",
                remedy="Nothing was written over. Choose an empty schema: PLANT_DATABASE_SCHEMA; or an empty home.",
            )
    return {"book": title.name, "rows": rows, "state": THERE}


def _counted(db: Connection, title: Title) -> int:
    tables = title.tables.sorted_tables
    return sum(db.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def _all_copied(title: Title, here: Connection, there: Connection, tell: Tell) -> int:
    done = 0
    for table in title.tables.sorted_tables:
        for rows in _parts(here, table):
            there.execute(insert(table), rows)
            done += len(rows)
            tell(title.name, done)
        _count_on(there, table)
    return done


def _parts(db: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    order = list(table.primary_key.columns) or list(table.columns)
    found = db.execution_options(yield_per=_AT_ONCE).execute(select(table).order_by(*order))
    for part in found.mappings().partitions():
        yield [dict(row) for row in part]


def _count_on(db: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows after those that came with numbers; SQLite does so by itself."""
    key = table.autoincrement_column
    if db.dialect.name != "postgresql" or key is None or not isinstance(key.type, Integer):
        return
    name = db.dialect.identifier_preparer.format_table(table)
    last = db.scalar(select(func.max(key)))
    if last is not None and db.scalar(text("SELECT pg_get_serial_sequence(:t, :c)"), {"t": name, "c": key.name}):
        db.execute(
            text("SELECT setval(pg_get_serial_sequence(:t, :c), :last)"), {"t": name, "c": key.name, "last": last}
        )


def _content(db: Connection, table: Table) -> tuple[int, int]:
    """Return how many rows a table has, and a number of what is in them, in whatever order they come."""
    rows, mixed = 0, 0
    for row in db.execution_options(yield_per=_AT_ONCE).execute(select(table)):
        rows += 1
        mixed ^= int.from_bytes(sha256("\n".join(map(_plain, row)).encode()).digest())
    return rows, mixed


def _plain(value: object) -> str:
    """Return a value in words; PostgreSQL keeps no order of the names in JSON."""
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True)
    return repr(value)
