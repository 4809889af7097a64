"""Rows of the tables that the plant's own work is kept in: added once by their key, found again, listed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Table, select


def by_key(connection: Connection, table: Table, key: str) -> Row[Any] | None:
    """Return the row that was made under ``key``, or None."""
    return connection.execute(select(table).where(table.c.key == key)).first()


def by_number(connection: Connection, table: Table, number: int, *, locked: bool = False) -> Row[Any] | None:
    """Return a row by its number, or None; ``locked``: nobody else can change it until the transaction ends."""
    chosen = select(table).where(table.c.id == number)
    return connection.execute(chosen.with_for_update() if locked else chosen).first()


def latest_first(connection: Connection, table: Table, **wanted: str) -> list[Row[Any]]:
    """Return the rows whose columns hold what is ``wanted``, latest first; an empty text wants nothing of a column."""
    chosen = select(table).order_by(table.c.id.desc())
    for column, value in wanted.items():
        chosen = chosen.where(table.c[column] == value) if value else chosen
    return list(connection.execute(chosen))
