"""The manuals tool on a small library: what answers, what is silent, and by which signs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from copies import copy_home
from plant_copilot import Settings
from plant_copilot.wiring import open_library
from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.passage import Hit, Passage
from plant_knowledge_ingest.principal import Principal
from plant_tools.manuals.asking import Asked
from plant_tools.manuals.signs import Signs, signs
from plant_tools.manuals.support import by_support
from plant_tools.manuals.tool import ManualsTool
from plant_tools.tool import ToolError
from tiny_plant import write_pdf

LOCAL = Principal("local")
ENERGIES = """# KX-9 capper

## Energies

| Energy | Isolation point | Proof |
|---|---|---|
| Electrical, 400 V | Main switch Q9 | Tester reads 0 V |
| Compressed air, 6 bar | Ball valve V9 | Gauge reads 0 bar |
| Heat of the hood | none: it stays hot | Do not touch |
| Gravity | Two pins P9 | Head rests on both |
"""


@pytest.fixture(scope="module")
def library(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The tiny manuals and one with a safety message before its steps."""
    folder = tmp_path_factory.mktemp("tool")
    home = copy_home(tiny_home, folder / "home")
    lines = (
        "1 Filter change",
        "WARNING",
        "The filter housing of the filler is under pressure.",
        "1. Close valve V12.",
        "2. Unscrew the filter housing.",
        "3. Insert the new filter cartridge.",
    )
    write_pdf(folder / "FL-1 filler.pdf", (lines,))
    (folder / "KX-9 capper.md").write_text(ENERGIES, encoding="utf-8")
    opened = open_library(Settings.read({}, home=home))
    opened.ingest([folder / "FL-1 filler.pdf", folder / "KX-9 capper.md"])
    yield opened
    opened.close()


def test_the_warning_of_a_procedure_comes_before_its_steps(library: Library) -> None:
    found = ManualsTool(library).call({"question": "How do I change the filter of the filler?"}, LOCAL).evidence
    assert [evidence.kind for evidence in found[:2]] == ["hazard", "fact"]
    assert found[0].statement == "WARNING\nThe filter housing of the filler is under pressure."
    assert found[1].statement.splitlines() == [
        "1. Close valve V12.",
        "2. Unscrew the filter housing.",
        "3. Insert the new filter cartridge.",
    ]


def test_rows_of_a_table_are_counted_each_in_its_place(library: Library) -> None:
    found = ManualsTool(library).call({"question": "How many isolation points does KX-9 have?"}, LOCAL).evidence
    assert (found[0].value, found[0].unit, len(found)) == (3, "rows", 3)
    fact = found[0].details["fact"]
    assert (fact["kind"], fact["title"]["text"]) == ("count", "Isolation point")
    assert [evidence.statement for evidence in found] == fact["rows"]
    assert "stays hot" not in "".join(fact["rows"])


def test_some_of_the_rows_are_not_counted_as_all(library: Library) -> None:
    question = "How many isolation points for compressed air does KX-9 have?"
    found = ManualsTool(library).call({"question": question}, LOCAL).evidence
    assert not any((one.details.get("fact") or {}).get("kind") == "count" for one in found)


def test_an_alarm_is_answered_with_the_sentence_that_names_it(library: Library) -> None:
    found = ManualsTool(library).call({"question": "What does alarm E0712 mean?"}, LOCAL).evidence
    assert found[0].statement == "Alarm E0712 means that the oil temperature is above 90 °C."
    assert found[0].tool == "manuals"
    citation = found[0].citations[0]
    assert isinstance(citation, PageCitation)
    assert (citation.document, citation.page) == ("GR-12 gearbox", 2)


def test_a_code_that_no_document_holds_is_the_gap(library: Library) -> None:
    finding = ManualsTool(library).call({"question": "What do alarms E9999 and E8888 mean?"}, LOCAL)
    assert (finding.evidence, finding.gap) == ((), "E8888, E9999")


def test_what_stands_nowhere_is_not_answered_by_what_is_near(library: Library) -> None:
    for question in (
        "Who painted the Mona Lisa?",
        "Wer hat die Fußballweltmeisterschaft gewonnen?",
        "明天天气怎么样？",
    ):
        finding = ManualsTool(library).call({"question": question}, LOCAL)
        assert (finding.evidence, finding.gap) == ((), ""), question


