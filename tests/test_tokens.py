"""What the lexical search sees of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plant_knowledge_ingest.tokens import asset_codes, codes, for_search, lexical_vector, possible_codes, tokens


def test_codes_and_tags_stay_whole() -> None:
    assert tokens("Alarm E0451 on P-101A, bolt M8x20, 6ES7.315") == [
        "alarm",
        "e0451",
        "on",
        "p-101a",
        "bolt",
        "m8x20",
        "6es7.315",
    ]


def test_the_words_of_a_hyphenated_word_count_as_well() -> None:
    assert tokens("Siemens-Motor") == ["siemens-motor", "siemens", "motor"]


def test_chinese_becomes_pairs_of_simplified_characters() -> None:
    assert tokens("拧紧力矩") == ["拧紧", "紧力", "力矩"]
    assert tokens("警報") == tokens("警报") == ["警报"]
    assert tokens("泵") == ["泵"]


def test_chinese_and_codes_written_without_a_blank_are_told_apart() -> None:
    assert tokens("报警E0451表示") == ["报警", "e0451", "表示"]


def test_full_width_letters_are_the_same_as_others() -> None:
    assert tokens("Ｐ－１０１Ａ") == tokens("P-101A") == ["p-101a"]


def test_a_word_divided_at_the_end_of_a_line_is_one_word() -> None:
    assert for_search("Sicherheits-\nventil der\nPumpe") == "Sicherheitsventil der Pumpe"
    assert for_search("P-\n101") == "P- 101"


def test_chinese_continues_on_the_next_line_without_a_blank() -> None:
    assert for_search("拧紧\n力矩 20 Nm") == "拧紧力矩 20 Nm"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Alarm E-0451 on P-101A", {"E0451", "P101A"}),
        ("报警E0451表示", {"E0451"}),
        ("alarm 4021", {"4021"}),
        ("Fehlercode: 7013", {"7013"}),
        ("part #5399", {"5399"}),
        ("bolt M8x20 and 6ES7 315-2EH14-0AB0", {"M8X20", "6ES7", "3152EH140AB0"}),
    ],
)
def test_codes_are_found_without_their_separators(text: str, found: set[str]) -> None:
    assert codes(text) >= found


@pytest.mark.parametrize(
    "text", ["6bar", "0,75kW", "24 VDC", "the 3rd time", "1,900 kg", "4000 operating hours", "2-4mm"]
)
def test_quantities_and_counts_are_no_codes(text: str) -> None:
    assert codes(text) == frozenset()


def test_a_bare_number_of_a_table_may_be_a_code() -> None:
    assert possible_codes("4021 Motor overloaded, 2.500 h") == {"4021"}


def test_asset_tags_are_found_as_in_text() -> None:
    assert asset_codes(["FL-303", "Line3", "BOILER"]) == {"FL303", "LINE3", "BOILER"}


def test_a_word_weighs_more_when_it_comes_again_and_less_in_a_long_passage() -> None:
    (once,) = lexical_vector(["pump"])[1]
    (twice,) = lexical_vector(["pump", "pump"])[1]
    longer = lexical_vector(["pump", *(f"word{n}" for n in range(300))])[1][0]
    assert once < twice < 2 * once
    assert longer < once


def test_a_question_counts_every_word_once() -> None:
    indices, weights = lexical_vector(["pump", "seal", "pump"], query=True)
    assert weights == [1.0, 1.0]
    assert set(indices) == set(lexical_vector(["seal", "pump"])[0])


@given(st.text(max_size=60))
def test_tokens_of_any_text_are_folded_and_not_empty(text: str) -> None:
    assert all(token and token == token.lower() for token in tokens(text))
    assert tokens(text) == tokens(for_search(text))
