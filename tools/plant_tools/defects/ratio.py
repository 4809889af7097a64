"""How many times as often: risk ratios with their intervals, alone and within the strata of another factor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

Z95 = 1.959964
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Ratio:
    """A risk ratio with its interval of 95 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Stratum:
    """``defective`` of ``pieces`` at a level, ``other_defective`` of ``others`` elsewhere."""

    defective: float
    pieces: float
    other_defective: float
    others: float


def risk_ratio(seen: Stratum, spread: float = 1.0) -> Ratio:
    """Return the ratio of the two shares, its interval by Katz et al. (1978).

    Half a defect is added on both sides where one has none. ``spread`` widens the variance of the logarithm: how much
    more inspections differ than single pieces would (quasi-likelihood, McCullagh and Nelder 1989, 4.5).
    """
    more = _HALF if not (seen.defective and seen.other_defective) else 0.0
    here, there = seen.defective + more, seen.other_defective + more
    pieces, others = seen.pieces + 2 * more, seen.others + 2 * more
    variance = 1 / here - 1 / pieces + 1 / there - 1 / others
    return _around(here / pieces / (there / others), max(variance, 0.0) * spread)


def within_strata(strata: Sequence[Stratum], spread: float = 1.0) -> Ratio | None:
    """Return the Mantel-Haenszel risk ratio, its variance by Greenland and Robins (1985).

    None where no stratum has both sides, or one side has no defect.
    """
    both = [(one, one.pieces + one.others) for one in strata if one.pieces and one.others]
    here = sum(one.defective * one.others / total for one, total in both)
    there = sum(one.other_defective * one.pieces / total for one, total in both)
    if not here or not there:
        return None
    parts = (
        (one.pieces * one.others * (one.defective + one.other_defective) - one.defective * one.other_defective * total)
        / total**2
        for one, total in both
    )
    return _around(here / there, sum(parts) / (here * there) * spread)


def _around(value: float, variance: float) -> Ratio:
    wide = Z95 * sqrt(max(variance, 0.0))
    return Ratio(value, value * exp(-wide), exp(log(value) + wide))
