"""Whether the numbers, units and codes of a statement stand in its sources."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plant_agents.proof import facts, unproven


@given(st.integers(0, 99_999), st.integers(0, 9), st.data())
def test_any_changed_digit_is_caught(number: int, digit: int, data: st.DataObject) -> None:
    source = f"Set the gauge to {number} mm at station B."
    written = str(number)
    at = data.draw(st.integers(0, len(written) - 1))
    assume(written[at] != str(digit))
    changed = written[:at] + str(digit) + written[at + 1 :]
    assert unproven(source, [source]) == set()
    assert unproven(f"Set it to {changed} mm.", [source]) == {changed}


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
    ],
)
def test_the_same_fact_has_one_spelling(one: str, other: str) -> None:
    assert facts(one) == facts(other)
    assert unproven(one, [other]) == set()


@pytest.mark.parametrize(
    ("lie", "source", "missing"),
    [
        ("5 °C", "-5 °C", {"5"}),
        ("-5 °C", "5 °C", {"-5"}),
        ("21 bar", "21 Nm", {"bar"}),
        ("E0452", "E0451", {"E0452"}),
        ("M10", "M8", {"M10"}),
        ("K-101", "P-101", {"K101"}),
        ("0.05 mm", "0.5 mm", {"0.05"}),
    ],
)
def test_another_sign_unit_code_or_place_is_caught(lie: str, source: str, missing: set[str]) -> None:
    assert unproven(lie, [source]) == missing


def test_a_hyphen_that_joins_is_no_sign() -> None:
    assert facts("10-15 mm") == {"10", "15", "mm"}
    assert unproven("P-101 takes 10 to 15 mm", ["P-101: 10-15 mm"]) == set()


def test_several_sources_prove_together() -> None:
    assert unproven("21 Nm at 90 °C", ["21 Nm", "90 °C"]) == set()
    assert unproven("Tighten it well.", []) == set()
