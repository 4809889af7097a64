"""Two types of machines that meet the capacity of an operation together, such as two of A and one of B.

All of them are as busy as one another: each type takes the share of every product that makes it so, which is
(n_k / N_k) / F with F = sum_k n_k / N_k, where N_k is how many of type k alone would be needed, before rounding. They
are enough where F >= 1, and no machine of a mix can be left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from plant_tools.selection.brief import Brief
from plant_tools.selection.capacity import Capacity, rounded_up
from plant_tools.selection.costs import Costs, costs_of
from plant_tools.selection.datasheet import Candidate

_NEARLY = 1e-9
MOST_TYPES = 20
"""Pairs are made of so many types at most, those that cost the least alone."""


@dataclass(frozen=True, slots=True)
class Portion:
    """So many machines of one type: what they take on, and what that costs."""

    candidate: Candidate
    capacity: Capacity
    costs: Costs

    @property
    def count(self) -> int:
        """How many there are."""
        return self.capacity.count


@dataclass(frozen=True, slots=True)
class Together(Capacity):
    """The capacity of a mix, ``whole`` being the N that each type alone would need, by count.

    Its ``exact`` is the number of machines over F, as if all were of one middling type.
    """

    whole: tuple[tuple[int, float], ...] = ()

    @property
    def enough(self) -> float:
        """F = sum_k n_k / N_k, at least 1."""
        return sum(count / alone for count, alone in self.whole)

    @property
    def alone(self) -> int:
        """The number of machines: which type a product would have to itself is not looked into."""
        return self.count

    @property
    def overtime(self) -> float:
        """Hours a year and machine that are needed beside H without the machine that does the least."""
        least = min(1 / alone for _, alone in self.whole)
        return self.scheduled * max(1 / (self.enough - least) - 1, 0.0) if self.enough > least else 0.0

    def rounding(self) -> str:
        """Tell whether the machines are enough, and what one fewer would need."""
        parts = " + ".join(f"{count} / {alone:.2f}" for count, alone in self.whole)
        fewer = f"without the least of them {self.overtime:.0f} h of overtime a year each"
        return f"F = sum n / N = {parts} = {self.enough:.3f} >= 1; {fewer}"


@dataclass(frozen=True, slots=True)
class Mix:
    """A mix, its ``portions`` from the one with the most machines on."""

    portions: tuple[Portion, ...]
    capacity: Together
    costs: Costs

    @property
    def lost(self) -> float:
        """The share of all pieces that the machines scrap together, without the last digits of a float."""
        pieces = sum(load.pieces for load in self.capacity.loads)
        kept = sum(load.pieces * (1 - p.candidate.lost) for p in self.portions for load in p.capacity.loads)
        return round(1 - kept / pieces, 12) if any(p.candidate.lost for p in self.portions) else 0.0


def mixes(brief: Brief, alone: Sequence[tuple[Candidate, Capacity, Costs]]) -> Iterator[Mix]:
    """Yield every mix of two types that is enough and of which no machine can be left out.

    ``alone`` are the types of which one machine meets all that must hold of it, each sized as if it did all the work.
    """
    fewest = sorted(alone, key=lambda one: one[2].per_part)[:MOST_TYPES]
    for first, second in combinations(fewest, 2):
        for counts in _counts(first[1].exact, second[1].exact):
            if all(_to_be_had(one[0], n) for one, n in zip((first, second), counts, strict=True)):
                yield _mix(brief, ((*first[:2], counts[0]), (*second[:2], counts[1])))


def _counts(one: float, other: float) -> Iterator[tuple[int, int]]:
    """Yield (n, m) with n / one + m / other >= 1, which is no longer so with one fewer of either."""
    for n in range(1, rounded_up(one)):
        m = rounded_up(other * (1 - n / one))
        if (n - 1) / one + m / other < 1 - _NEARLY:
            yield n, m


def _to_be_had(candidate: Candidate, count: int) -> bool:
    return candidate.most is None or count <= candidate.most


def _mix(brief: Brief, types: Sequence[tuple[Candidate, Capacity, int]]) -> Mix:
    enough = sum(count / capacity.exact for _, capacity, count in types)
    known = {product.id: product for product in brief.products}
    portions = []
    for candidate, capacity, count in types:
        portion = _share(capacity, count / capacity.exact / enough)
        portions.append(Portion(candidate, portion, costs_of(candidate, portion, known, brief.money)))
    portions.sort(key=lambda portion: -portion.count)
    whole = {candidate.id: capacity.exact for candidate, capacity, _ in types}
    return Mix(tuple(portions), _together(portions, whole), _sum([portion.costs for portion in portions]))


def _share(capacity: Capacity, share: float) -> Capacity:
    loads = tuple(replace(load, pieces=load.pieces * share) for load in capacity.loads)
    return replace(capacity, loads=loads, good=capacity.good * share)


def _together(portions: Sequence[Portion], whole: Mapping[str, float]) -> Together:
    """Return the capacity of all together: ``losses`` are such that load / (H x losses x U) is their number over F."""
    first, loads = portions[0].capacity, []
    for at, load in enumerate(first.loads):
        pieces = [portion.capacity.loads[at] for portion in portions]
        total = sum(one.pieces for one in pieces)
        seconds = sum(one.pieces * one.seconds for one in pieces) / total if total else load.seconds
        loads.append(replace(load, pieces=total, seconds=seconds))
    exact, hours = sum(p.capacity.exact for p in portions), sum(load.hours for load in loads)
    good = sum(portion.capacity.good for portion in portions)
    losses = hours / (first.scheduled * first.cap * exact)
    counts = tuple((portion.count, whole[portion.candidate.id]) for portion in portions)
    return Together(tuple(loads), good, first.scheduled, losses, first.cap, counts)


def _sum(costs: Sequence[Costs]) -> Costs:
    first = costs[0]
    return Costs(
        investment=math.fsum(one.investment for one in costs),
        residual=math.fsum(one.residual for one in costs),
        running={name: math.fsum(one.running[name] for one in costs) for name in first.running},
        kwh=math.fsum(one.kwh for one in costs),
        floor=math.fsum(one.floor for one in costs),
        volume=math.fsum(one.volume for one in costs),
        good=math.fsum(one.good for one in costs),
        rate=first.rate,
        years=first.years,
    )
