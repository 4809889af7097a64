"""Whether a value that somebody asks about is within what a source states: yes, no, or not said.

Where it is in doubt it is not said. A limit that only says how high something gets permits nothing, and what is
"above" or "below" is the condition of something else.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from plant_agents.proof.facts import Fact, facts
from plant_agents.proof.matching import same_value
from plant_agents.proof.spelling import spelt
from plant_agents.proof.units import UNITS

YES, NO, UNSAID = "yes", "no", ""
_MOST = re.compile(
    r"\bat most\b|not exceed|no(?:t)? more than|\bmax|largest|highest|permi|allow|höchst|zulässig|erlaubt|"
    r"nicht über|"
    r"不得超|不超|不大于|不大於|最大|最高|最多|以下|以内|以內|上限|允许|允許",
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"\bat least\b|no(?:t)? less than|\bmin(?:imum)?\b|mindest|wenigst|"
    r"不小于|不小於|不低于|不低於|至少|以上|最小|最低|最少",
    re.IGNORECASE,
)
_NEARLY = 1e-6


class Bounds(NamedTuple):
    """The least and the greatest value that is stated, in base units; ``permitted`` where the source allows it."""

    least: float
    most: float
    permitted: bool


def ruling(asked: str, stated: str, said: str, comparator: str, *, comma: bool, stated_comma: bool) -> str:
    """Return whether ``asked``, a value, is within ``stated``: "yes", "no", or "" where that cannot be told.

    ``said`` is the sentence or row around the stated value, ``comparator`` the word that bounds it, as of a fact card.
    ``comma`` and ``stated_comma`` say that the decimals of either follow a comma.

    >>> ruling("185 °F", "85 °C", "at most 85 °C", "at_most", comma=False, stated_comma=False)
    'yes'
    """
    values = [fact for fact in facts(spelt(stated), comma=stated_comma) if fact.kind == "value" and fact.unit]
    about = [fact for fact in facts(spelt(asked), comma=comma) if fact.kind == "value" and fact.unit]
    if len(about) != 1 or not values or not all(_alike(about[0], value) for value in values):
        return UNSAID
    bounds = _bounds(values, said, comparator)
    if bounds is None:
        return UNSAID
    number = _base(about[0])
    slack = _NEARLY * max(abs(number), 1.0)
    if any(same_value(value, about[0]) for value in values):  # also where one of them is rounded
        number = min(max(number, bounds.least), bounds.most)
    if number > bounds.most + slack or number < bounds.least - slack:
        return NO
    return YES if bounds.permitted else UNSAID


def _bounds(values: list[Fact], said: str, comparator: str) -> Bounds | None:
    """Return what the values allow, None where that cannot be told."""
    numbers = [_base(value) for value in values]
    if len(values) == 2 and values[1].tolerance:
        off = _size(values[1])
        return Bounds(numbers[0] - off, numbers[0] + off, permitted=True)
    if len(values) == 2:
        return Bounds(min(numbers), max(numbers), permitted=True)
    if len(values) > 2 or comparator in {"above", "below", "about", "denied"}:
        return None
    return _bounded(values[0], numbers[0], said, comparator)


def _bounded(value: Fact, number: float, said: str, comparator: str) -> Bounds | None:
    """Return what one value allows, by the words around it."""
    if comparator == "at_least" or _LEAST.search(said):
        return Bounds(number, math.inf, permitted=False)
    if comparator == "at_most" or _MOST.search(said):
        return Bounds(-math.inf, number, permitted=_MOST.search(said) is not None)
    if UNITS[value.unit].dimension in {"time", "months"}:  # a time that is kept longer may be as good
        return None
    return Bounds(number, number, permitted=True)


def _alike(one: Fact, other: Fact) -> bool:
    return UNITS[one.unit].dimension == UNITS[other.unit].dimension


def _base(fact: Fact) -> float:
    return fact.number * UNITS[fact.unit].size + UNITS[fact.unit].zero


def _size(fact: Fact) -> float:
    return abs(fact.number) * UNITS[fact.unit].size
