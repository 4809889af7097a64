"""The records on a PostgreSQL server, where one can be started: the same as on SQLite."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

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

SAMPLE = Path(build_records.__file__).parent / "records"


def programs() -> Path:
    """Return the folder of PostgreSQL's programs, or skip."""
    pytest.importorskip("psycopg", reason="the extra postgres is not installed")
    found = shutil.which("initdb") or next(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")), "")
    if not found:
        pytest.skip("PostgreSQL is not installed")
    return Path(found).resolve().parent


def its_user() -> str | None:
    """Return whom the server runs as: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        pytest.skip("PostgreSQL does not run as root, and there is no user postgres")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    folder, user = programs(), its_user()
    with socket.socket() as free, TemporaryDirectory(prefix="plant-postgres-", ignore_cleanup_errors=True) as place:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        if user:
            shutil.chown(place, user)
        data, control = Path(place) / "data", [str(folder / "pg_ctl"), "-D", str(Path(place) / "data"), "-w"]
        made = [str(folder / "initdb"), "-D", str(data), "-A", "trust", "-E", "UTF8", "--no-sync", "-U", "plant"]
        subprocess.run(made, check=True, user=user, stdout=subprocess.DEVNULL, cwd=place)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={place} -c fsync=off"
        begin = [*control, "-o", options, "-l", str(Path(place) / "log"), "start"]
        subprocess.run(begin, check=True, user=user, stdout=subprocess.DEVNULL, cwd=place)
        try:
            yield f"postgresql+psycopg://plant@127.0.0.1:{port}/postgres"
        finally:
            end = [*control, "-m", "immediate", "stop"]
            subprocess.run(end, check=True, user=user, stdout=subprocess.DEVNULL, cwd=place)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store(url)
    yield opened
    opened.close()


def test_the_tables_are_those_of_the_models(store: Store) -> None:
    with store.writing() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Sourced.metadata) == []


def test_records_are_loaded_found_again_checked_and_forgotten(store: Store) -> None:
    assert loaded(store, SAMPLE / "work-orders.csv").inserted == 387
    assert loaded(store, SAMPLE / "work-orders.csv").unchanged == 387
    counts = {finding.code: finding.count for finding in check(store, "plant")}
    assert (counts["maintenance_codes"], counts["batch_closing"], counts["giant_cost"]) == (9, 8, 1)
    assert forget(store, "plant")["held"]["work_orders"] == 387
    assert values(store, "SELECT count(*) FROM work_order") == [(0,)]


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(RecordsOutOfReach, match="read-only transaction"), store.reading() as connection:
        connection.execute(text("DELETE FROM dataset"))


def test_defects_are_counted_again_by_the_sql_of_the_server(url: str) -> None:
    store = Store(url)
    load(store, SAMPLE / "inspections.csv", dataset="bottles")
    tool = DefectsTool(lambda: store)
    for asked in ({"defect": "UFL"}, {"defect": "LAB", "factor": "supplier"}, {"factor": "shift"}):
        found = tool.call({**asked, "dataset": "bottles"}, Principal("a"))
        with store.reading() as connection:
            cited = found.evidence[0].citations[0]
            assert isinstance(cited, RecordsCitation)
            assert connection.execute(text(cited.query)).one()[0] == found.values["defective"]
            for one in (e for e in found.evidence if "defect_candidate" in e.details):
                told = one.details["defect_candidate"]
                assert connection.execute(text(told["sql"])).all()[1][1:3] == (told["defective"], told["pieces"])
    forget(store, "bottles")
    store.close()
