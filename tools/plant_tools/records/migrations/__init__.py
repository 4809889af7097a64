"""Brings a database to the newest revision, all steps in one transaction. Each step is a file in ``versions``."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

VERSIONS = Path(__file__).parent / "versions"


def newest(versions: Path = VERSIONS) -> str:
    """Return the newest revision: the number its file begins with."""
    return max(path.name.partition("_")[0] for path in versions.glob("[0-9]*.py"))


def bring_up_to_date(engine: Engine, revision: str | None = None, versions: Path = VERSIONS) -> None:
    """Migrate to ``revision``, by default the newest. Alembic is loaded only where there is something to do.

    ``versions`` are the steps: those of the records, or of another database.
    """
    with engine.connect() as connection:
        if current(connection) == (revision or newest(versions)):
            return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(versions.parent).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision or "head")


def current(connection: Connection) -> str:
    """Return the revision of a database, or "" where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or "")
