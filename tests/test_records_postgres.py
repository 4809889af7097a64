"""The records on a PostgreSQL server, where one can be started: the same as on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from plant_copilot.sample_plant import build_records
from plant_knowledge_ingest.principal import Principal
from plant_tools.defects.tool import DefectsTool
from plant_tools.evidence import RecordsCitation
from plant_tools.records.datasets import forget
from plant_tools.records.errors import RecordsOutOfReach
from plant_tools.records.load import load
from plant_tools.records.quality.check import check
from plant_tools.records.store import Store
from plant_tools.records.tables import Sourced
from records_files import loaded, values
from upkeep import ALL

SAMPLE = Path(build_records.__file__).parent / "records"


@pytest.fixture
def store(postgres_url: str) -> Iterator[Store]:
    opened = Store(postgres_url)
    yield opened
    opened.close()


def test_the_tables_are_those_of_the_models(store: Store) -> None:
    with store.writing() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Sourced.metadata) == []


def test_records_are_loaded_found_again_checked_and_forgotten(store: Store) -> None:
    assert loaded(store, SAMPLE / "work-orders.csv").inserted == 387
    assert loaded(store, SAMPLE / "work-orders.csv").unchanged == 387
    counts = {finding.code: finding.count for finding in check(store, ALL, "plant")}
    assert (counts["maintenance_codes"], counts["batch_closing"], counts["giant_cost"]) == (9, 8, 1)
    assert forget(store, ALL, "plant")["held"]["work_orders"] == 387
    assert values(store, "SELECT count(*) FROM work_order") == [(0,)]


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(RecordsOutOfReach, match="read-only transaction"), store.reading(ALL) as connection:
        connection.execute(text("DELETE FROM dataset"))


def test_defects_are_counted_again_by_the_sql_of_the_server(postgres_url: str) -> None:
    store = Store(postgres_url)
    load(store, SAMPLE / "inspections.csv", dataset="bottles")
    tool = DefectsTool(lambda: store)
    for asked in ({"defect": "UFL"}, {"defect": "LAB", "factor": "supplier"}, {"factor": "shift"}):
        found = tool.call({**asked, "dataset": "bottles"}, Principal("a"))
        with store.reading(ALL) as connection:
            cited = found.evidence[0].citations[0]
            assert isinstance(cited, RecordsCitation)
            assert connection.execute(text(cited.query)).one()[0] == found.values["defective"]
            for one in (e for e in found.evidence if "defect_candidate" in e.details):
                told = one.details["defect_candidate"]
                assert connection.execute(text(told["sql"])).all()[1][1:3] == (told["defective"], told["pieces"])
    forget(store, ALL, "bottles")
    store.close()
