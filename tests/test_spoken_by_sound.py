"""Codes that a transcript sounds like, though nobody would read them there."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plant_tools.spoken.by_sound import fits
from plant_tools.spoken.mentions import Speech, mentions
from plant_tools.spoken.phones import phones
from plant_tools.spoken.register import Code, Register
from plant_tools.spoken.spotting import without_amounts

TAGS = [Code(tag) for tag in "DP-301 RN-302 FL-303 CP-304 LB-305 SW-306 PL-307 P-101 K-110 CH-115".split()]
PLANT = Register(TAGS)

# What Whisper base wrote down, and what had been said.
MISHEARD = [
    ("de", "Anka ein Seins Nullt mit Masse aus", "K-110"),
    ("de", "Was steht im Handbuch über B-Einfunderteins?", "P-101"),
    ("de", "Scheibe einen Ausdruck, LB-3-Bundat-Synf-Macht", "LB-305"),
    ("zh", "地皮山雷鳥遜年最長天的路程是神魔", "DP-301"),
    ("en", "see pea tree oh for is leaking", "CP-304"),
]
ORDINARY = [
    ("en", "Why is the film tearing all the time?"),
    ("en", "How much grease does the bearing need?"),
    ("de", "Wie viel Fett braucht das Lager?"),
    ("zh", "轴承需要多少润滑脂"),
]


@pytest.mark.parametrize(("language", "heard", "meant"), MISHEARD)
def test_a_code_is_offered_for_what_sounds_like_it(language: str, heard: str, meant: str) -> None:
    (found,) = mentions(Speech(heard, language), PLANT)
    assert found.status == "choice"
    assert meant in [code.code for code in found.codes]
    assert heard[found.start : found.end] == found.heard


@pytest.mark.parametrize(("language", "heard"), ORDINARY)
def test_an_ordinary_question_sounds_like_no_code(language: str, heard: str) -> None:
    assert mentions(Speech(heard, language), PLANT) == []


@given(st.text(alphabet="abdeiklnoprst 0123456789一三零屁", max_size=60), st.sampled_from(["en", "de", "zh"]))
@settings(max_examples=60, deadline=None)
def test_every_code_has_one_place_in_the_text_and_a_cost(text: str, language: str) -> None:
    found, wanted = fits(text, language, TAGS), TAGS if phones(without_amounts(text), language) else []
    assert {fit.code for fit in found} == set(wanted)
    assert all(0 <= fit.cost <= 1 and 0 <= fit.start < fit.end <= len(text) for fit in found)


@given(st.sampled_from(TAGS), st.sampled_from(["en", "de", "zh"]))
def test_a_code_costs_nothing_where_it_stands(code: Code, language: str) -> None:
    best: Iterable[str] = [fit.code.code for fit in fits(f"x {code.code} y", language, TAGS) if fit.cost == 0]
    assert code.code in best
