"""Which procedure is meant where no glossary knows its words; and which steps a model may say are the same."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from papers import line, page
from plant_agents.models.watched import WatchedModel
from plant_agents.phrasing.pairing import paired
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.passage import Document, Passage
from plant_knowledge_ingest.readers.page import Heading
from plant_knowledge_ingest.split import passages
from plant_tools.sop.drafting.by_words import by_words
from scripted_model import ScriptedModel

CNC = Document("CNC manual", "", "0" * 64, "CNC manual")
FIRST = {"a": "Undo the hood.", "b": "Tighten the nut to 65 Nm."}
SECOND = {"x": "Undo the hood.", "y": "Tighten the nut to 56 Nm.", "z": "Do not undo the hood."}


def under(*headings: str) -> Passage:
    told = tuple(Heading(level, title, 0) for level, title in enumerate(headings, 1))
    return passages(CNC, page(line("1. Press the button."), headings=told), "en")[0]


@pytest.mark.parametrize(
    ("task", "headings"),
    [
        ("making a single cut", ("Single Cut",)),
        ("在 Debian Buster 上安装", ("Installing on Debian Buster (with Preempt-RT kernel)",)),
        ("touching off a tool in X", ("Tool Touch Off", "X Touch Off")),
        ("editing a root file with the GUI", ("Editing a Root File", "The GUI Way")),
        ("Eine Datei als root mit der GUI bearbeiten", ("Bearbeiten einer root-Datei", "Der GUI-Weg")),
    ],
)
def test_a_procedure_is_named_by_the_words_of_its_headings(task: str, headings: tuple[str, ...]) -> None:
    other, meant = under("Custom User Buttons"), under(*headings)
    assert by_words(task, [other, meant], Glossary.read()) is meant


@pytest.mark.parametrize("task", ["changing the oil", "cut", "安装轴承", "installing on Ubuntu Precise"])
def test_another_task_names_none(task: str) -> None:
    told = [under("Single Cut"), under("Installing on Debian Buster"), under("Oil level")]
    assert by_words(task, told, Glossary.read()) is None


def told(reply: Any) -> list[tuple[str, str]]:
    model = ScriptedModel([reply]).openai()
    return paired(FIRST, SECOND, WatchedModel(model, 10.0), Glossary.read())


def test_a_pair_of_a_model_is_taken_only_where_neither_says_more() -> None:
    pairs = [["a", "x"], ["b", "y"], ["a", "z"], ["a", "q"]]
    assert told(json.dumps({"pairs": pairs})) == [("a", "x")]


@pytest.mark.parametrize("broken", ["no JSON", '{"pairs": [["a"]]}', httpx.Response(500), httpx.ConnectError("gone")])
def test_a_model_that_fails_proposes_nothing(broken: Any) -> None:
    assert told(broken) == []
