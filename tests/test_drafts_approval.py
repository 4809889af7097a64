"""Approval: a person decides, it is written once, whatever is sent again, killed in between or loaded afterwards."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from databases import database_of, let_shrink, records_of
from plant_tools.drafts.desk import DraftDesk
from plant_tools.drafts.errors import DraftDecided, DraftInvalid, UnknownDraft
from plant_tools.history.execute import History
from plant_tools.history.query import HistoryQuery
from plant_tools.records.datasets import forget
from plant_tools.records.errors import RecordsOutOfReach
from plant_tools.records.load import load
from plant_tools.records.store import Store
from upkeep import ALL

HEAD = "id,asset,description,type,status,reported,problem code,problem text,reference\n"
ROWS = """W-1,P-101,Mechanical seal leaking,corrective,closed,2025-01-02 06:00,SEAL,Seal leaking,
W-2,P-101,Motor bearing loud,corrective,open,2025-01-09 06:00,BRG,Bearing failure,
"""


def export(folder: Path, rows: str = ROWS) -> Path:
    file = folder / "orders.csv"
    file.write_text(HEAD + rows)
    return file


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = records_of(tmp_path)
    load(opened, export(tmp_path), dataset="plant")
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store) -> DraftDesk:
    return DraftDesk(lambda: store, None)


def orders(store: Store) -> list[tuple[str, str]]:
    with store.reading(ALL) as connection:
        found = connection.execute(text("SELECT source_id, state FROM work_order ORDER BY source_id"))
        return [(row[0], row[1]) for row in found]


def leak(desk: DraftDesk, key: str = "") -> int:
    return int(desk.create("P-101 leaks at the seal, down 20 min", ALL, now="2025-01-10 07:30", key=key)["draft"])


def test_nothing_is_written_before_a_person_approves(desk: DraftDesk, store: Store) -> None:
    draft = leak(desk)
    assert [number for number, _ in orders(store)] == ["W-1", "W-2"]
    approved = desk.approve(draft, ALL, by="Kim")
    assert (approved["written"], approved["order"], approved["decided_by"]) == (True, f"COPILOT-{draft:06d}", "Kim")
    assert (approved["order"], "open") in orders(store)


def test_a_decision_needs_a_name(desk: DraftDesk) -> None:
    with pytest.raises(DraftInvalid, match="name of a person"):
        desk.approve(leak(desk), ALL, by=" ")


def test_history_counts_what_was_approved_and_knows_its_source(desk: DraftDesk, store: Store) -> None:
    desk.approve(leak(desk), ALL, by="Kim")
    assert History(store).answer(HistoryQuery.read({"metric": "count", "assets": ["P-101"]}), ALL).value == 3
    ours = HistoryQuery.read({"metric": "count", "where": [{"field": "source", "contains": "plant-copilot"}]})
    assert History(store).answer(ours, ALL).value == 1


def test_sending_or_approving_again_writes_once(desk: DraftDesk, store: Store) -> None:
    first, second = leak(desk, "same"), leak(desk, "same")
    assert first == second
    assert [desk.approve(first, ALL, by=name)["written"] for name in ("Kim", "Lee")] == [True, False]
    assert len(orders(store)) == 3


def test_of_two_people_at_once_one_approves(desk: DraftDesk, store: Store) -> None:
    draft = leak(desk)
    with ThreadPoolExecutor(4) as people:
        written = list(people.map(lambda n: desk.approve(draft, ALL, by=f"person {n}")["written"], range(4)))
    assert sorted(written) == [False, False, False, True]
    assert len(orders(store)) == 3
    assert desk.audit(ALL)["intact"]


def test_a_process_killed_before_the_end_of_approval_has_written_nothing(desk: DraftDesk, tmp_path: Path) -> None:
    draft = leak(desk)
    code = (
        "import os, signal, sys\n"
        "from plant_tools.records import audit\n"
        "from plant_tools.records.store import Store; from plant_tools.drafts.desk import DraftDesk\n"
        "from plant_knowledge_ingest.principal import Principal\n"
        "def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)\n"
        "audit.enter = die\n"
        "store = Store(sys.argv[1])\n"
        "DraftDesk(lambda: store, None).approve(int(sys.argv[2]), Principal('kim'), by='Kim')"
    )
    killed = subprocess.run([sys.executable, "-c", code, database_of(tmp_path), str(draft)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert desk.show(draft, ALL)["state"] == "pending"
    assert desk.approve(draft, ALL, by="Kim")["written"] is True


def test_what_was_rejected_cannot_be_approved(desk: DraftDesk, store: Store) -> None:
    draft = leak(desk)
    assert desk.reject(draft, ALL, by="Kim", reason="known")["reason"] == "known"
    with pytest.raises(DraftDecided, match="was rejected by Kim"):
        desk.approve(draft, ALL, by="Lee")
    assert len(orders(store)) == 2


def test_a_person_approves_what_that_person_has_seen(desk: DraftDesk) -> None:
    draft = leak(desk)
    desk.edit(draft, {"downtime_min": "45"}, ALL, by="Lee", version=1)
    with pytest.raises(DraftDecided, match="changed since version 1"):
        desk.approve(draft, ALL, by="Kim", version=1)
    assert desk.approve(draft, ALL, by="Kim", version=2)["fields"]["downtime_min"] == 45


def test_what_is_missing_is_named_and_can_be_added(desk: DraftDesk) -> None:
    draft = desk.create("something leaks in the hall", ALL)["draft"]
    with pytest.raises(DraftInvalid, match="asset_tag is missing"):
        desk.approve(draft, ALL, by="Kim")
    with pytest.raises(DraftInvalid, match="no asset 'P-999'"):
        desk.edit(draft, {"asset_tag": "P-999"}, ALL)
    assert desk.edit(draft, {"asset_tag": "p-101"}, ALL)["fields"]["asset_tag"] == "P-101"
    assert desk.approve(draft, ALL, by="Kim")["written"] is True


def test_a_close_out_closes_the_open_order(desk: DraftDesk, store: Store) -> None:
    draft = desk.create("done: bearing of P-101 replaced, 3 hours of work", ALL, now="2025-01-10 12:00")
    assert (draft["fields"]["order_id"], draft["fields"]["labour_h"]) == ("W-2", 3)
    desk.approve(draft["draft"], ALL, by="Kim")
    assert ("W-2", "done") in orders(store)


def test_loading_the_export_again_neither_destroys_nor_doubles(desk: DraftDesk, store: Store, tmp_path: Path) -> None:
    order = desk.approve(leak(desk), ALL, by="Kim")["order"]
    desk.approve(desk.create("done: W-2 bearing replaced", ALL, now="2025-01-10 12:00")["draft"], ALL, by="Kim")
    load(store, export(tmp_path), dataset="plant")
    load(store, export(tmp_path, ROWS.replace("loud", "very loud")), dataset="plant")
    assert orders(store) == [(order, "open"), ("W-1", "done"), ("W-2", "done")]


def test_an_order_that_comes_back_under_another_number_is_there_once(
    desk: DraftDesk, store: Store, tmp_path: Path
) -> None:
    order = desk.approve(leak(desk), ALL, by="Kim")["order"]
    back = f"W-3,P-101,P-101 leaks [{order}],corrective,open,2025-01-10 07:30,SEAL,Seal leaking,{order}\n"
    load(store, export(tmp_path, ROWS + back), dataset="plant")
    assert [number for number, _ in orders(store)] == ["W-1", "W-2", "W-3"]
    assert desk.audit(ALL)["entries"][-1]["action"] == "superseded"


def test_a_draft_of_a_forgotten_data_set_says_so(desk: DraftDesk, store: Store) -> None:
    draft = leak(desk)
    forget(store, ALL, "plant")
    with pytest.raises(DraftInvalid, match="not loaded any more"):
        desk.approve(draft, ALL, by="Kim")
    assert desk.reject(draft, ALL, by="Kim")["state"] == "rejected"


def test_the_audit_book_can_only_grow(desk: DraftDesk, store: Store) -> None:
    desk.approve(leak(desk), ALL, by="Kim")
    for statement in ("DELETE FROM audit_entry", "UPDATE audit_entry SET entry = '{}'"):
        with pytest.raises((DBAPIError, RecordsOutOfReach), match="only grow"), store.writing() as connection:
            connection.execute(text(statement))
    assert [entry["action"] for entry in desk.audit(ALL)["entries"]] == ["drafted", "approved"]


def test_a_changed_entry_breaks_the_chain(desk: DraftDesk, store: Store) -> None:
    desk.approve(leak(desk), ALL, by="Kim")
    with store.writing() as connection:
        let_shrink(connection)
        connection.execute(text("UPDATE audit_entry SET entry = replace(entry, 'Kim', 'Lee')"))
    assert (desk.audit(ALL)["intact"], desk.audit(ALL)["broken_at"]) == (False, 2)


def test_there_is_no_draft_of_that_number(desk: DraftDesk) -> None:
    with pytest.raises(UnknownDraft, match="no draft 99"):
        desk.show(99, ALL)
