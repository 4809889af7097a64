"""Investigations through chat, HTTP and command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from copies import copy_home
from investigated_plant import copilot, investigated_home
from plant_copilot import Copilot, Settings, build_copilot
from plant_knowledge_ingest.principal import Principal
from plant_tools.investigation.errors import UnknownInvestigation
from plant_ui.api.app import build_app
from plant_ui.cli.app import app

__all__ = ["copilot", "investigated_home"]


@pytest.mark.slow
def test_the_chat_leads_to_an_approved_order_and_outlives_its_thread(copilot: Copilot) -> None:
    answer = copilot.ask("Ursachenanalyse: P-101 Förderstrom zu klein", thread="night")
    number = answer["pending"]["fields"]["investigation"]
    copilot.decide("night", "hand_over", {"decided_by": "Anna", "hand_over": "Bert"})
    answer = copilot.ask(f"Ursachenanalyse {number} fortsetzen", thread="day")
    for choice, words in (("other_cause", "Luft in der Saugleitung"), ("enough", ""), ("write_back", "")):
        fields = {"decided_by": "Bert"} | ({choice: words} if words else {})
        answer = copilot.decide("day", choice, fields)
    assert answer["pending"]["choices"] == ["approve", "edit", "reject"]
    done = copilot.decide("day", "approve", {"decided_by": "Bert"})
    order = copilot.investigations.show(number)["order"]
    assert order in done["answer"]
    assert [c["document"] for c in done["citations"]] == ["P-101 Betriebsanleitung"]


def test_what_goes_wrong_in_the_chat_is_said_and_asked_again(copilot: Copilot) -> None:
    copilot.ask("故障排查：LB-305 ER-038", thread="t")
    again = copilot.decide("t", "back", {"decided_by": "李"})
    assert "这是第一步：无法再返回。" in again["pending"]["summary"]
    assert again["pending"]["choices"] == ["isolated", "back", "hand_over", "stop"]


def test_http_has_the_same_session_and_names_what_is_wrong(copilot: Copilot) -> None:
    with TestClient(build_app(copilot), base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as client:
        begun = client.post("/api/investigations", json={"text": "P-101: Förderstrom zu klein", "by": "Anna"}).json()
        place = f"/api/investigations/{begun['investigation']}"
        assert client.get(place).json()["ranking"] == begun["ranking"]
        assert client.get(f"{place}/fishbone.svg").headers["content-type"] == "image/svg+xml"
        assert client.get(f"{place}/report/8d.docx").content[:2] == b"PK"
        wrong = client.post(f"{place}/answer", json={"answer": "maybe", "by": "Anna"})
        assert (wrong.status_code, wrong.json()["detail"]) == (
            422,
            "The answer is 'maybe'; it must be one of yes, no, unknown.",
        )
        assert client.get("/api/investigations/99").status_code == 404


def test_who_may_see_less_knows_nothing_of_it(copilot: Copilot) -> None:
    inside, guest = Principal("local", frozenset({"everyone", "maintenance"})), Principal("guest")
    (dataset,) = (one["dataset"] for one in copilot.records.datasets()["datasets"])
    copilot.records.set_rights(dataset, groups=["maintenance"])
    one = copilot.investigations.begin("P-101: Förderstrom zu klein", principal=inside)
    copilot.records.set_rights(dataset, groups=["everyone"])
    assert one["dataset"] == dataset
    seen = copilot.investigations.list(principal=guest)["investigations"]
    assert one["investigation"] not in {other["investigation"] for other in seen}
    with pytest.raises(UnknownInvestigation):
        copilot.investigations.show(one["investigation"], principal=guest)


def test_the_command_line_leads_a_session(investigated_home: Path, tmp_path: Path) -> None:
    copied = copy_home(investigated_home, tmp_path / "home")
    with build_copilot(Settings.read({}, home=copied)) as opened:
        opened.records.forget("brunnental")

    def run(*words: str) -> str:
        told = CliRunner().invoke(app, ["--home", str(copied), "rca", *words], catch_exceptions=False)
        assert told.exit_code == 0, told.stdout
        return told.stdout

    assert "Falsche Drehrichtung" in run("session", "begin", "P-101: Förderstrom zu klein", "--by", "Anna")
    assert "bestätigt" in run("session", "confirm", "1", "Luft in der Saugleitung", "--by", "Anna")
    run("export", "1", str(tmp_path / "8d.docx"))
    assert (tmp_path / "8d.docx").read_bytes()[:2] == b"PK"
