"""The database of the records: migrated when it is opened, read by connections that cannot write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from databases import database_of, records_of
from plant_tools.records.errors import RecordsOutOfReach
from plant_tools.records.migrations import bring_up_to_date, current, newest
from plant_tools.records.store import Store
from plant_tools.records.tables import Sourced
from upkeep import ALL


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = records_of(tmp_path)
    yield opened
    opened.close()


def test_an_empty_database_gets_exactly_the_tables_of_the_models(store: Store) -> None:
    with store.writing() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Sourced.metadata) == []


def test_opening_brings_an_older_database_up_to_date(tmp_path: Path) -> None:
    url = database_of(tmp_path, "old.sqlite")
    engine = create_engine(url)
    bring_up_to_date(engine, "0001")
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO dataset (name, time_zone, created_utc) VALUES ('a', '', '2025-01-01')"))
        assert (current(connection), newest()) == ("0001", "0010")
    engine.dispose()
    store = Store(url)
    with store.reading(ALL) as connection:
        assert current(connection) == newest()
        assert connection.execute(text("SELECT name FROM dataset")).scalar() == "a"
    store.close()


def test_a_migration_can_be_taken_back_to_nothing(tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    from plant_tools.records import migrations

    engine = create_engine(database_of(tmp_path, "down.sqlite"))
    bring_up_to_date(engine)
    config = Config()
    config.set_main_option("script_location", str(Path(str(migrations.__file__)).parent))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    left = inspect(engine).get_table_names()
    engine.dispose()
    assert left == ["alembic_version"]


def test_a_reader_cannot_write(store: Store) -> None:
    with (
        pytest.raises(RecordsOutOfReach, match=r"readonly database|read-only transaction"),
        store.reading(ALL) as connection,
    ):
        connection.execute(text("DELETE FROM dataset"))


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    def begin_and_fail() -> None:
        with store.writing() as connection:
            connection.execute(
                text("INSERT INTO dataset (name, time_zone, created_utc) VALUES ('a', '', '2025-01-01')")
            )
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        begin_and_fail()
    with store.reading(ALL) as connection:
        assert connection.execute(text("SELECT count(*) FROM dataset")).scalar() == 0


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("sqlite:////no-such-folder/records.sqlite", "unable to open database file"),
        ("oracle-of-delphi://records", "cannot be used"),
        ("records", "Could not parse"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_with_the_right_form(url: str, reason: str) -> None:
    with pytest.raises(RecordsOutOfReach, match=reason):
        Store(url)


def test_a_password_is_not_told() -> None:
    with pytest.raises(RecordsOutOfReach) as refused:
        Store("postgresql+psycopg://plant:secret@127.0.0.1:1/records")
    assert "secret" not in str(refused.value)
