"""Whether one fact proves another: the same value in its own unit or a converted one."""

from __future__ import annotations

import re

from plant_agents.proof.facts import Fact
from plant_agents.proof.units import UNITS

# A converted value may be rounded as far as its digits go, but no further than this share.
_ROUNDED = 0.01
_EXACT = 1e-9


def proves(known: Fact, told: Fact, *, limits: bool = True, rounded: bool = False) -> bool:
    """Tell whether ``known`` proves ``told``: kind, value, unit, sign of tolerance and, with ``limits``, limit.

    A year is proven by a date in it. ``rounded`` values may have fewer digits than the known one.
    """
    if known.kind != told.kind:
        return known.kind == "date" and not told.unit and told.shown == known.key[:4]
    if told.kind != "value":
        return known.key == told.key or (told.kind == "date" and known.key.startswith(told.key.rstrip("-0") + "-"))
    if known.tolerance != told.tolerance or (limits and known.limit != told.limit):
        return False
    return same_value(known, told) or (rounded and known.unit in {told.unit, ""} and _rounds(known, told))


def _rounds(known: Fact, told: Fact) -> bool:
    """Tell whether ``told`` is ``known`` with fewer digits."""
    fewer = _decimals(told.shown) < _decimals(known.shown)
    return fewer and abs(known.number - told.number) <= 0.5000001 * 10.0 ** -_decimals(told.shown)


def same_value(known: Fact, told: Fact) -> bool:
    """Tell whether two values are the same quantity.

    >>> from plant_agents.proof.facts import facts
    >>> same_value(facts("85 °C")[0], facts("185 °F")[0]), same_value(facts("0.05 mm")[0], facts("50 μm")[0])
    (True, True)
    """
    if known.unit == told.unit:
        return abs(known.number - told.number) <= _EXACT * max(1.0, abs(known.number))
    if not known.unit or not told.unit:
        return False
    from_unit, to_unit = UNITS[known.unit], UNITS[told.unit]
    if from_unit.dimension != to_unit.dimension:
        return False
    if _as_written(known) == _as_written(told) and known.number and not (from_unit.zero or to_unit.zero):
        return from_unit.size == to_unit.size  # "9,855 mm" is not 9,855 μm, whichever way its comma is read
    base = known.number * from_unit.size + from_unit.zero
    converted = (base - to_unit.zero) / to_unit.size
    off = abs(converted - told.number)
    rounding = min(0.5000001 * 10.0 ** -_decimals(told.shown), _ROUNDED * abs(converted))
    return off <= max(rounding if from_unit != to_unit else 0.0, 1e-6 * abs(converted))


def _as_written(fact: Fact) -> str:
    """Return the digits and marks of a number."""
    return "".join(re.findall(r"[\d.,]", fact.shown))


def _decimals(shown: str) -> int:
    """Return the number of digits behind the decimal mark of a number as written."""
    digits = re.search(r"\d[.,](\d+)", shown)
    return len(digits[1]) if digits else 0
