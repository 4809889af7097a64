"""Facts read out of table rows and sentences, and said in another language."""

from __future__ import annotations

import pytest

from plant_agents.first_line.line import first_line
from plant_agents.first_line.numbers import localised
from plant_agents.first_line.phrases import phrases
from plant_evals.first_line import holds
from plant_knowledge_ingest.facts.cards import cards
from plant_knowledge_ingest.facts.values import values
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.passage import Passage, Rectangle, Span
from plant_tools.manuals.wording import in_words_of

HERE = (Rectangle(10, 10, 90, 20),)


def _row(columns: tuple[str, ...], *cells: str) -> Passage:
    text, places = "", []
    for cell in cells:
        places.append((len(text), len(text) + len(cell)))
        text += f"{cell}\n"
    span = Span(0, len(text) - 1, HERE, tuple(places), columns, ("",) * len(columns))
    return Passage("M", "", "f", 1, 0, "1", text[:-1], (span,), (), "en", "table")


def _sentence(text: str, language: str) -> Passage:
    return Passage("M", "", "f", 1, 0, "1", text, (Span(0, len(text), HERE),), (), language)


def test_each_cell_of_a_row_is_a_fact_of_its_component() -> None:
    found = cards(_row(("Joint", "Screw", "Torque", "Note"), "Flange screws", "M8 × 25", "21 Nm", "crosswise"))
    told = [(card.subject, card.parameter, card.value, card.note) for card in found if card.parameter == "Torque"]
    assert told == [("Flange screws", "Torque", "21 Nm", "crosswise")]


def test_a_row_of_pairs_gives_two_facts() -> None:
    found = cards(_row(("Item", "Value", "Item", "Value"), "Mass", "2,150 kg", "Output", "40 packs/min"))
    assert [(card.subject, card.value) for card in found] == [("Mass", "2,150 kg"), ("Output", "40 packs/min")]


def test_an_interval_is_of_its_task() -> None:
    (card, *_) = cards(_row(("Intervall", "Tätigkeit", "Wer"), "500 h", "Filter tauschen", "Schlosser"))
    assert (card.kind, card.subject, card.value) == ("interval", "Filter tauschen", "500 h")


@pytest.mark.parametrize(
    ("text", "language", "comparator", "value"),
    [
        ("The discharge pressure must not exceed 6.5 bar.", "en", "at_most", "6.5 bar"),
        ("Schmieren Sie die Kette mit höchstens 20 g.", "de", "at_most", "20 g"),
        ("20 °C 时低于 8 MPa 须补充。", "zh-Hans", "below", "8 MPa"),
        ("No loss of more than 0.05 bar.", "en", "denied", "0.05 bar"),
    ],
)
def test_a_sentence_gives_its_values_with_what_bounds_them(
    text: str, language: str, comparator: str, value: str
) -> None:
    found = cards(_sentence(text, language))
    assert (found[-1].comparator, found[-1].value) == (comparator, value)


def test_a_fraction_is_no_value_of_its_denominator() -> None:
    assert list(values("滤盖拧紧后再转 1/4 圈")) == []


def test_words_that_are_only_akin_are_not_translated() -> None:
    glossary = Glossary.read()
    assert in_words_of("de", "Filling valve flange screws", "en", glossary) == "Füllventil-Flanschschraube"
    assert in_words_of("de", "crosswise, two passes", "en", glossary) == "über Kreuz, zwei Durchgänge"
    assert in_words_of("de", "crosswise, after levelling", "en", glossary) == ""


def test_part_numbers_stay_whole_between_languages() -> None:
    assert in_words_of("zh-Hans", "NP-65-4410", "de", Glossary.read()) == "NP-65-4410"


def test_traditional_and_simplified_characters_are_one_language() -> None:
    assert in_words_of("zh-Hant", "刀架螺钉", "zh-Hans", Glossary.read()) == "刀架螺釘"


@pytest.mark.parametrize(
    ("text", "spoken", "language", "expected"),
    [
        ("21.5 Nm", "en", "de", "21,5 Nm"),
        ("12 000 Flaschen/h", "de", "en", "12,000 bottles/h"),
        ("1,9 Nm", "de", "zh-Hans", "1.9 Nm"),
        ("2,000 h", "en", "de", "2\u00a0000 h"),
        ("31 m3/h", "de", "en", "31 m³/h"),
    ],
)
def test_numbers_are_written_as_the_asker_writes_them(text: str, spoken: str, language: str, expected: str) -> None:
    assert localised(text, spoken, phrases(language)) == expected


def test_the_line_quotes_what_has_no_sure_name() -> None:
    part = {"text": "Sportverschluss", "said": ""}
    fact = {"kind": "value", "language": "de", "comparator": "", "subject": part, "note": {"text": "", "said": ""}}
    fact |= {"parameter": {"text": "Anziehmoment", "said": "torque"}, "value": {"text": "2,3 Nm", "said": "2,3 Nm"}}
    assert first_line("en", fact) == "“Sportverschluss”, torque: 2.3 Nm"


def test_an_expected_number_stands_alone() -> None:
    assert holds("Anziehmoment: 8 Nm", "8 Nm")
    assert not holds("Anziehmoment: 28 Nm", "8 Nm")
    assert holds("A-05: Reverse running", "phase sequence|reverse")
