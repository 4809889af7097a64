"""What several processes that open the same tables of a PostgreSQL database agree on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LOCKED = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
_WHERE = text("SELECT current_schema(), current_setting('search_path')")


def alone(connection: Connection, name: str) -> None:
    """Let one transaction at a time go on from here, of all that say this ``name``; on SQLite there is but one."""
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCKED, {"name": name})


def make_schema(connection: Connection) -> None:
    """Make the schema that the address names, where it is not there yet; on SQLite there is none."""
    if connection.dialect.name != "postgresql":
        return
    there, path = connection.execute(_WHERE).one()
    if there is None:
        name = str(path).partition(",")[0].strip().strip('"')
        alone(connection, f"schema {name}")
        connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{name}"'))
