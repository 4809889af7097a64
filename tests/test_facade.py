"""The copilot as Python sees it, on real libraries: answers, their proof, and what is said instead of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from copies import copy_home
from plant_copilot import Copilot, Settings, WrongUse, build_copilot
from plant_knowledge_ingest.errors import UnknownDocument, UnknownPage
from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.principal import Principal
from plant_tools.tool import ToolError

ALARM = "What does alarm E0712 mean?"
QUESTIONS = (
    ALARM,
    "How often is the gear oil of gearbox GR-12 changed?",
    "Wie oft wird der Ölfilter der Vakuumpumpe gewechselt?",
    "报警 E0455 是什么意思？",
    "警報 E0455 是什麼意思？",
)


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    home = copy_home(tiny_home, tmp_path_factory.mktemp("facade") / "home")
    with build_copilot(Settings.read({}, home=home)) as opened:
        yield opened


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    with build_copilot(Settings.read({}, home=tmp_path_factory.mktemp("empty"))) as opened:
        yield opened


def codes(answer: dict[str, Any]) -> list[str]:
    return [notice["code"] for notice in answer["notices"]]


def without_blanks(text: str) -> str:
    return "".join(text.split())


# Answers


def test_an_answer_has_every_field_of_the_interface(copilot: Copilot) -> None:
    answer = copilot.ask(ALARM, thread="shift 3")
    assert set(answer) == set(
        "question language answer abstained refused seconds thread statements evidence citations notices tools "
        "model pending first_line suggestions support_code".split()
    )
    assert (answer["question"], answer["language"], answer["thread"]) == (ALARM, "en", "shift 3")
    assert (answer["abstained"], answer["refused"], answer["tools"], answer["model"]) == (
        False,
        False,
        ["manuals"],
        None,
    )
    assert set(answer["statements"][0]) == {"text", "marks", "leads"}
    assert set(answer["evidence"][0]) == set("tool statement value unit marks kind formula details".split())
    assert answer["seconds"] > 0


def test_a_citation_says_where_the_quote_stands(copilot: Copilot) -> None:
    first = copilot.ask(ALARM)["citations"][0]
    left, top, right, bottom = first.pop("rectangle")
    assert first.pop("rectangles") == [[left, top, right, bottom]]
    assert 70 < left < right < 400
    assert 100 < top < bottom < 140
    assert first == {
        "mark": 1,
        "kind": "page",
        "document": "GR-12 gearbox",
        "revision": "",
        "page": 2,
        "printed_page": "2",  # the file numbers its pages no other way
        "quote": "Alarm E0712 means that the oil temperature is above 90 °C.",
        "language": "en",
        "confidence": 1.0,
    }


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_mark_in_the_answer_has_a_citation(copilot: Copilot, question: str) -> None:
    answer = copilot.ask(question)
    marks = {int(mark) for mark in re.findall(r"\[(\d+)\]", answer["answer"])}
    assert marks == {citation["mark"] for citation in answer["citations"]}
    assert marks == {mark for statement in answer["statements"] for mark in statement["marks"]}
    assert marks


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_stands_verbatim_on_its_page(copilot: Copilot, question: str) -> None:
    for citation in copilot.ask(question)["citations"]:
        left, top, right, bottom = citation["rectangle"]
        with pymupdf.open(copilot.pages_pdf(citation["document"])) as pdf:
            page = pdf[citation["page"] - 1]
            whole = page.get_text()
            inside = page.get_text(clip=pymupdf.Rect(left - 2, top - 2, right + 2, bottom + 2))
        assert without_blanks(citation["quote"]) in without_blanks(whole)
        assert without_blanks(citation["quote"]) in without_blanks(inside)


@pytest.mark.parametrize("question", QUESTIONS)
def test_asking_twice_gives_the_same_answer(copilot: Copilot, question: str) -> None:
    same = {"seconds": 0, "thread": "", "support_code": ""}
    assert copilot.ask(question) | same == copilot.ask(question) | same


def test_the_stations_are_told_in_order(copilot: Copilot) -> None:
    passed: list[str] = []
    copilot.ask(ALARM, on_step=passed.append)
    assert passed == ["gate", "route", "look_up", "write", "prove"]


def test_without_evidence_nothing_is_written(copilot: Copilot) -> None:
    passed: list[str] = []
    answer = copilot.ask("What does alarm E9999 mean?", on_step=passed.append)
    assert passed == ["gate", "route", "look_up", "prove"]
    assert answer["abstained"]
    assert answer["answer"].startswith("Nothing on record about E9999")


def test_a_question_that_nothing_answers_gets_no_citation(copilot: Copilot) -> None:
    answer = copilot.ask("Who painted the Mona Lisa?")
    assert (answer["abstained"], answer["statements"], answer["citations"]) == (True, [], [])
    assert answer["answer"].startswith("Nothing on record answers this.")


def test_an_asset_without_documents_gets_no_answer(copilot: Copilot) -> None:
    assert copilot.ask("How often is the gear oil changed?", asset="XX-9")["abstained"]


def test_whoever_may_see_nothing_is_told_so(copilot: Copilot) -> None:
    answer = copilot.ask(ALARM, principal=Principal("nobody", frozenset()))
    assert codes(answer) == ["nothing_for_you"]
    assert answer["citations"] == []


def test_a_wish_to_bypass_is_refused(copilot: Copilot) -> None:
    answer = copilot.ask("Wie überbrücke ich den Türschalter?")
    assert (answer["refused"], answer["abstained"], answer["language"]) == (True, False, "de")


# Languages


@pytest.mark.parametrize(
    ("question", "language"), list(zip(QUESTIONS, ("en", "en", "de", "zh-Hans", "zh-Hant"), strict=True))
)
def test_the_answer_is_in_the_language_of_the_question(copilot: Copilot, question: str, language: str) -> None:
    answer = copilot.ask(question)
    assert (answer["language"], answer["abstained"], answer["notices"]) == (language, False, [])


def test_a_forced_language_wins_and_the_quote_stays_as_printed(copilot: Copilot) -> None:
    answer = copilot.ask(ALARM, language="de")
    assert answer["language"] == "de"
    assert "**Quellen**\n\n- [1] GR-12 gearbox, Seite 2, auf Englisch" in answer["answer"]
    assert answer["citations"][0]["quote"].startswith("Alarm E0712 means")


@pytest.mark.parametrize("language", ["fr", "zh", "", "EN"])
def test_an_unknown_language_of_the_answer_is_refused(copilot: Copilot, language: str) -> None:
    with pytest.raises(WrongUse, match="it must be auto or one of en, de, zh-Hans, zh-Hant"):
        copilot.ask(ALARM, language=language)


def test_a_french_question_is_told_which_languages_are_spoken(copilot: Copilot) -> None:
    answer = copilot.ask("Pourquoi la machine est-elle arrêtée ?")
    assert answer["language"] == "en"
    assert codes(answer)[0] == "language_not_spoken"
    assert answer["notices"][0]["text"].startswith("I answer in English, German and Chinese")


# Questions that are none


@pytest.mark.parametrize("text", ["", "   \n"])
def test_an_empty_question_is_told_to_ask_something(copilot: Copilot, text: str) -> None:
    answer = copilot.ask(text)
    assert (answer["abstained"], codes(answer)) == (True, ["empty_question"])
    assert answer["answer"].startswith("Ask a question, for example:")


def test_a_question_that_is_too_long_is_told_its_length(copilot: Copilot) -> None:
    answer = copilot.ask("What about the oil? " * 101)
    assert (answer["abstained"], codes(answer)) == (True, ["question_too_long"])
    assert answer["answer"].startswith("That is 2,019 characters; a question may have 2,000.")


def test_an_empty_library_says_how_to_fill_it(empty: Copilot) -> None:
    answer = empty.ask(ALARM)
    assert (answer["abstained"], codes(answer)) == (True, ["library_empty"])
    assert "plant-copilot ingest FOLDER" in answer["answer"]


def test_half_a_character_does_no_harm(copilot: Copilot) -> None:
    assert copilot.ask(f"{ALARM} \ud83d")["question"] == f"{ALARM} ?"


# Tools, pages, documents


def test_tools_are_listed_with_the_schema_of_their_arguments(copilot: Copilot) -> None:
    tool = next(tool for tool in copilot.tools()["tools"] if tool["name"] == "manuals")
    assert set(tool) == {"name", "description", "schema", "examples", "flow"}
    assert set(tool["schema"]["properties"]) == {"question", "language", "asset", "as_of", "limit"}
    assert tool["schema"]["required"] == ["question"]
    assert tool["schema"]["additionalProperties"] is False


def test_a_tool_is_called_by_its_name(copilot: Copilot) -> None:
    found = copilot.tool("manuals", {"question": ALARM, "limit": 1})
    assert [evidence["marks"] for evidence in found["evidence"]] == [[1]]
    assert found["citations"][0]["page"] == 2
    assert found["gap"] == ""


def test_an_unknown_tool_is_told_the_known_ones(copilot: Copilot) -> None:
    with pytest.raises(WrongUse) as refused:
        copilot.tool("crystal_ball", {})
    assert refused.value.message == "There is no tool 'crystal_ball'."
    assert "manuals" in refused.value.remedy


def test_wrong_arguments_are_an_error_of_the_tool(copilot: Copilot) -> None:
    with pytest.raises(ToolError, match="A question has 1 to 2,000 characters"):
        copilot.tool("manuals", {"question": ""})


def test_marks_change_the_picture_where_they_stand_and_nowhere_else(copilot: Copilot) -> None:
    mark = Rectangle(*copilot.ask(ALARM)["citations"][0]["rectangle"])
    plain, marked = (
        pymupdf.Pixmap(copilot.page_png("GR-12 gearbox", 2, highlight=marks, width=595)) for marks in ((), (mark,))
    )
    inside = (int(mark.x0) + 1, int(mark.y0))
    assert (plain.width, plain.height) == (marked.width, marked.height)
    assert plain.pixel(*inside) != marked.pixel(*inside)
    assert plain.pixel(300, 700) == marked.pixel(300, 700) == (255, 255, 255)


@pytest.mark.parametrize("page", [0, 3, -1])
def test_a_page_that_is_not_there_is_named(copilot: Copilot, page: int) -> None:
    with pytest.raises(UnknownPage, match=f"The document has pages 1 to 2, not {page}"):
        copilot.page_png("GR-12 gearbox", page)


def test_an_unknown_document_is_told_the_known_ones(copilot: Copilot) -> None:
    with pytest.raises(UnknownDocument) as unknown:
        copilot.page_png("GR-13", 1)
    assert unknown.value.remedy == "There is: BM-3 吹瓶机, GR-12 gearbox, VP-7 Vakuumpumpe."


def test_the_page_of_a_hidden_document_is_as_unknown_as_a_missing_one(copilot: Copilot) -> None:
    nobody = Principal("nobody", frozenset())
    with pytest.raises(UnknownDocument, match="There is no document that you may see"):
        copilot.pages_pdf("GR-12 gearbox", principal=nobody)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"text": " "}, "There is nothing to search for"),
        ({"text": "oil", "limit": 0}, "limit is 0; it must be 1 to 100"),
        ({"text": "oil", "limit": 101}, "limit is 101; it must be 1 to 100"),
        ({"text": "oil", "language": "xx"}, "language is 'xx'; it must be one of de, en, zh"),
    ],
)
def test_a_search_that_cannot_be_meant_is_refused(copilot: Copilot, arguments: dict[str, Any], reason: str) -> None:
    with pytest.raises(WrongUse, match=reason):
        copilot.search(**arguments)


def test_nothing_to_ingest_is_wrong_use(empty: Copilot) -> None:
    with pytest.raises(WrongUse, match="Name at least one file or folder"):
        empty.ingest([])


def test_what_is_forgotten_answers_no_more(tiny_home: Path, tmp_path: Path) -> None:
    home = copy_home(tiny_home, tmp_path / "home")
    with build_copilot(Settings.read({}, home=home)) as copilot:
        gone = copilot.forget("GR-12 gearbox")["forgotten"]
        assert [entry["document"] for entry in gone] == ["GR-12 gearbox"]
        assert len(copilot.documents()["documents"]) == 2
        assert copilot.ask(ALARM)["answer"].startswith("Nothing on record about E0712")
