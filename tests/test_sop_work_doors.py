"""Procedures at work through Python, chat, HTTP and the command line."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from typer.testing import CliRunner

from plant_agents.declared.sop_doing import claim
from plant_agents.question import Question
from plant_copilot import Copilot, Settings, build_copilot
from plant_knowledge_ingest.principal import EVERYONE, Principal
from plant_tools.sop import kept
from plant_tools.sop.model import State
from plant_ui.api.app import build_app
from plant_ui.cli.app import app
from procedures import DOCUMENT, PAGES, approved
from tiny_plant import write_pdf

SOP = "SOP-SW-306-1"
ANNA = Principal("anna", frozenset({EVERYONE}))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plant")


@pytest.fixture(scope="module")
def copilot(home: Path) -> Iterator[Copilot]:
    with build_copilot(Settings.read({}, home=home)) as opened:
        opened.ingest([write_pdf(home / f"{DOCUMENT}.pdf", PAGES)])
        desk = opened.sops.desk
        kept_as = desk.keep(approved(), opened.local, by="Anna")
        with desk._open().writing() as connection:  # noqa: SLF001 - the manual of the test isolates nothing
            kept.change(connection, kept.find(connection, kept_as["sop"]), state=State.APPROVED)
        yield opened


@pytest.mark.parametrize(
    "text",
    ["Do SOP-SW-306-1", "SOP-SW-306-1 durchführen", "执行 SOP-SW-306-1", "Carry out SOP-SW-306-1 for order 10004711."],
)
def test_an_order_to_do_a_procedure_is_claimed(text: str) -> None:
    found = claim(Question(text, "auto", "", ANNA))
    assert found is not None
    assert found.arguments["sop"] == SOP
    assert claim(Question("How do I do the seal change?", "auto", "", ANNA)) is None


def test_the_chat_reads_the_warning_and_a_question_between_two_steps_changes_nothing(copilot: Copilot) -> None:
    copilot.ask(f"Do {SOP}", thread="t")
    for _ in range(5):
        copilot.ask("next", thread="t")
    answer = copilot.ask("0", thread="t")
    assert answer["pending"]["choices"] == ["understood", "repeat", "stop"]
    copilot.ask("What is the torque of the sealing bar of SW-306?", thread="t")
    refused = copilot.ask("next", thread="t")
    assert "cannot be skipped" in refused["pending"]["summary"]
    after = copilot.ask("verstanden", thread="t")
    assert "value" in after["pending"]["choices"]
    outside = copilot.decide("t", "value", {"value": "60", "decided_by": "Carl"})
    assert "Do not go on" in outside["pending"]["question"]
    assert "**Stopped at step 7." in f"**{copilot.ask('stop', thread='t')['answer']}"


def test_http_does_a_procedure_from_a_phone_and_prints_it(copilot: Copilot) -> None:
    held = BytesIO()
    Image.new("RGB", (8, 8)).save(held, "PNG")
    with TestClient(build_app(copilot), base_url="http://127.0.0.1", client=("192.168.0.7", 1)) as phone:
        assert "page.js" in phone.get(f"/sop/{SOP}").text
        run = phone.post("/api/sop-runs", json={"sop": SOP, "by": "Carl", "language": "de"}).json()
        place = f"/api/sop-runs/{run['run']}"
        assert phone.post(f"{place}/answer", json={"words": "weiter", "turn": 0}).json()["asked"]["number"] == 2
        photo = phone.post(f"{place}/photos", json={"picture": base64.b64encode(held.getvalue()).decode()}).json()
        assert phone.get(f"{place}/photos/{photo['entries'][-1]['text']}").headers["content-type"] == "image/png"
        refused = phone.post(f"{place}/answer", json={"words": "vielleicht"})
        assert (refused.status_code, refused.json()["remedy"][:9]) == (409, "Sagen Sie")
        assert (
            phone.get(f"/api/sops/{SOP}/file.pdf?version=1&language=zh-Hans&side_by_side=true").content[:5] == b"%PDF-"
        )
        assert phone.get(f"/api/sops/{SOP}/quiz").json()["questions"]
        assert phone.post("/api/sops/import", json={"name": "a.md", "content": ""}).status_code == 403


def test_the_command_line_does_teaches_and_brings_in(home: Path, copilot: Copilot, tmp_path: Path) -> None:
    copilot.close()  # the command opens the home itself

    def run(*words: str) -> str:
        done = CliRunner().invoke(app, ["--home", str(home), "sop", *words])
        assert done.exit_code == 0, done.output
        return done.output

    assert "Step 1 of 12" in run("do", SOP, "--by", "Carl", "--training")
    number = run("runs").split()[0]
    assert "Step 2 of 12" in run("say", number, "next")
    assert "Stopped at step 2" in run("say", number, "stop")
    run("export", SOP, str(tmp_path / "bar.docx"))
    assert (tmp_path / "bar.docx").read_bytes()[:2] == b"PK"
    assert "= WARNING" in run("cards", SOP)
    (tmp_path / "old.md").write_text("# Old way on SW-306\n\n## Steps\n1. Stop it.\n2. Tighten to 31 Nm.\n")
    assert "Nothing is locked out" in run("import", str(tmp_path / "old.md"), "--by", "Anna")
