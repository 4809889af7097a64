"""The tables of a book: made where they are not there, with the columns that earlier versions did not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, MetaData, Table, inspect
from sqlalchemy.schema import CreateColumn

from plant_knowledge_ingest.postgres import make_schema

if TYPE_CHECKING:
    from plant_knowledge_ingest.book_engines import Engines


def make(engines: Engines, tables: MetaData) -> None:
    """Make what is missing of ``tables``; a book that has it all is only read."""
    with engines.reading.begin() as connection:
        if not any(_missing(connection, tables)):
            return
    with engines.writing.begin() as connection:
        make_schema(connection)
        tables.create_all(connection)
        for table, column in list(_missing(connection, tables)):
            connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {_told(connection, column)}")


def _missing(connection: Connection, tables: MetaData) -> Iterator[tuple[Table, Column[object]]]:
    """Yield the columns that the database does not have."""
    there = {
        (name, column["name"])
        for (_, name), columns in inspect(connection).get_multi_columns(filter_names=list(tables.tables)).items()
        for column in columns
    }
    for table in tables.sorted_tables:
        yield from ((table, column) for column in table.columns if (table.name, column.name) not in there)


def _told(connection: Connection, column: Column[object]) -> str:
    return str(CreateColumn(column).compile(dialect=connection.dialect))
