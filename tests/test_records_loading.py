"""Records are loaded all or none, once however often, and nothing is filled in that the file does not say."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from databases import by_hand, database_of, records_of, server
from plant_tools.records.errors import MappingInvalid
from plant_tools.records.store import Store
from records_files import HEADINGS, ORDERS, loaded, values, write_csv


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = records_of(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "orders.csv")


def test_orders_become_rows_with_their_times_types_and_amounts(store: Store, orders: Path) -> None:
    report = loaded(store, orders)
    assert (report.rows, report.loaded, report.refused_rows, report.warnings) == (3, 3, 0, ())
    fields = "source_id, asset_tag, wo_type, type_word, finished_at, downtime_min, cost, currency"
    assert values(store, f"SELECT {fields} FROM work_order WHERE source_id = 'WO-1'") == [  # noqa: S608 - ours
        ("WO-1", "P-101", "corrective", "CM", "2025-02-03 09:40:00", 210.0, 1240.5, "EUR")
    ]


def test_loading_again_changes_nothing(store: Store, orders: Path) -> None:
    loaded(store, orders)
    again = loaded(store, orders)
    assert (again.loaded, again.inserted, again.updated, again.unchanged) == (3, 0, 0, 3)
    assert values(store, "SELECT count(*) FROM work_order") == [(3,)]


def test_a_row_that_has_changed_replaces_the_old_one(store: Store, orders: Path) -> None:
    loaded(store, orders)
    changed = [(*ORDERS[0][:6], "1300.00", "EUR"), *ORDERS[1:]]
    report = loaded(store, write_csv(orders, changed))
    assert (report.inserted, report.updated, report.unchanged) == (0, 1, 2)
    assert values(store, "SELECT cost FROM work_order WHERE source_id = 'WO-1'") == [(1300.0,)]


def test_what_the_file_does_not_say_stays_open(store: Store, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "bare.csv", [("1", "P-101", "Seal leaks", "12.50")], ("id", "asset", "text", "cost"))
    report = loaded(store, file)
    assert report.warnings[-1].startswith("Costs have no currency, and none was assumed.")
    unknown = "wo_type, finished_at, downtime_min, currency, assigned_to, completed_by"
    assert values(store, f"SELECT {unknown} FROM work_order") == [(None,) * 6]  # noqa: S608 - ours


def test_columns_that_are_not_known_are_kept_under_their_heading(store: Store, tmp_path: Path) -> None:
    headings = (*HEADINGS, "Oil colour", "Remark 2")
    file = write_csv(tmp_path / "more.csv", [(*ORDERS[0], "brown", ""), (*ORDERS[1], "clear", "ok")], headings)
    assert loaded(store, file).left_over == ("Oil colour", "Remark 2")
    kept = [json.loads(row[0]) for row in values(store, "SELECT extra FROM work_order ORDER BY source_id")]
    assert kept == [{"Oil colour": "brown"}, {"Oil colour": "clear", "Remark 2": "ok"}]


def test_rows_without_an_id_get_one_from_their_content_and_equal_rows_are_all_kept(
    store: Store, tmp_path: Path
) -> None:
    rows = [ORDERS[0][1:], ORDERS[0][1:], ORDERS[1][1:]]
    file = write_csv(tmp_path / "nameless.csv", rows, HEADINGS[1:])
    report = loaded(store, file)
    assert report.inserted == 3
    assert report.warnings[0].startswith("3 rows have no id and got one from their content")
    assert loaded(store, file).unchanged == 3
    assert values(
        store, "SELECT count(DISTINCT source_id), count(*) FILTER (WHERE id_from_content) FROM work_order"
    ) == [(3, 3)]


def test_the_same_order_twice_counts_once_and_a_contradiction_is_refused(store: Store, tmp_path: Path) -> None:
    contradiction = (*ORDERS[0][:2], "Seal replaced", *ORDERS[0][3:])
    report = loaded(store, write_csv(tmp_path / "twice.csv", [ORDERS[0], ORDERS[0], contradiction]))
    assert (report.loaded, report.repeated, report.refused_rows) == (1, 1, 1)
    assert (report.refused[0].row, report.refused[0].field) == (4, "source_id")
    assert report.refused[0].reason == "'WO-1' stands in row 2 already, with other content"


def test_data_sets_do_not_mix(store: Store, orders: Path) -> None:
    loaded(store, orders, dataset="north")
    assert loaded(store, orders, dataset="south").inserted == 3
    assert values(store, "SELECT count(*) FROM work_order") == [(6,)]


def test_assets_that_orders_name_are_listed_and_a_list_of_assets_completes_them(store: Store, orders: Path) -> None:
    loaded(store, orders)
    assert values(store, "SELECT tag, name, only_mentioned FROM asset ORDER BY tag") == [
        ("FL-303", None, 1),
        ("P-101", None, 1),
    ]
    rows = [("P-101", "CIP supply pump", "NHC-20417")]
    loaded(store, write_csv(orders.with_name("assets.csv"), rows, ("Asset ID", "Name", "Serial Number")))
    assert values(store, "SELECT name, serial, only_mentioned FROM asset WHERE tag = 'P-101'") == [
        ("CIP supply pump", "NHC-20417", 0)
    ]


def test_an_event_that_gives_only_a_name_finds_the_tag_of_its_asset(store: Store, tmp_path: Path) -> None:
    loaded(store, write_csv(tmp_path / "a.csv", [("CWC04009", "Chiller 9")], ("equipment_id", "equipment_name")))
    rows = [("2020-06-01 10:00", "chiller 9", "RUL0018"), ("2020-06-02 10:00", "Chiller 10", "RUL0018")]
    report = loaded(store, write_csv(tmp_path / "events.csv", rows, ("timestamp", "asset_name", "alarm code")))
    assert report.table == "events"
    assert values(store, "SELECT asset_tag, asset_name FROM event ORDER BY started_at") == [
        ("CWC04009", "chiller 9"),
        ("Chiller 10", "Chiller 10"),
    ]


def test_a_constant_of_the_mapping_is_what_its_writer_knows(store: Store, orders: Path) -> None:
    columns = {"wo_id": "source_id", "asset": "asset_tag", "description": "description", "cost": "cost"}
    loaded(store, orders, {"table": "work_orders", "columns": columns, "constants": {"currency": "CHF"}})
    assert values(store, "SELECT DISTINCT currency FROM work_order") == [("CHF",)]


def test_the_plants_own_words_are_read_by_the_mapping_and_others_are_told(store: Store, tmp_path: Path) -> None:
    rows = [("1", "P-101", "a", "ZM10"), ("2", "P-101", "b", "ZQ77")]
    file = write_csv(tmp_path / "own.csv", rows, ("order", "asset", "text", "type"))
    columns = {"order": "source_id", "asset": "asset_tag", "text": "description", "type": "wo_type"}
    words = {"wo_type": {"ZM10": "corrective"}}
    report = loaded(store, file, {"table": "work_orders", "columns": columns, "words": words})
    assert report.warnings[0].startswith("Column 'type': 'ZQ77' is not understood; the words are kept.")
    assert values(store, "SELECT wo_type, type_word FROM work_order ORDER BY source_id") == [
        ("corrective", "ZM10"),
        (None, "ZQ77"),
    ]


def test_a_file_without_assets_is_told_what_is_missing(store: Store, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "odd.csv", [("1", "2025-01-01", "x")], ("wo_id", "finished", "description"))
    with pytest.raises(MappingInvalid, match="no column was recognised for asset_tag or asset_name or location_code"):
        loaded(store, file)


def test_a_file_that_is_no_list_of_records_is_not_taken_for_one(store: Store, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "quiz.csv", [("1", "sum", "How much?", "12")], ("id", "type", "question", "answer"))
    with pytest.raises(MappingInvalid, match="no column was recognised for"):
        loaded(store, file)


def wait_for_a_megabyte(home: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until a process has written that much in a transaction that it has not committed."""
    log = home / "records" / "records.sqlite-wal"
    with by_hand(database_of(home)) as database:
        while process.poll() is None:
            if server():
                size = int(database.execute(text("SELECT pg_total_relation_size('work_order')")).scalar_one())
            else:
                size = log.stat().st_size if log.exists() else 0
            if size > 1_000_000:
                return
            time.sleep(0.01)


@pytest.mark.slow
def test_a_load_that_is_killed_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    rows = [(f"WO-{n}", *ORDERS[0][1:]) for n in range(60_000)]
    file = write_csv(tmp_path / "many.csv", rows)
    records_of(tmp_path).close()
    command = [sys.executable, "-m", "plant_ui.cli", "--home", str(tmp_path), "records", "load", str(file)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        wait_for_a_megabyte(tmp_path, process)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    store = records_of(tmp_path)
    assert values(store, "SELECT (SELECT count(*) FROM work_order), (SELECT count(*) FROM import_run)") == [(0, 0)]
    store.close()
