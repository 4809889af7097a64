"""Questions that nothing answered, and how even the languages are: what to add, without telling who asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from copies import copy_home
from plant_copilot import Copilot, Settings, WrongUse, build_copilot
from plant_copilot.parity import measured
from plant_copilot.unanswered import grouped
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal
from plant_ui.api import looking_after
from plant_ui.api.app import build_app
from plant_ui.cli.app import app

CHANGE = """# Sealing machine SM-4

## {title}

1. {first}
2. {second}
3. {third}

## {other}

1. {fourth}
2. {fifth}
"""
ENGLISH = ("Change the oil filter", "Open the housing.", "Remove the filter.", "Fit the new filter.")
OTHER = ("Replace the drive belt", "Loosen the belt.", "Fit the new belt.")
GERMAN = ("Kühlwasser nachfüllen", "Deckel öffnen.", "Wasser auffüllen.", "Deckel schließen.")
ANDERES = ("Bremse einstellen", "Schraube lösen.", "Bremse einstellen und prüfen.")


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    home = copy_home(tiny_home, tmp_path_factory.mktemp("after") / "home")
    with build_copilot(Settings.read({}, home=home)) as opened:
        for who, text in (("ann", "How loud is the XR-9?"), ("bob", "Wie laut ist die XR-9?"), ("ann", "Hello!")):
            opened.ask(text, principal=Principal(who))
        opened.ask("Who won the cup?", principal=Principal("bob"))
        opened.ask("What does alarm E0712 mean?")
        yield opened


@pytest.fixture
def api(copilot: Copilot) -> TestClient:
    return TestClient(build_app(copilot), base_url="http://localhost", client=("127.0.0.1", 1))


def asked(*questions: str, **told: Any) -> list[tuple[str, dict[str, Any]]]:
    facts = {"refused": False, "pending": None, "tools": ["manuals"], "language": "en"} | told
    return [("2025-03-01T10:00", {"question": question, **facts}) for question in questions]


def vector(text: str) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Questions are as close as the numbers that they end with."""
    angle = float(text.rsplit(" ", 1)[1])
    return np.asarray([np.cos(angle), np.sin(angle)], np.float32)


def test_alike_questions_are_one_wish_and_the_most_frequent_stands_first() -> None:
    groups = grouped(asked("oil 0.0", "belt 1.5", "belt 1.6", "Belt  1.6", "oil 0.7"), vector)
    assert [(group.text, group.wordings.total()) for group in groups] == [
        ("belt 1.5", 3),
        ("oil 0.0", 1),
        ("oil 0.7", 1),
    ]


@pytest.mark.parametrize("told", [{"refused": True}, {"pending": {"kind": "x"}}, {"tools": []}])
def test_refusals_decisions_and_greetings_are_no_wishes(told: dict[str, Any]) -> None:
    assert grouped(asked("oil 0.0", **told), vector) == []


def test_what_nobody_could_answer_is_told_with_what_to_add_and_without_names(copilot: Copilot) -> None:
    told = copilot.unanswered()
    assert (told["questions"], told["unanswered"]) == (5, 3)
    first, second = told["groups"]
    assert {first["text"], *first["also"]} == {"How loud is the XR-9?", "Wie laut ist die XR-9?"}
    assert (first["count"], first["languages"], first["hint"], first["subject"]) == (
        2,
        ["de", "en"],
        "unknown_name",
        "XR9",
    )
    assert (second["text"], second["hint"]) == ("Who won the cup?", "no_document")
    assert "ann" not in json.dumps(told)
    assert "bob" not in json.dumps(told)


def test_both_are_the_same_through_every_door(copilot: Copilot, api: TestClient) -> None:
    wishes, parity = api.get("/api/unanswered", params={"days": 7}).json(), api.get("/api/parity").json()
    looking_after.Unanswered.model_validate(wishes)
    looking_after.Parity.model_validate(parity)
    assert (wishes, parity) == (copilot.unanswered(days=7), copilot.parity())


def test_other_machines_are_not_told_what_people_asked(copilot: Copilot) -> None:
    elsewhere = TestClient(build_app(copilot), base_url="http://localhost", client=("192.0.2.1", 1))
    assert [elsewhere.get(path).status_code for path in ("/api/unanswered", "/api/parity")] == [403, 403]


def test_numbers_that_cannot_be_meant_are_refused(copilot: Copilot) -> None:
    with pytest.raises(WrongUse, match="days is 0"):
        copilot.unanswered(days=0)


def test_the_commands_print_what_to_do(tiny_home: Path, tmp_path: Path) -> None:
    home = copy_home(tiny_home, tmp_path / "home")
    told = CliRunner().invoke(app, ["--home", str(home), "unanswered", "--days", "7"])
    assert told.stdout == "0 of 0 questions in 7 days had no answer.\n"
    parity = CliRunner().invoke(app, ["--home", str(home), "parity"]).stdout
    assert "de: 1 documents, 1 passages, 0 titles" in parity
    assert "-> too few titles to judge" in parity


def test_titles_are_asked_in_every_language_and_found_by_the_glossary(library: Library, folder: Path) -> None:
    for name, (title, *steps), (other, *more) in (("SM-4", ENGLISH, OTHER), ("SM-5", GERMAN, ANDERES)):
        words = dict(zip(("first", "second", "third", "fourth", "fifth"), (*steps, *more), strict=True))
        (folder / f"{name}.md").write_text(CHANGE.format(title=title, other=other, **words))
    library.ingest([folder])
    german, english = sorted(measured(library, Principal("p"))["languages"], key=lambda one: one["documents_in"])
    assert (german["documents_in"], german["asked"], english["asked"]) == ("de", 2, 2)
    assert [share["first"] for share in english["found"]] == [2, 2, 2, 2]
    assert [share["found"] for share in german["found"]] == [2, 2, 2, 2]
    assert german["advice"] == [{"code": "few_titles", "questions_in": ""}]
