"""Feedback: kept beside the question, once a person and answer, listed for whom it concerns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from copies import copy_home
from plant_copilot import Copilot, Settings, build_copilot
from plant_copilot.errors import ThreadOfAnother, UnknownThread, WrongUse
from plant_copilot.feedback_book import FeedbackBook
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.shelf import Shelf
from plant_ui.api.app import build_app
from plant_ui.cli.app import app

ALARM = "What does alarm E0712 mean?"


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    home = copy_home(tiny_home, tmp_path_factory.mktemp("feedback") / "home")
    with build_copilot(Settings.read({}, home=home)) as made:
        made.ask(ALARM, thread="shift-3")
        made.ask("How often is the gear oil of gearbox GR-12 changed?", thread="shift-3")
        yield made


def test_a_thumb_is_kept_with_the_question_its_page_and_a_code(copilot: Copilot) -> None:
    kept = copilot.give_feedback("shift-3", "down", question=ALARM, reason="incomplete", comment="which cooler?")
    assert (kept["number"], kept["question"], kept["comment"]) == (1, ALARM, "which cooler?")
    assert kept["pages"] == [{"document": "GR-12 gearbox", "revision": "", "page": 2}]
    assert [one for one in copilot.feedback()["feedback"] if one["code"] == kept["code"]] == [kept]


def test_whoever_thinks_again_replaces_what_was_said(copilot: Copilot) -> None:
    first = copilot.give_feedback("shift-3", "down", number=2)
    again = copilot.give_feedback("shift-3", "up", number=2)
    assert first["code"] == again["code"]
    listed = copilot.feedback(verdict="up")["feedback"]
    assert [one["code"] for one in listed] == [again["code"]]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"verdict": "sideways"}, WrongUse),
        ({"verdict": "down", "reason": "ugly"}, WrongUse),
        ({"verdict": "down", "comment": "x" * 2_001}, WrongUse),
        ({"verdict": "up", "number": 9}, UnknownThread),
        ({"verdict": "up", "principal": Principal("other")}, ThreadOfAnother),
    ],
)
def test_what_cannot_be_meant_is_refused(copilot: Copilot, given: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        copilot.give_feedback("shift-3", **given)


def test_what_an_earlier_version_kept_is_taken_over_but_for_a_line_that_was_cut_off(tmp_path: Path) -> None:
    entry = {"code": "AB12CD34", "at": "2026-01-02", "verdict": "up", "thread": "t", "number": 1, "by": "local"}
    lines = [json.dumps(entry), json.dumps(entry | {"verdict": "down"}), '{"code": "12']
    (tmp_path / "feedback.jsonl").write_text("\n".join(lines))
    book = FeedbackBook(Shelf(tmp_path))
    assert [one["verdict"] for one in book.listed()] == ["down"]
    assert book.put(entry | {"at": "2026-01-03"})["code"] == "AB12CD34"
    assert [one["verdict"] for one in FeedbackBook(Shelf(tmp_path)).listed()] == ["up"]


def test_http_takes_a_thumb_of_ones_own_and_lists_them_on_this_machine_only(copilot: Copilot) -> None:
    here = TestClient(build_app(copilot), base_url="http://localhost", client=("127.0.0.1", 1))
    elsewhere = TestClient(build_app(copilot), base_url="http://localhost", client=("192.0.2.7", 1))
    given = {"thread": "shift-3", "verdict": "down", "number": 1, "reason": "unclear"}
    assert here.post("/api/feedback", json=given).json()["reason"] == "unclear"
    assert here.get("/api/feedback", params={"verdict": "down"}).json()["down"] >= 1
    assert elsewhere.post("/api/feedback", json=given).status_code in {401, 403, 404}
    assert elsewhere.get("/api/feedback").status_code in {401, 403}


@pytest.mark.sqlite("an earlier version left a file, which is taken over into a file")
def test_the_command_lists_what_was_said(tmp_path: Path) -> None:
    entry = {"code": "AB12CD34", "at": "2026-01-02T03:04:05", "verdict": "down", "reason": "wrong", "comment": ""}
    entry |= {"thread": "t", "number": "1", "by": "local", "question": ALARM}
    (tmp_path / "feedback.jsonl").write_text(json.dumps(entry) + "\n")
    told = CliRunner().invoke(app, ["--home", str(tmp_path), "feedback", "list"])
    assert "AB12CD34  2026-01-02T03:04  down  What does alarm E0712 mean?  (wrong)" in told.output
    assert "0 helped, 1 did not." in told.output
