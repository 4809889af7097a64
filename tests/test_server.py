"""The life of a server: started, found, refused a second time, stopped, killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from commands import plant_copilot
from copies import copy_home
from plant_copilot import Settings, build_copilot
from plant_knowledge_ingest.ingestion import Progress
from plant_ui import running
from plant_ui.errors import ServerGone, ServerRefused
from plant_ui.remote import RemoteCopilot
from plant_ui.running import NOTE, Running
from tiny_plant import Server, serving, write_pdf

PAGES = 60
pytestmark = pytest.mark.slow


def alone(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    command = [sys.executable, "-m", "plant_ui.cli", "--home", str(home), *words]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def remote(home: Path) -> RemoteCopilot:
    server = running.find(home)
    assert server
    return RemoteCopilot(server)


@pytest.fixture
def home(tiny_home: Path, tmp_path: Path) -> Path:
    return copy_home(tiny_home, tmp_path / "home")


@pytest.fixture(scope="module")
def long_manual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A manual that takes some seconds; each page names a bearing of its own."""
    sentences = [f"Bearing ZX-{number:03} is greased with {number + 2} g of grease." for number in range(PAGES)]
    filler = "The grease is pressed in slowly while the shaft turns, until fresh grease comes out of the seal."
    pages = tuple((sentence, *(f"{step}. {filler}" for step in range(1, 4))) for sentence in sentences)
    return write_pdf(tmp_path_factory.mktemp("long") / "ZX bearings.pdf", pages)


def test_a_server_says_where_it_is_when_it_is_ready(tiny_server: Server) -> None:
    assert tiny_server.greeting.splitlines() == [
        "Warming up …",
        f"Plant Copilot is at {tiny_server.url}",
        "Ctrl-C stops it.",
    ]


def test_commands_find_the_server_by_its_note(tiny_server: Server) -> None:
    note = json.loads((tiny_server.home / NOTE).read_text(encoding="utf-8"))
    assert note["pid"] == tiny_server.process.pid
    assert tiny_server.url == f"http://127.0.0.1:{note['port']}"


def test_a_command_through_the_server_answers_what_the_server_answers(tiny_server: Server) -> None:
    asked = plant_copilot(tiny_server.home, "ask", "What does alarm E0712 mean?", "--json")
    answered = remote(tiny_server.home).ask("What does alarm E0712 mean?")
    own = {"seconds": 0, "thread": "", "support_code": ""}  # each is a conversation of its own
    assert json.loads(asked.stdout) | own == answered | own


def test_what_a_job_left_unread_is_brought_in_again_by_command(tiny_server: Server, tmp_path: Path) -> None:
    torn = tmp_path / "ZQ rollers.md"
    torn.write_bytes(b"")
    assert plant_copilot(tiny_server.home, "ingest", str(torn)).returncode == 1
    listed = plant_copilot(tiny_server.home, "jobs").stdout
    assert f"{torn}: there is no text in it" in listed
    again = plant_copilot(tiny_server.home, "retry")
    assert (again.returncode, "there is no text in it" in again.stderr) == (1, True)
    torn.write_text("# ZQ rollers\n\nTurn the ZQ rollers by hand once a week.\n", encoding="utf-8")
    report = json.loads(plant_copilot(tiny_server.home, "retry", "--json").stdout)
    assert (report["documents"], report["failed"]) == (1, [])
    nothing = plant_copilot(tiny_server.home, "retry", remote(tiny_server.home).jobs()["jobs"][0]["id"])
    assert (nothing.returncode, "left no file unread" in nothing.stderr) == (2, True)
    remote(tiny_server.home).forget("ZQ rollers")


def test_without_a_server_a_retry_says_what_to_do_instead(tmp_path: Path) -> None:
    told = plant_copilot(tmp_path, "retry")
    assert (told.returncode, "Ingest the files again" in told.stderr) == (2, True)


def test_a_second_server_on_the_same_home_is_refused(tiny_server: Server) -> None:
    second = alone(tiny_server.home, "serve", "--port", "0")
    assert (second.returncode, second.stdout, second.stderr.count("\n")) == (1, "", 1)
    assert f"A server already runs on {tiny_server.home}: {tiny_server.url}" in second.stderr


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        second = alone(tmp_path, "serve", "--port", str(port))
    assert (second.returncode, second.stdout, second.stderr.count("\n")) == (1, "", 1)
    assert f"Cannot listen on 127.0.0.1:{port}: another program listens there." in second.stderr
    assert f"--port {port + 1}" in second.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_server_that_is_stopped_leaves_the_home_free(tmp_path: Path, number: signal.Signals) -> None:
    with serving(tmp_path) as server:
        server.process.send_signal(number)
        assert server.process.wait(20) == 0
    assert not (tmp_path / NOTE).exists()
    with build_copilot(Settings.read({}, home=tmp_path)) as copilot:
        assert copilot.documents() == {"documents": [], "hidden": False}


def test_a_note_that_leads_to_another_server_counts_for_nothing(tiny_server: Server, tmp_path: Path) -> None:
    port = int(tiny_server.url.rsplit(":", 1)[1])
    running.leave_note(tmp_path, Running(os.getpid(), "127.0.0.1", port, "somebody else"))
    assert running.find(tmp_path) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}'])
def test_a_note_that_cannot_be_read_counts_for_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / NOTE).write_text(text, encoding="utf-8")
    assert running.find(tmp_path) is None


def test_questions_are_answered_while_documents_come_in_and_a_stop_ends_that(home: Path, long_manual: Path) -> None:
    with serving(home) as server, ThreadPoolExecutor() as pool:
        begun = Event()

        def tell(step: Progress) -> None:
            if step.page:
                begun.set()

        ingestion = pool.submit(remote(home).ingest, [long_manual], on_progress=tell)
        assert begun.wait(60)
        assert "90 °C" in remote(home).ask("What does alarm E0712 mean?")["answer"]
        with pytest.raises(ServerRefused, match="already taking in documents"):
            remote(home).ingest([long_manual])
        server.process.terminate()
        assert isinstance(ingestion.exception(60), ServerGone | ServerRefused)
        assert server.process.wait(30) == 0
    assert not (home / NOTE).exists()
    assert len(documents(home)) == 3


def test_an_ingestion_that_was_killed_is_continued_and_nothing_is_doubled(home: Path, long_manual: Path) -> None:
    with serving(home) as server:

        def kill(step: Progress) -> None:
            if step.page:
                server.process.kill()

        with pytest.raises(ServerGone):
            remote(home).ingest([long_manual], on_progress=kill)
    assert (home / NOTE).exists()
    assert running.find(home) is None
    assert len(documents(home)) == 3
    with build_copilot(Settings.read({}, home=home)) as copilot:
        report = copilot.ingest([long_manual])
        hits = copilot.search("ZX-050", limit=100)["hits"]
    assert (report["documents"], report["pages"], report["failed"]) == (1, PAGES, [])
    assert [hit["page"] for hit in hits if "ZX-050 " in hit["text"]] == [51]


def documents(home: Path) -> list[object]:
    listed = plant_copilot(home, "documents", "--json")
    return list(json.loads(listed.stdout)["documents"])
