"""Which levels of which factors a defect goes with: tested, corrected for their number, and set against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from plant_tools.defects.apart import Overlap, overlaps, stratum
from plant_tools.defects.contingency import Tested, compare_levels, design_effect, likeness
from plant_tools.defects.factors import Factor, Flags, Level
from plant_tools.defects.inspections import Inspections
from plant_tools.defects.multiple import ACCEPTED, adjusted
from plant_tools.defects.ratio import Ratio, Stratum, risk_ratio

LEAST_DEFECTS = 10
LEAST_INSPECTIONS = 30
LEAST_AT_LEVEL = 5
LEAST_EXPECTED = 1.0
"""Fewer defects, or inspections, in all: nothing is tested. Fewer inspections at a level, or on an average share fewer
defects than one there, or elsewhere: the level is not tested. None of it looks at how the defects fell."""

_MIDST = 0.5


@dataclass(frozen=True, slots=True)
class Compared:
    """One level against the rest of its factor. ``adjusted``: its p-value among all that were tested.

    ``earlier``, ``later``: the ratio in the first and the second half of the inspections, None without both sides.
    ``first``, ``last``: when the level was first inspected, and last. ``beside``: what cannot be told apart from it.
    """

    factor: Factor
    level: Level
    seen: Stratum
    ratio: Ratio
    tested: Tested | None
    adjusted: float | None
    earlier: Ratio | None = None
    later: Ratio | None = None
    first: datetime | None = None
    last: datetime | None = None
    beside: tuple[Overlap, ...] = ()

    @property
    def found(self) -> bool:
        """Whether the level goes with the defect, or against it, more than chance would have it."""
        return self.adjusted is not None and self.adjusted <= ACCEPTED


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that was compared: ``tests`` levels were, ``untested`` had too little. ``spread``: see ``risk_ratio``.

    ``few``: "defects" or "inspections", where there are too few of them to test anything.
    """

    defective: float
    pieces: float
    inspections: int
    compared: tuple[Compared, ...]
    tests: int
    untested: int
    spread: float
    few: str = ""

    @property
    def found(self) -> list[Compared]:
        """What goes with the defect, the surest first; what another factor may account for comes last."""
        more = [one for one in self.compared if one.found and one.ratio.value > 1]
        return sorted(more, key=lambda one: (any(o.kind == "explained" for o in one.beside), -_sureness(one)))

    @property
    def fewer(self) -> list[Compared]:
        """Where the defect is rarer than elsewhere, the surest first; not the other side of what was ``found``."""
        told = {one.factor.name for one in self.found}
        less = [one for one in self.compared if one.found and one.ratio.value < 1 and one.factor.name not in told]
        return sorted(less, key=_sureness, reverse=True)


def analyse(read: Inspections, factors: Sequence[Factor], *, testable: bool = True) -> Analysis:
    """Compare every level of ``factors`` with the rest. Not ``testable``: only count."""
    defective, pieces = float(read.defective.sum()), float(read.pieces.sum())
    few, rare = _few(read), sum(factor.more for factor in factors)
    spread = _spread(read)
    counted = [
        Compared(factor, level, seen, risk_ratio(seen, spread), None, None)
        for factor in factors
        for level in factor.levels
        if (seen := stratum(read, level.at, factor.known & ~level.at)).others
    ]
    if few or not testable:
        return Analysis(defective, pieces, len(read.pieces), tuple(counted), 0, len(counted) + rare, spread, few)
    tested = _tested(read, factors, counted)
    tests = sum(one.tested is not None for one in tested)
    described = tuple(_described(read, one, tested, spread) for one in tested)
    return Analysis(defective, pieces, len(read.pieces), described, tests, len(tested) - tests + rare, spread)


def _few(read: Inspections) -> str:
    bad = float(read.defective.sum())
    if min(bad, float(read.pieces.sum()) - bad) < LEAST_DEFECTS:
        return "defects"
    return "inspections" if len(read.pieces) < LEAST_INSPECTIONS else ""


def _spread(read: Inspections) -> float:
    """Return by how much the variance of the shares exceeds that of single pieces, at least 1."""
    if not len(read.pieces):
        return 1.0
    effect = design_effect(read.pieces, likeness(read.pieces, read.defective))
    return float((effect * read.pieces).sum() / read.pieces.sum())


def _tested(read: Inspections, factors: Sequence[Factor], counted: Sequence[Compared]) -> list[Compared]:
    """Test what has enough, factor by factor, and correct for the number of all tests."""
    found: dict[tuple[str, str], Tested] = {}
    for factor in factors:
        mine = [one for one in counted if one.factor is factor and _enough(one)]
        if mine:
            rows = np.array([one.level.at[factor.known] for one in mine])
            results = compare_levels(read.pieces[factor.known], read.defective[factor.known], rows)
            found |= {(factor.name, one.level.name): result for one, result in zip(mine, results, strict=True)}
    corrected = dict(zip(found, adjusted([one.p_value for one in found.values()]), strict=True))
    keys = [(one.factor.name, one.level.name) for one in counted]
    return [
        replace(one, tested=found.get(key), adjusted=corrected.get(key)) for one, key in zip(counted, keys, strict=True)
    ]


def _enough(one: Compared) -> bool:
    elsewhere = one.factor.known & ~one.level.at
    if min(int(one.level.at.sum()), int(elsewhere.sum())) < LEAST_AT_LEVEL:
        return False
    seen = one.seen
    share = (seen.defective + seen.other_defective) / (seen.pieces + seen.others)
    return min(seen.pieces, seen.others) * min(share, 1 - share) >= LEAST_EXPECTED


def _described(read: Inspections, one: Compared, tested: Sequence[Compared], spread: float) -> Compared:
    """Add the course in time, and what cannot be told apart, to what was found."""
    if not one.found or one.ratio.value == 1:
        return one
    candidates: dict[str, tuple[Factor, list[str]]] = {other.factor.name: (other.factor, []) for other in tested}
    for other in tested:
        if other.found and (other.ratio.value > 1) == (one.ratio.value > 1):
            candidates[other.factor.name][1].append(other.level.name)
    beside = overlaps(read, one.factor, one.level.at, one.ratio.value, list(candidates.values()), spread)
    times = [time for time, at in zip(read.times, one.level.at, strict=True) if at and time]
    earlier, later = _halves(read, one, spread)
    return replace(
        one,
        earlier=earlier,
        later=later,
        first=min(times, default=None),
        last=max(times, default=None),
        beside=tuple(beside),
    )


def _halves(read: Inspections, one: Compared, spread: float) -> tuple[Ratio | None, Ratio | None]:
    """Return the ratio before the middle of the inspections that have a time, and from there on."""
    stamps = np.array([np.nan if time is None else time.timestamp() for time in read.times])
    if np.isnan(stamps).all():
        return None, None
    middle = np.nanquantile(stamps, _MIDST)
    return _ratio_in(read, one, stamps < middle, spread), _ratio_in(read, one, stamps >= middle, spread)


def _ratio_in(read: Inspections, one: Compared, when: Flags, spread: float) -> Ratio | None:
    seen = stratum(read, one.level.at & when, one.factor.known & ~one.level.at & when)
    if not seen.pieces or not seen.others or not seen.defective + seen.other_defective:
        return None
    return risk_ratio(seen, spread)


def _sureness(one: Compared) -> float:
    return abs(one.tested.z) if one.tested else 0.0
