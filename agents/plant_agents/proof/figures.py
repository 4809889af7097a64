"""Whether figures that a tool computed are founded: they may be rounded in the telling."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plant_agents.proof.binding import read
from plant_agents.proof.facts import Fact


def unfounded(statement: str, sources: Iterable[str]) -> set[str]:
    """Return the numbers and codes of a computed ``statement`` that stand in none of ``sources``, nor round to it.

    Units, limits and order are not compared: sources are the raw results of a computation.

    >>> unfounded("MTBF 55.15 days", ["value: 55.1483 days"])
    set()
    """
    known = [fact for source in sources for sentence in read(source) for fact in sentence.facts]
    keys = {fact.key for fact in known if fact.key}
    numbers = {fact.number for fact in known if fact.kind == "value"}
    told = [fact for sentence in read(statement) for fact in sentence.facts]
    return {fact.shown for fact in told if not _founded(fact, keys, numbers)}


def _founded(fact: Fact, keys: set[str], numbers: set[float]) -> bool:
    if fact.kind == "value":
        return fact.number in numbers or any(_rounds(number, fact) for number in numbers)
    if fact.kind == "code" and not any(character.isdigit() for character in fact.key):
        return True  # an abbreviation is no figure
    return fact.key in keys or (fact.kind == "date" and any(key.startswith(fact.key.rstrip("-0")) for key in keys))


def _rounds(number: float, fact: Fact) -> bool:
    """Tell whether ``number`` is that of ``fact`` with more digits."""
    digits = re.search(r"[.,](\d+)", fact.shown)
    decimals = len(digits[1]) if digits else 0
    return abs(number - fact.number) <= 0.5000001 * 10**-decimals and number != int(number)
