"""The audit log: what is entered, and that nothing can be done to it unseen."""

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
from starlette.testclient import TestClient

from commands import plant_copilot
from databases import by_hand, database_of, let_shrink, shelf_of
from plant_copilot import Copilot, Settings, build_copilot
from plant_copilot.audit.book import AuditBook
from plant_copilot.audit.entry import Act
from plant_copilot.audit.proving import prove
from plant_copilot.errors import UnknownThread
from plant_copilot.people.errors import SignInRefused, UnknownUser
from plant_evals.audit import HANDS, run_audit
from plant_ui.api.app import build_app

WRITER = """
import sys
from pathlib import Path
from plant_copilot.audit.book import AuditBook
from plant_copilot.audit.entry import Act
from plant_copilot.settings import Settings
book = AuditBook(Settings.read(home=Path(sys.argv[1])).shelf)
for number in range(int(sys.argv[2])):
    print(book.enter(Act("tina", "counted", str(number))).number, flush=True)
"""


@pytest.fixture
def copilot(tmp_path: Path) -> Iterator[Copilot]:
    with build_copilot(Settings.read({}, home=tmp_path / "home")) as opened:
        yield opened


def told(copilot: Copilot) -> list[tuple[str, str, str, str]]:
    """Return who did what on what, with what outcome, the oldest first."""
    entries = copilot.audit.list()["entries"][::-1]
    return [(one["who"], one["what"], one["subject"], one["outcome"]) for one in entries]


def test_every_manipulation_is_found_out() -> None:
    result = run_audit(len(HANDS), seed=3)
    assert result["found"] == len(HANDS)
    assert result["false_alarms"] == 0


def test_acts_are_entered_with_who_and_outcome_and_nothing_else(copilot: Copilot) -> None:
    copilot.user("add", "root", {"roles": ["admin"], "password": "a long enough one"})
    for name in ("root", "my-secret-word"):
        with pytest.raises(SignInRefused):
            copilot.people.sign_in.by_password(name, "wrong", "10.0.0.9")
    copilot.people.sign_in.by_password("root", "a long enough one", "10.0.0.9")
    with pytest.raises(UnknownThread):
        copilot.forget_thread("nowhere")
    assert told(copilot) == [
        ("local", "user added", "root: ['admin']; groups []; sites []; disabled: False", "done"),
        ("root", "signed in", "", "refused: SignInRefused"),
        ("somebody", "signed in", "", "refused: SignInRefused"),
        ("root", "signed in", "", "done"),
        ("local", "conversation forgotten", "nowhere", "refused: UnknownThread"),
    ]


def test_over_http_it_is_the_signed_in_person_who_acts(copilot: Copilot) -> None:
    copilot.user("add", "root", {"roles": ["admin"], "source": "oidc"})
    copilot.user("add", "tina", {"roles": ["technician"], "source": "oidc"})
    keys = {name: copilot.user("key", name, {"label": "test"})["key"] for name in ("root", "tina")}
    with TestClient(build_app(copilot), base_url="http://localhost") as client:
        root, tina = ({"Authorization": f"Bearer {keys[name]}"} for name in ("root", "tina"))
        client.patch("/api/users/tina", json={"groups": ["line 3"]}, headers=root)
        client.post("/api/ingest", json={"paths": ["/nowhere/manual.pdf"]}, headers=root)
        assert client.get("/api/audit", headers=tina).status_code == 403
        assert client.get("/api/audit/proof", headers=root).json()["intact"]
        while len(told(copilot)) < 7:
            time.sleep(0.02)
    acted = told(copilot)[4:]
    assert acted[0][:2] == ("root", "user changed")
    assert acted[1] == ("root", "documents ingested", "manual.pdf", "begun")


def test_processes_that_write_at_once_make_one_chain(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path), "15"]
    writers = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(3)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    proof = prove(AuditBook(shelf_of(tmp_path)))
    assert (proof.is_intact, proof.entries) == (True, 45)


def test_a_killed_writer_leaves_a_whole_log_with_all_it_was_told(tmp_path: Path) -> None:
    for _ in range(4):
        command = [sys.executable, "-c", WRITER, str(tmp_path), "1000"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout
            last = [int(writer.stdout.readline()) for _ in range(5)][-1]
            writer.send_signal(signal.SIGKILL)
        proof = prove(AuditBook(shelf_of(tmp_path)))
        assert proof.is_intact, proof.reason
        assert proof.entries >= last


def test_what_the_records_book_loses_the_home_s_book_tells(tmp_path: Path, copilot: Copilot) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text("Order;Asset;Text;Date\n1;P-101;Seal leaks;2024-01-02\n")
    copilot.records.load(orders)
    copilot.drafts.create("P-101 leaks again", by="Tina")
    assert copilot.audit.verify()["intact"]
    with by_hand(database_of(copilot.home)) as db:
        let_shrink(db)
        db.execute(text("DELETE FROM audit_entry"))
    proof = copilot.audit.verify()
    assert not proof["intact"]
    assert proof["records"]["reason"] == "Entry 1 is gone, or another than the home's log says."


def test_the_commands_list_and_prove(tmp_path: Path) -> None:
    AuditBook(shelf_of(tmp_path)).enter(Act("tina", "counted", "seven"))

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return plant_copilot(tmp_path, "audit", *words)

    assert "tina             counted                  seven" in run("list").stdout
    assert json.loads(run("verify", "--json").stdout)["entries"] == 1
    (tmp_path / "audit" / "head.json").unlink()
    broken = run("verify")
    assert (broken.returncode, broken.stderr) == (
        1,
        "plant-copilot: The latest head, which was kept beside the log, is gone.\n",
    )


def test_no_user_of_that_name_is_entered_as_refused(copilot: Copilot) -> None:
    with pytest.raises(UnknownUser):
        copilot.user("change", "nobody", {"disabled": True})
    assert told(copilot) == [("local", "user changed", "nobody", "refused: UnknownUser")]
