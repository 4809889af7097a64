"""Procedures through chat, HTTP and command line; and what stays a question to the manuals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from copies import copy_home
from plant_agents.declared.sops import claim
from plant_agents.question import Question
from plant_copilot import Copilot, Settings, build_copilot
from plant_knowledge_ingest.principal import Principal
from plant_ui.api.app import build_app
from plant_ui.cli.app import app
from sop_plant import PUMP, RELIEF, SEAL

TASK = f"{SEAL} an P-101"


@pytest.fixture(scope="module")
def read_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that has read the manual of the pump. Only to be copied."""
    home = tmp_path_factory.mktemp("read-in") / "home"
    with build_copilot(Settings.read({}, home=home)) as opened:
        opened.ingest([PUMP])
    return home


@pytest.fixture(scope="module")
def copilot(read_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    home = copy_home(read_in, tmp_path_factory.mktemp("asked") / "home")
    with build_copilot(Settings.read({}, home=home)) as opened:
        yield opened


@pytest.mark.parametrize(
    "text",
    [
        "Write an SOP for replacing the seal of P-101",
        "Please draft a standard operating procedure for changing the oil of K-110",
        f"Schreibe eine SOP für {TASK}",
        "Bitte eine Arbeitsanweisung zum Ölwechsel an K-110 erstellen",
        "写一份PL-307更换回油滤芯的SOP",
        "寫一份K-110更換潤滑油的標準作業程序",
        "approve SOP-P-101-1",
        "SOP-P-101-1 freigeben",
        "批准 SOP-P-101-1",
    ],
)
def test_an_order_for_a_procedure_is_claimed(text: str) -> None:
    assert claim(Question(text, "auto", "", Principal("local"))) is not None


@pytest.mark.parametrize(
    "text",
    [
        "How do I change the oil of K-110?",
        "What does SOP-009 say about the acid step?",
        "Which SOP is for the film change?",
        "SOP for the film change",
        "Wie wechsle ich die Gleitringdichtung der P-101?",
        "Create a work order for P-101: leaks",
        "K-110怎么换油？",
        "SOP-017 在哪里？",
    ],
)
def test_a_question_is_not(text: str) -> None:
    assert claim(Question(text, "auto", "", Principal("local"))) is None


def test_the_chat_drafts_completes_and_has_another_person_approve(copilot: Copilot) -> None:
    pending = copilot.ask(f"Schreibe eine SOP für {TASK}", thread="sop")["pending"]
    assert pending["choices"] == ["submit", "edit", "leave"]
    places = {f"energies.{energy}.relieve": words for energy, words in RELIEF.items()}
    assert set(places) < set(pending["fields"])
    pending = copilot.decide("sop", "edit", {**places, "decided_by": "Anna"})["pending"]
    assert pending["choices"] == ["submit", "leave"]
    pending = copilot.decide("sop", "submit", {"decided_by": "Anna"})["pending"]
    again = copilot.decide("sop", "approve", {"decided_by": "Anna"})["pending"]
    assert ("kann sie nicht genehmigen" in again["summary"], again["choices"]) == (True, pending["choices"])
    done = copilot.decide("sop", "approve", {"decided_by": "Bert"})
    assert "ist von Bert freigegeben" in done["answer"]
    assert [one["state"] for one in copilot.sops.list(asset="P-101")["sops"]] == ["approved"]


def test_the_chat_says_what_cannot_be(copilot: Copilot) -> None:
    assert "is about X-9" in copilot.ask("Write an SOP for changing the oil of X-9")["answer"]
    assert "no procedure SOP-X-9-1" in copilot.ask("approve SOP-X-9-1")["answer"]
    assert copilot.ask("Write an SOP for bypassing the guard switch of P-101")["refused"]


def test_http_has_the_same_procedure_and_names_what_is_wrong(copilot: Copilot) -> None:
    with TestClient(build_app(copilot), base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as client:
        made = client.post("/api/sops", json={"text": TASK, "by": "Anna", "key": "http"}).json()
        place = f"/api/sops/{made['sop']}"
        assert client.get(place).json()["procedure"] == made["procedure"]
        refused = client.post(f"{place}/approve", json={"by": "Bert"})
        assert (refused.status_code, "in the state draft" in refused.json()["detail"]) == (409, True)
        assert client.get("/api/sops/SOP-0").status_code == 404
        wrong = client.post("/api/sops/energies", json={"text": "asset: P-1", "file": "s.yaml"})
        assert (wrong.status_code, wrong.json()["detail"]) == (422, "s.yaml: energies is empty.")
        assert "Elektrisch" in client.get("/api/sops/energies/form", params={"asset": "P-101"}).json()["form"]


def test_the_command_line_goes_from_a_task_to_an_approved_procedure(read_in: Path, tmp_path: Path) -> None:
    home = copy_home(read_in, tmp_path / "home")

    def run(*words: str, status: int = 0) -> str:
        told = CliRunner().invoke(app, ["--home", str(home), "sop", *words], catch_exceptions=False)
        assert told.exit_code == status, told.output
        return told.stdout

    assert "Laufradmutter nach Tabelle 4 anziehen." in run("draft", TASK, "--by", "Anna")
    assert "2 findings" in run("lint", "SOP-P-101-1", status=1)
    for energy, words in RELIEF.items():
        run("fill", "SOP-P-101-1", f"energies.{energy}.relieve", words, "--by", "Anna")
    run("submit", "SOP-P-101-1", "--by", "Anna")
    assert "freigegeben" in run("approve", "SOP-P-101-1", "--by", "Bert", "--yes")
    assert "approved" in run("list", "--state", "approved")
