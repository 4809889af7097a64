"""Where nothing answers: no statement, and the places that come nearest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from copies import copy_home
from plant_agents.gaps import Gap, gap_text
from plant_agents.nearest import nearest_notices
from plant_copilot import Settings, build_copilot
from plant_copilot.wiring import open_library
from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.principal import Principal
from plant_tools.manuals.asking import Asked
from plant_tools.manuals.signs import Signs
from plant_tools.manuals.support import by_support
from plant_tools.manuals.tool import ManualsTool
from plant_tools.tool import Finding

LOCAL = Principal("local")


@pytest.fixture(scope="module")
def library(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The tiny manuals."""
    home = copy_home(tiny_home, tmp_path_factory.mktemp("nearest") / "home")
    opened = open_library(Settings.read({}, home=home))
    yield opened
    opened.close()


def best(library: Library, question: str) -> Signs:
    """The signs of the hit that would be quoted first."""
    result = library.search(question, LOCAL)
    documents = {entry.document.issue: entry.document for entry in library.documents(LOCAL)}
    asked = Asked.of(result.query, library.glossary)
    return by_support(result, asked, documents, library.glossary)[0][1]


def places(library: Library, question: str) -> list[str]:
    """The documents that are named where nothing answers."""
    finding = ManualsTool(library).call({"question": question}, LOCAL)
    assert finding.evidence == ()
    return [str(citation) for citation in finding.nearest]


def cited(page: int) -> PageCitation:
    return PageCitation("FL-303 manual", "C", page, "", (Rectangle(72, 90, 300, 102),), "Oil", "en")


def notices(language: str, *findings: Finding) -> list[tuple[str, str]]:
    """The notices of these findings, each a code and its text."""
    gaps = [Gap(None, finding) for finding in findings]  # type: ignore[arg-type]
    return [(notice.code, notice.text) for notice in nearest_notices(language, gaps)]


def test_what_a_manual_does_not_say_leads_to_its_pages(library: Library) -> None:
    assert "GR-12 gearbox, page 1" in places(library, "What is the weight of gearbox GR-12?")
    assert "VP-7 Vakuumpumpe, page 1" in places(library, "Welchen Schalldruckpegel hat die Vakuumpumpe VP-7?")


def test_what_has_nothing_to_do_with_the_plant_leads_nowhere(library: Library) -> None:
    assert places(library, "Who painted the Mona Lisa?") == []
    assert places(library, "明天天气怎么样？") == []


def test_a_question_about_a_machine_without_a_manual_leads_nowhere(library: Library) -> None:
    assert places(library, "Which oil does the forklift take?") == []
    assert places(library, "Wie oft wird das Öl vom Gabelstapler gewechselt?") == []


def test_at_most_two_pages_are_named_and_none_twice(library: Library) -> None:
    named = places(library, "How heavy is the gearbox GR-12 with its oil?")
    assert 1 <= len(named) <= 2
    assert len(set(named)) == len(named)


def test_the_places_are_a_notice_in_the_language_of_the_question() -> None:
    finding = Finding(nearest=(cited(4), cited(5)))
    told = "Nearest to it, to read yourself: FL-303 manual, revision C, page 4; FL-303 manual, revision C, page 5."
    assert notices("en", finding) == [("nearest", told)]
    assert notices("de", finding)[0][1].startswith("Am nächsten kommt, zum Selbstlesen: FL-303 manual, Revision C")
    assert notices("en", Finding(gap="E9999")) == []


def test_a_place_without_a_code_names_no_code() -> None:
    gaps = [Gap(None, Finding(nearest=(cited(4),)))]  # type: ignore[arg-type]
    assert gap_text("en", gaps) == ""


def test_an_answer_that_says_nothing_carries_the_places_and_no_citation(tiny_home: Path, tmp_path: Path) -> None:
    home = copy_home(tiny_home, tmp_path / "home")
    copilot = build_copilot(Settings.read({}, home=home))
    silent = copilot.ask("What is the weight of gearbox GR-12?")
    told = copilot.ask("How often is the gear oil of GR-12 changed?")
    copilot.close()
    assert (silent["abstained"], silent["statements"], silent["citations"]) == (True, [], [])
    assert [notice["code"] for notice in silent["notices"]] == ["nearest"]
    assert (told["abstained"], told["notices"]) == (False, [])


# The signs behind it


def test_a_quantity_that_is_only_like_the_one_asked_for_is_inexact(library: Library) -> None:
    assert best(library, "How often is the gear oil of GR-12 changed?").inexact == 0
    assert best(library, "What is the service life of the gear oil of GR-12?").inexact == 1


def test_where_a_number_is_asked_for_there_must_be_one(library: Library) -> None:
    assert best(library, "How many fuses does the heater have?").uncounted == 1
    assert best(library, "吹瓶机的加热器有几个保险丝？").uncounted == 1
    assert best(library, "How much oil does gearbox GR-12 take?").uncounted == 0


def test_a_machine_of_no_manual_is_elsewhere(library: Library) -> None:
    assert best(library, "Which oil does the forklift take?").elsewhere == 1
    assert best(library, "Which oil does the gearbox GR-12 take?").elsewhere == 0
