"""Whether what a statement says stands in its sources: values with their units, codes, dates, limits, acts."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plant_agents.proof import lost, unfounded, unproven, with_rows
from plant_agents.proof.dates import MONTHS
from plant_knowledge_ingest.glossary import Glossary
from plant_tools.history.words.time_words import MONTH

LEXICON = Glossary.read()


def kinds(statement: str, *quotes: str) -> set[str]:
    return {gap.kind for gap in unproven(statement, quotes, LEXICON)}


@given(st.integers(0, 99_999), st.integers(0, 9), st.data())
def test_any_changed_digit_is_caught(number: int, digit: int, data: st.DataObject) -> None:
    source = f"Set the gauge to {number} mm at station B."
    written = str(number)
    at = data.draw(st.integers(0, len(written) - 1))
    assume(int(written[:at] + str(digit) + written[at + 1 :]) != number)
    changed = written[:at] + str(digit) + written[at + 1 :]
    assert unproven(source, [source]) == []
    assert kinds(f"Set the gauge to {changed} mm.", source) == {"value"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0,5 mm", "0.5 mm"),
        ("1 000 h", "1000 h"),
        ("1,000 h", "1000 h"),
        ("1\u202f000 h", "1000 h"),
        ("\u22125 °C", "-5 °C"),  # the minus sign and the hyphen
        ("２１ Nm", "21 Nm"),  # full width
        ("e0451", "E0451"),
        ("E-0451", "E0451"),
        ("185 °F", "85 °C"),
        ("0,05 mm", "50 µm"),
        ("6 bar", "0.6 MPa"),
        ("2 h", "120 min"),
        ("15.5 lbf·ft", "21 Nm"),
        ("两根", "two"),
        ("10 to 15 mm", "10-15 mm"),
        ("2024-05-01", "1. Mai 2024"),
        ("2024年5月1日", "May 1, 2024"),
    ],
)
def test_the_same_fact_may_be_written_otherwise(one: str, other: str) -> None:
    assert unproven(one, [other]) == []


@pytest.mark.parametrize(
    ("lie", "source", "kind"),
    [
        ("Cool to 5 °C.", "Cool to -5 °C.", "value"),
        ("It takes 21 bar.", "It takes 21 Nm.", "value"),
        ("Bolt 33 Nm, nut 28 Nm.", "Bolt 28 Nm, nut 33 Nm.", "value"),
        ("Alarm E0452.", "Alarm E0451.", "code"),
        ("Pump K-101 is off.", "Pump P-101 is off.", "code"),
        ("At least 60 °C.", "At most 60 °C.", "limit"),
        ("mindestens 60 °C", "höchstens 60 °C", "limit"),
        ("不低于 60 °C", "不超过 60 °C", "limit"),
        ("Open the valve.", "Do not open the valve.", "negation"),
        ("Open the valve.", "Close the valve.", "step"),
        ("Turn it clockwise.", "Turn it counter-clockwise.", "opposite"),
        ("NOTICE: hot surface", "WARNING: hot surface", "signal"),
        ("Checked on 2024-05-02.", "Checked on 2024-05-01.", "date"),
        ("Never exceed ±6 °C.", "Never exceed ±5 °C.", "value"),
    ],
)
def test_a_falsehood_is_caught_and_named(lie: str, source: str, kind: str) -> None:
    assert unproven(source, [source]) == []
    assert kind in kinds(lie, source)


def test_a_number_and_a_unit_from_two_places_prove_nothing() -> None:
    assert kinds("Tighten the screws to 21 Nm.", "Tighten the 21 screws to 12 Nm.") == {"value"}


def test_a_number_of_another_sentence_proves_nothing() -> None:
    source = "Tighten the lid to 21 Nm. Tighten the flange to 50 Nm."
    assert kinds("Tighten the lid to 50 Nm.", source) == {"value"}


@pytest.mark.parametrize("said", ["Torque of the bearing cover: 21 Nm", "轴承盖力矩 21 N·m", "Lagerdeckel: 21 Nm"])
def test_another_language_is_proven_by_its_values_and_concepts(said: str) -> None:
    assert unproven(said, ["Die Schrauben des Lagerdeckels mit 21 Nm anziehen."], LEXICON) == []
    assert unproven(said, ["Die Schrauben des Lagerdeckels mit 12 Nm anziehen."], LEXICON) != []


def test_without_a_source_nothing_is_proven() -> None:
    assert kinds("Tighten it well.") == {"source"}


def test_a_row_is_proven_with_the_headings_its_tool_gave_it() -> None:
    row = "Joint: Impeller nut · Torque: 65 Nm"
    assert unproven(row, with_rows(["Impeller nut\n65 Nm"], [row])) == []
    assert kinds("Joint: Impeller nut · Torque: 56 Nm", *with_rows(["Impeller nut\n65 Nm"], [row])) == {"value"}


def test_a_translation_keeps_what_must_not_change() -> None:
    original = "WARNUNG: höchstens 85 °C an P-101."
    assert lost(original, "WARNING: at most 85 °C at P-101.", LEXICON) == []
    assert [gap.kind for gap in lost(original, "Hot.", LEXICON)] == ["signal", "value", "code"]


def test_computed_figures_may_be_rounded() -> None:
    assert unproven("MTBF 55.15 days", ["MTBF 55.1483 days"], rounded=True) == []
    assert unproven("MTBF 55.16 days", ["MTBF 55.1483 days"], rounded=True) != []
    assert unfounded("MTBF 55.15 days", ["value: 55.1483 days"]) == set()


def test_proof_and_history_know_the_same_months() -> None:
    assert MONTHS == MONTH


@pytest.mark.parametrize(
    ("statement", "source", "kind"),
    [
        ("原因：“Fan worn and belt E0455 torn”", "Fan worn or belt K62 torn", "quote"),
        ("1. Lock it.\n2. Close V1.", "1. Close V1.\n2. Lock it.", "step"),
        ("Ring, 1 nipples, NLGI 1", "Ring, 4 nipples, NLGI 1", "value"),
        ("9,855 μm was measured", "Gemessen wurden 9,855 mm, und die Länge ist gut", "value"),
        ("Bar − −3 °C", "Bar − 3 °C", "value"),
        ("關閉 HV115 並不得上鎖。", "關閉 HV115 並上鎖。", "negation"),
        ("补液口 PG-30 加入预混液 FV115", "由補液口 FV115 加入預混液 PG-30", "code"),
        ("Jam：23，KP-304", "Jam：23，CP-304", "code"),
        ("Set the green prop.", "Set the red prop.", "opposite"),
        ("Roller worn and air low.", "Roller worn or air low.", "opposite"),
    ],
)
def test_falsehoods_that_once_got_through_are_caught(statement: str, source: str, kind: str) -> None:
    assert kind in kinds(statement, source)
    assert kinds(source, source) == set()


def test_a_label_before_a_row_that_denies_something_denies_nothing() -> None:
    row = "Code: E0451 · Meaning: Film not detected · Cause: Reel empty · Remedy: Thread new film"
    assert kinds("E0451: Film not detected. Cause: Reel empty. Remedy: Thread new film", row) == set()
