"""Whether two factors can be told apart: levels that go together, and what is left of one within the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from plant_tools.defects.factors import Factor, Flags
from plant_tools.defects.inspections import Inspections
from plant_tools.defects.ratio import Ratio, Stratum, within_strata

TOGETHER = 0.9
"""Two levels that share so much of the inspections that have either are one and the same for the data."""

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Overlap:
    """``factor`` and ``level`` that go together with another; ``ratio``: what is left of that within ``factor``.

    ``kind``: "same" where they cannot be separated, "explained" where most of the other goes with this one.
    """

    kind: str
    factor: str
    level: str
    ratio: Ratio | None = None


def overlaps(
    read: Inspections,
    factor: Factor,
    at: Flags,
    crude: float,
    others: Sequence[tuple[Factor, Sequence[str]]],
    spread: float,
) -> list[Overlap]:
    """Compare one level with ``others``: factors with the names of their levels that go with the defect as well.

    ``crude`` is the ratio of the level, not 1. "explained": within the other factor less than half of its logarithm is
    left.
    """
    found: list[Overlap] = []
    for other, candidates in others:
        if other.name == factor.name:
            continue
        same = [level.name for level in other.levels if _shared(at, level.at) >= TOGETHER]
        if same:
            found.append(Overlap("same", other.name, same[0]))
            continue
        left = within_strata(strata(read, factor, at, other), spread) if candidates else None
        if left and log(left.value) / log(crude) < _HALF:
            found.append(Overlap("explained", other.name, ", ".join(candidates), left))
    return found


def strata(read: Inspections, factor: Factor, at: Flags, other: Factor) -> list[Stratum]:
    """Return the counts at a level and elsewhere, within each level of another factor."""
    return [stratum(read, at & level.at, ~at & factor.known & level.at) for level in other.levels]


def stratum(read: Inspections, at: Flags, elsewhere: Flags) -> Stratum:
    """Return the counts of two groups of inspections."""
    sums = (read.defective[at], read.pieces[at], read.defective[elsewhere], read.pieces[elsewhere])
    return Stratum(*(float(one.sum()) for one in sums))


def _shared(one: Flags, other: Flags) -> float:
    either = int((one | other).sum())
    return float(np.count_nonzero(one & other) / either) if either else 0.0
