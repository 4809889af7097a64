"""What a PostgreSQL server must keep that a file of SQLite gives by itself: turns, one moment, an order, an end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from databases import pasted
from plant_copilot import Settings, build_copilot
from plant_knowledge_ingest.shelf import Shelf
from plant_tools.assets.card import record_of, registered
from plant_tools.records import shadows
from plant_tools.records.load import carry_out, plan_for
from plant_tools.records.store import Store
from records_files import HEADINGS, loaded, write_csv
from upkeep import ALL


@pytest.fixture
def store(postgres_url: str) -> Iterator[Store]:
    opened = Store(postgres_url)
    yield opened
    opened.close()


def add_one(store: Store) -> int:
    """Write a data set under the number that comes after those that are there."""
    with store.writing() as connection:
        number = int(connection.execute(text("SELECT count(*) + 1 FROM dataset")).scalar_one())
        told = {"name": str(number), "now": datetime(2026, 1, 1)}  # noqa: DTZ001 - wall clock of the plant
        connection.execute(text("INSERT INTO dataset (name, time_zone, created_utc) VALUES (:name, '', :now)"), told)
    return number


def test_of_many_that_write_each_sees_what_the_one_before_wrote(store: Store) -> None:
    with ThreadPoolExecutor(4) as people:
        numbers = list(people.map(lambda _: add_one(store), range(20)))
    assert sorted(numbers) == list(range(1, 21))


def test_who_reads_sees_one_moment_whatever_is_written_meanwhile(store: Store) -> None:
    with store.reading(ALL) as connection:
        before = connection.execute(text("SELECT count(*) FROM dataset")).scalar_one()
        add_one(store)
        assert connection.execute(text("SELECT count(*) FROM dataset")).scalar_one() == before


def test_orders_without_a_day_come_after_those_with_one(store: Store, tmp_path: Path) -> None:
    days = ["", *(f"2025-02-{day:02} 08:00" for day in range(1, 21))]
    rows = [(f"WO-{n}", "P-7", "Leaks", "CM", day) for n, day in enumerate(days)]
    headings = (*HEADINGS[:4], "reported")
    loaded(store, write_csv(tmp_path / "open.csv", rows, headings), dataset="undated")
    (asset,) = (one for one in registered(store, ALL) if one.tag == "P-7")
    assert [order["order"] for order in record_of(store, ALL, asset)["open_orders"]][-1] == "WO-1"


def test_copilots_that_were_closed_leave_no_connection_but_those_that_the_next_one_takes(
    postgres: str, tmp_path: Path
) -> None:
    name = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'closed'"
    address = f"{postgres}&application_name=closed"

    def used() -> None:
        with build_copilot(Settings.read({"PLANT_DATABASE": address}, home=tmp_path)) as copilot:
            copilot.records.datasets()
            copilot.threads()
            copilot.unanswered()

    for _ in range(8):
        used()
    deadline = time.monotonic() + 20  # a server lets go of a connection a moment after its end
    while (left := int(pasted(postgres, name)[0][0])) > 5 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left <= 5  # what the books of the process share


def test_the_longest_name_of_a_schema_is_not_taken_for_that_of_its_views(postgres: str, tmp_path: Path) -> None:
    store = Store(Shelf(tmp_path, postgres, "plant_" + 57 * "x").address)
    loaded(store, write_csv(tmp_path / "orders.csv"))
    with store.writing() as connection:
        shadows.lift(connection)
    with store.reading(ALL) as connection:
        assert connection.execute(text("SELECT count(*) FROM work_order")).scalar_one() == 3
    store.close()


def test_who_reads_does_not_wait_for_the_first_load(postgres: str, tmp_path: Path) -> None:
    store = Store(Shelf(tmp_path, postgres).address)
    plan = plan_for(write_csv(tmp_path / "orders.csv"), None, {})
    with store.writing() as writer, store.reading(ALL) as reader:
        assert carry_out(writer, plan, "plant")[0].inserted == 3
        reader.execute(text("SET LOCAL lock_timeout = '1s'"))
        assert reader.execute(text("SELECT count(*) FROM work_order")).scalar_one() == 0
    store.close()
