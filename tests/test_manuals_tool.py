"""The manuals tool: safety messages, procedures, quotes, and when to say nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plant_copilot import Settings
from plant_copilot.wiring import open_library
from plant_knowledge_ingest.hazards import hazards, severity
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.passage import Hit, Passage, Rectangle, Span
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.steps import is_step, procedure
from plant_tools.manuals.asking import Asked
from plant_tools.manuals.select import asks_how, choose
from plant_tools.manuals.signs import Signs, signs
from plant_tools.manuals.support import by_support
from plant_tools.manuals.tool import ManualsTool, said
from plant_tools.tool import ToolError
from tiny_plant import write_pdf

LOCAL = Principal("local")


def passage(*sentences: str, page: int = 4, heading: str = "5 Filter") -> Passage:
    """A passage of ``sentences``, one a line."""
    spans, start = [], 0
    for row, sentence in enumerate(sentences):
        place = Rectangle(72, 90 + 14 * row, 400, 102 + 14 * row)
        spans.append(Span(start, start + len(sentence), (place,)))
        start += len(sentence) + 1
    return Passage("FL-303 manual", "C", "f" * 64, page, 0, "", "\n".join(sentences), tuple(spans), (heading,), "en")


def row(cells: list[str], columns: tuple[str, ...]) -> Passage:
    """A passage of one table row."""
    text = "\n".join(cells)
    ends = [len("\n".join(cells[: number + 1])) for number in range(len(cells))]
    places = tuple((end - len(cell), end) for cell, end in zip(cells, ends, strict=True))
    span = Span(0, len(text), (Rectangle(72, 90, 400, 102),), places, columns)
    return Passage("FL-303 manual", "C", "f" * 64, 4, 0, "", text, (span,), ("5 Torques",), "en")


def quoted(question: str, hits: list[Hit], section: list[Passage], most: int = 3) -> list[list[str]]:
    """The lines of each quote chosen."""
    quotes = choose(question, hits, lambda _: section, most)
    return [[line for part, spans in quote.parts for line in said(part, spans).splitlines()] for quote in quotes]


# Safety messages


@pytest.mark.parametrize(
    ("rank", "words"),
    [
        (0, ("DANGER", "GEFAHR", "危险", "危險")),
        (1, ("WARNING", "WARNUNG", "警告")),
        (2, ("CAUTION", "VORSICHT", "注意", "小心")),
        (3, ("NOTICE", "HINWEIS", "ACHTUNG", "提示")),
    ],
)
def test_signal_words_rank_alike_in_four_languages(rank: int, words: tuple[str, ...]) -> None:
    assert [severity(word) for word in words] == [rank] * len(words)
    assert [severity(f"⚠ {word}! Hot surface.") for word in words] == [rank] * len(words)


@pytest.mark.parametrize(
    "sentence",
    ["Warning lamps are yellow.", "DANGEROUS goods", "See WARNING above.", "Gefahr besteht nicht.", "注意事项如下", ""],
)
def test_a_word_in_running_text_is_no_safety_message(sentence: str) -> None:
    assert severity(sentence) is None


def test_a_safety_message_ends_before_a_step_and_before_the_next_one() -> None:
    text = passage("WARNING", "Hot oil.", "Wear gloves.", "DANGER", "Rotating parts.", "1. Stop the pump.", "Wait.")
    assert list(hazards(text)) == [range(3), range(3, 5)]


def test_a_safety_message_is_not_as_long_as_the_page() -> None:
    text = passage("CAUTION", *["The oil is hot for a long time after the pump has stopped turning."] * 20)
    (message,) = hazards(text)
    assert message.start == 0
    assert 2 < message.stop < 9


@given(st.lists(st.sampled_from(["DANGER", "NOTICE Wear it.", "1. Stop.", "Hot.", "警告"]), min_size=1, max_size=12))
def test_safety_messages_begin_at_signal_words_and_never_overlap(sentences: list[str]) -> None:
    found = list(hazards(passage(*sentences)))
    begins = [at for at, sentence in enumerate(sentences) if severity(sentence) is not None]
    covered = [at for message in found for at in message]
    assert [message.start for message in found] == begins
    assert len(covered) == len(set(covered))


# Steps


@pytest.mark.parametrize("text", ["1. Open it.", "(2) Close it.", "12) Wait.", "① 打开", "步骤 3 关闭", "步骤3：关闭"])
def test_a_step_begins_with_its_number(text: str) -> None:
    assert is_step(text)


@pytest.mark.parametrize("text", ["1.5 bar", "2024. Revision", "Open it. 2.", "21 Nm", "第一步"])
def test_other_numbers_are_no_steps(text: str) -> None:
    assert not is_step(text)


def test_a_procedure_over_two_passages_is_whole_and_in_order() -> None:
    first = passage("Replace the filter:", "1. Stop the pump.", "2. Close the valve.", page=4)
    second = passage("Mind the seal.", "3. Unscrew the cover.", "4. Insert the filter.", "Done.", page=5)
    parts = [(part.page, spans) for part, spans in procedure([first, second], first, 0)]
    assert parts == [(4, range(1, 3)), (5, range(3))]
    assert procedure([first, second], second, 2) == procedure([first, second], first, 1)


def test_two_procedures_under_one_heading_stay_apart() -> None:
    text = passage("1. Stop it.", "2. Open it.", "To close:", "1. Shut it.", "2. Start it.")
    assert [spans for _, spans in procedure([text], text, 1)] == [range(2)]
    assert [spans for _, spans in procedure([text], text, 4)] == [range(3, 5)]


def test_a_section_without_steps_has_no_procedure() -> None:
    text = passage("The filter is behind the cover.", "It holds 2 l.")
    assert procedure([text], text, 0) == []


# Quotes


@pytest.mark.parametrize(
    "question",
    ["How do I change the filter?", "Wie wechsle ich den Filter?", "如何更换滤芯？", "怎麼更換濾芯？", "steps for CIP"],
)
def test_a_question_for_a_way_of_doing_asks_how(question: str) -> None:
    assert asks_how(question)


@pytest.mark.parametrize("question", ["How much oil?", "Wie viel Öl?", "What does E0451 mean?", "多久更换一次？"])
def test_a_question_for_a_value_does_not_ask_how(question: str) -> None:
    assert not asks_how(question)


def test_whoever_asks_how_gets_the_steps_and_whoever_asks_what_the_sentence() -> None:
    text = passage("The filter is changed when it is cold.", "1. Stop the pump.", "2. Insert the filter.")
    hits = [Hit(text, 1, 9.0, 0)]
    assert quoted("How do I change the filter?", hits, [text]) == [["1. Stop the pump.", "2. Insert the filter."]]
    assert quoted("When is the filter changed?", hits, [text]) == [["The filter is changed when it is cold."]]


def test_a_sentence_of_a_safety_message_is_quoted_with_its_signal_word() -> None:
    text = passage("The pump.", "WARNING", "Hot oil.", "Wear gloves.")
    assert quoted("Is the oil hot?", [Hit(text, 1, 9.0, 2)], [text]) == [["WARNING", "Hot oil.", "Wear gloves."]]


def test_a_lead_in_is_quoted_with_its_list() -> None:
    text = passage("Check before every start:", "• the oil level,", "• the guard doors.", "The lamp is green.")
    assert quoted("What is checked?", [Hit(text, 1, 9.0, 0)], [text]) == [
        ["Check before every start:", "• the oil level,", "• the guard doors."]
    ]


def test_a_message_at_the_foot_of_a_page_is_quoted_with_its_explanation_on_the_next() -> None:
    message = passage("The log shows warnings.", "Unexpected realtime delay", page=4)
    reason = passage("The period is set too low.", "Set it to 50 000.", page=5)
    hits = [Hit(message, 1, 9.0, 1)]
    assert quoted("What is an unexpected delay?", hits, [message, reason]) == [
        ["Unexpected realtime delay", "The period is set too low.", "Set it to 50 000."]
    ]
    ended = passage("The log shows warnings.", "A delay was not expected.", page=4)
    assert quoted("What?", [Hit(ended, 1, 9.0, 1)], [ended, reason]) == [["A delay was not expected."]]


def test_a_sentence_without_the_number_asked_for_is_quoted_with_the_one_beside_it_that_gives_it() -> None:
    text = passage("The tank of the gearbox holds oil.", "It is filled with 2.5 l.", "It weighs 9 kg.")
    (quote,) = choose("How much oil?", [Hit(text, 1, 9.0, 0)], lambda _: [text], 3, lambda said: " l" in said)
    assert quote.parts == ((text, range(2)),)


def test_what_an_earlier_quote_holds_is_not_quoted_again() -> None:
    text = passage("Check:", "• the oil level.")
    hits = [Hit(text, 1, 9.0, 0), Hit(text, 2, 8.9, 1)]
    assert quoted("What is checked?", hits, [text]) == [["Check:", "• the oil level."]]


def test_what_scores_far_below_the_best_is_left_out() -> None:
    best, near, far = (passage(f"Sentence {number}.", page=number) for number in (1, 2, 3))
    hits = [Hit(best, 1, 10.0, 0), Hit(near, 2, 8.0, 0), Hit(far, 3, 6.9, 0)]
    assert quoted("When?", hits, []) == [["Sentence 1."], ["Sentence 2."]]
    assert quoted("When?", hits, [], most=1) == [["Sentence 1."]]


def test_a_table_row_is_said_with_its_columns() -> None:
    cells = ["Flange screws", "21 Nm"]
    assert said(row(cells, ("Joint", "Torque")), range(1)) == "Joint: Flange screws · Torque: 21 Nm"
    assert said(row(cells, ()), range(1)) == "Flange screws · 21 Nm"


# The tool on a real library


@pytest.fixture(scope="module")
def library(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The tiny manuals and one with a safety message before its steps."""
    folder = tmp_path_factory.mktemp("tool")
    home = Path(shutil.copytree(tiny_home, folder / "home"))
    lines = (
        "1 Filter change",
        "WARNING",
        "The filter housing of the filler is under pressure.",
        "1. Close valve V12.",
        "2. Unscrew the filter housing.",
        "3. Insert the new filter cartridge.",
    )
    write_pdf(folder / "FL-1 filler.pdf", (lines,))
    opened = open_library(Settings.read({}, home=home))
    opened.ingest([folder / "FL-1 filler.pdf"])
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


def test_an_alarm_is_answered_with_the_sentence_that_names_it(library: Library) -> None:
    found = ManualsTool(library).call({"question": "What does alarm E0712 mean?"}, LOCAL).evidence
    assert found[0].statement == "Alarm E0712 means that the oil temperature is above 90 °C."
    assert (found[0].tool, found[0].citations[0].document, found[0].citations[0].page) == (
        "manuals",
        "GR-12 gearbox",
        2,
    )


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
