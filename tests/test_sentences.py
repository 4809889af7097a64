"""Sentences end where a reader of manuals would say so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plant_knowledge_ingest.sentences import sentences

TEXTS = st.lists(
    st.sampled_from([*"aBäß1.!?。；\n\t )]”•-(中文", ". ", "z. B. ", "\n1. ", "\n- ", "Fig. 3 "]), max_size=60
).map("".join)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@given(TEXTS)
def test_sentences_cover_everything_but_blanks(text: str) -> None:
    covered = {at for start, end in sentences(text) for at in range(start, end)}
    left = [character for at, character in enumerate(text) if at not in covered]
    assert "".join(left).strip() == ""


@given(TEXTS)
def test_sentences_stand_in_order_and_never_overlap(text: str) -> None:
    ends = 0
    for start, end in sentences(text):
        assert ends <= start < end
        assert text[start:end] == text[start:end].strip()
        ends = end


@pytest.mark.parametrize(
    "text",
    [
        "Set the pressure to 6.5 bar and see Fig. 3 for the valve.",
        "Use oil, e.g. CLP 220, approx. 2.5 l per change.",
        "Das Lager wird z. B. mit Fett gem. DIN 51825 bzw. ISO geschmiert.",
        "Am 3. Mai und am 2. Juni wird geprüft.",
        "1. Open the valve",
        "Nr. 4 and Pos. 12 are spare parts of Mr. Brandl.",
    ],
)
def test_a_full_stop_that_ends_nothing_ends_no_sentence(text: str) -> None:
    assert cut(text) == [text]


def test_a_full_stop_before_a_capital_ends_a_sentence() -> None:
    assert cut("Close the valve. Open the drain! Is it dry? Then go on.") == [
        "Close the valve.",
        "Open the drain!",
        "Is it dry?",
        "Then go on.",
    ]


def test_chinese_stops_end_a_sentence_without_a_blank_after_them() -> None:
    assert cut("关闭阀门。打开泵！压力正常吗？是；继续。") == [
        "关闭阀门。",
        "打开泵！",
        "压力正常吗？",
        "是；",
        "继续。",
    ]


def test_a_closing_quotation_mark_belongs_to_its_sentence() -> None:
    assert cut('He said "stop." Then he left.') == ['He said "stop."', "Then he left."]
    assert cut("他说“停。”然后离开。") == ["他说“停。”", "然后离开。"]


@pytest.mark.parametrize("bullets", [("• ", "• "), ("- ", "- "), ("1. ", "2. "), ("a) ", "b) "), ("① ", "② ")])
def test_every_list_item_is_a_sentence_of_its_own(bullets: tuple[str, str]) -> None:
    first, second = (f"{bullet}turn the key" for bullet in bullets)
    assert cut(f"{first}\n{second}") == [first, second]


def test_a_number_at_the_end_of_a_sentence_ends_it() -> None:
    assert cut("The torque of the screws is 21. Tighten them crosswise.") == [
        "The torque of the screws is 21.",
        "Tighten them crosswise.",
    ]


def test_a_line_break_inside_a_sentence_ends_nothing() -> None:
    assert cut("Close the suction valve\nbefore the pump is opened.") == [
        "Close the suction valve\nbefore the pump is opened."
    ]


def test_text_without_words_has_no_sentences() -> None:
    assert cut(" \n\t ") == []
