"""Brings a database to the newest revision, all steps in one transaction. Each step is a file in ``versions``.

Of several processes that find an old or empty database one does it; the others wait, and find it done.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from plant_knowledge_ingest.postgres import alone, make_schema

VERSIONS = Path(__file__).parent / "versions"
TABLE = "alembic_version"
"""Where the revision of a database is written down."""


def newest(versions: Path = VERSIONS) -> str:
    """Return the newest revision: the number its file begins with."""
    return max(path.name.partition("_")[0] for path in versions.glob("[0-9]*.py"))


def bring_up_to_date(
    engine: Engine, revision: str | None = None, versions: Path = VERSIONS, table: str = TABLE
) -> None:
    """Migrate to ``revision``, by default the newest. Alembic is loaded only where there is something to do.

    ``versions`` are the steps: those of the records, or of other tables, whose revision is in another ``table``.
    """
    wanted = revision or newest(versions)
    with engine.connect() as connection:
        if current(connection, table) == wanted:
            return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(versions.parent).replace("%", "%%"))
    with engine.begin() as connection:
        make_schema(connection)
        alone(connection, table)
        if current(connection, table) != wanted:
            config.attributes.update(connection=connection, table=table)
            command.upgrade(config, revision or "head")


def current(connection: Connection, table: str = TABLE) -> str:
    """Return the revision of a database, or "" where it is empty."""
    if not inspect(connection).has_table(table):
        return ""
    return str(connection.exec_driver_sql(f"SELECT version_num FROM {table}").scalar() or "")  # noqa: S608 - a constant
