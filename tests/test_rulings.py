"""Yes or no to a value: compared with what a source states, unit-aware, and never yes where it is in doubt."""

from __future__ import annotations

import pytest

from plant_agents.first_line.line import ruled
from plant_agents.proof.ruling import ruling
from plant_tools.manuals.wanted import asked_about


def _ruled(asked: str, stated: str, said: str = "", comparator: str = "") -> str:
    return ruling(asked, stated, said, comparator, comma=False, stated_comma=False)


@pytest.mark.parametrize(
    ("asked", "expected"), [("12 bar", "no"), ("10 bar", "yes"), ("0.9 MPa", "yes"), ("1.1 MPa", "no")]
)
def test_a_limit_permits_what_is_not_above_it_in_any_unit(asked: str, expected: str) -> None:
    assert _ruled(asked, "10 bar", "casing pressure, at most", "") == expected


def test_a_temperature_is_compared_across_scales() -> None:
    assert _ruled("185 °F", "85 °C", "Largest permitted temperature: 85 °C") == "yes"
    assert _ruled("200 °F", "85 °C", "Largest permitted temperature: 85 °C") == "no"


def test_a_set_value_permits_only_itself() -> None:
    assert _ruled("8 Nm", "8 Nm", "neck plate, torque") == "yes"
    assert _ruled("12 Nm", "8 Nm", "neck plate, torque") == "no"


def test_a_range_and_a_tolerance_permit_what_is_within() -> None:
    assert _ruled("160 °C", "150 to 185 °C") == "yes"
    assert _ruled("200 N", "180 N ± 15 N") == "no"


@pytest.mark.parametrize(
    ("asked", "stated", "said", "comparator"),
    [
        ("80 °C", "85 °C", "heat, up to 85 °C", "at_most"),  # how hot it gets, not how hot it may be
        ("30 °C", "40 °C", "thermometer below 40 °C", "below"),
        ("30 bar", "20 bar", "at least 20 bar", "at_least"),  # another limit may forbid it
        ("10 min", "5 min", "wait", ""),
        ("12 bar", "8 Nm", "torque", ""),
    ],
)
def test_what_is_in_doubt_is_not_answered_with_yes_or_no(asked: str, stated: str, said: str, comparator: str) -> None:
    assert _ruled(asked, stated, said, comparator) == ""


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Is 7 bar allowed for the pump?", "7 bar"),
        ("Darf ich die Halsplatte mit 25 Nm anziehen?", "25 Nm"),
        ("P-101可以用12 bar吗?", "12 bar"),
        ("May it run above 7 bar?", ""),
        ("Darf es nicht über 7 bar laufen?", ""),
        ("At how many bar does the valve open?", ""),
        ("Can the filler run 1.5 l bottles?", ""),
    ],
)
def test_the_value_asked_about_is_found_where_yes_or_no_can_answer(question: str, value: str) -> None:
    assert asked_about(question) == value


def test_a_first_line_says_no_and_the_fact_in_the_asker_s_language_and_yes_only_where_no_rival_forbids() -> None:
    part = {"text": "", "said": ""}
    fact = {
        "kind": "value",
        "language": "de",
        "comparator": "",
        "subject": {"text": "Gehäusedruck, höchstens", "said": ""},
        "parameter": {"text": "Wert", "said": "value"},
        "value": {"text": "10 bar", "said": ""},
        "note": part,
        "asked": "8 bar",
        "rivals": [],
    }
    low = {"subject": "Druck, höchstens", "parameter": "", "note": "", "value": "6 bar", "comparator": ""}
    assert ruled("zh-Hans", fact | {"asked": "12 bar"}) == "不，12 bar 不符合。"
    assert ruled("en", fact) == "Yes, 8 bar. "
    assert ruled("en", fact | {"rivals": [low]}) == ""
