"""The manuals tool: safety messages, procedures, quotes, and when to say nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plant_knowledge_ingest.hazards import hazards, severity
from plant_knowledge_ingest.passage import Hit, Passage, Rectangle, Span
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.steps import is_step, procedure
from plant_tools.manuals.select import asks_how, choose
from plant_tools.manuals.tool import said

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