@pytest.mark.parametrize(
    "question",
    [
        "What is the weight of gearbox GR-12?",
        "Welchen Schalldruckpegel hat die Vakuumpumpe VP-7?",
        "What torque do the cylinder head screws of gearbox GR-12 need?",
        "吹瓶机的液压油多久更换一次？",
        "What does alarm E0713 mean?",
    ],
)
def test_what_the_manual_of_the_right_machine_does_not_say_is_not_answered(library: Library, question: str) -> None:
    assert ManualsTool(library).call({"question": question}, LOCAL).evidence == ()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Wie oft muss das Getriebeöl vom GR-12 gewechselt werden?", "every 4000 operating hours"),
        ("how often do i change the oil filter of the vacuum pump", "alle 500 Betriebsstunden"),
        ("吹瓶機報 E0455 是什麼意思？", "加热器温度过低"),
        ("What does E0455 mean on the blow moulder?", "加热器温度过低"),
    ],
)
def test_what_is_said_in_another_language_is_answered(library: Library, question: str, said: str) -> None:
    found = ManualsTool(library).call({"question": question}, LOCAL).evidence
    assert any(said in evidence.statement for evidence in found)


def found(library: Library, question: str) -> Signs:
    """The signs of the best hit."""
    result = library.search(question, LOCAL)
    documents = {entry.document.issue: entry.document for entry in library.documents(LOCAL)}
    asked = Asked.of(result.query, library.glossary)
    return signs(result.query, asked, result.hits[0], documents[result.hits[0].passage.issue], library.glossary)


def test_the_signs_of_an_answer_say_what_is_named_and_what_is_measured(library: Library) -> None:
    often = found(library, "How often is the gear oil of GR-12 changed?")
    weight = found(library, "What is the weight of GR-12?")
    assert (often.covered, often.missing, often.unmeasured) == (1, 0, 0)
    assert (weight.unmeasured, weight.measured, weight.ungiven) == (1, 0, 1)
    assert found(library, "Which servo drives the gearbox?").foreign > 0


def test_what_the_question_is_after_must_be_named(library: Library) -> None:
    assert found(library, "Which oil does the gearbox GR-12 take?").unfocused == 0
    assert found(library, "Which servo drives the gearbox GR-12?").unfocused == 1
    assert found(library, "How much grease does gearbox GR-12 take?").unfocused == 1
    assert found(library, "吹瓶机用什么润滑脂？").unfocused == 1


def test_what_is_missing_counts_less_where_the_glossary_knows_little_of_the_question(library: Library) -> None:
    known = found(library, "Which servo drives the gearbox GR-12?")
    prose = found(library, "Which servo did Leonardo dream about whenever painting wistful cousins of gearbox GR-12?")
    assert prose.missing < known.missing
    assert prose.unfocused < known.unfocused


def test_who_is_asked_must_be_named(library: Library) -> None:
    assert found(library, "Who changes the gear oil of GR-12?").nobody == 1
    assert found(library, "When is the gear oil of GR-12 changed?").nobody == 0


def test_a_machine_alone_is_little_of_an_answer(library: Library) -> None:
    assert found(library, "What about the gearbox?").bare == 1
    assert found(library, "What about the oil of the gearbox?").bare == 0


def test_a_clause_of_time_counts_half(library: Library) -> None:
    def weights(question: str) -> list[float]:
        asked = Asked.of(library.search(question, LOCAL).query, library.glossary)
        return [weight for reading, weight in asked.subjects if "filter" in reading]

    (plain,) = weights("Is the filter closed?")
    assert weights("Is the oil hot when the filter is closed?") == [plain / 2]
    assert weights("When the oil is hot, is the filter closed?") == [plain]


def test_of_hits_with_nearly_one_score_the_one_that_gives_the_number_comes_first(library: Library) -> None:
    result = library.search("How often is the gear oil of GR-12 changed?", LOCAL)
    gives, near = result.hits[0], next(hit for hit in result.hits if "E0712" in hit.passage.text)
    documents = {entry.document.issue: entry.document for entry in library.documents(LOCAL)}

    def first(*hits: Hit) -> Passage:
        asked = Asked.of(result.query, library.glossary)
        return by_support(replace(result, hits=hits), asked, documents, library.glossary)[0][0].passage

    assert first(replace(near, score=10.0), replace(gives, score=9.9)) == gives.passage
    assert first(replace(near, score=10.0), replace(gives, score=1.0)) == near.passage


def test_a_question_counts_each_word_once(library: Library) -> None:
    asked = library.glossary.asked
    assert asked("Wirkungsgrad", "de") == [frozenset({"efficiency"})]
    assert asked("Kolbendurchmesser", "de") == [frozenset({"piston"}), frozenset({"diameter"})]
    assert asked("how long", "en") == [frozenset({"duration"})]
    assert asked("vorzeitig", "de") == []


@pytest.mark.parametrize("question", ["", "   ", "x" * 2_001])
def test_a_question_has_1_to_2000_characters(library: Library, question: str) -> None:
    with pytest.raises(ToolError, match="A question has 1 to 2,000 characters, this one"):
        ManualsTool(library).call({"question": question}, LOCAL)


def test_a_call_without_a_question_is_a_tool_error(library: Library) -> None:
    with pytest.raises(ToolError, match="this one 0"):
        ManualsTool(library).call({}, LOCAL)
