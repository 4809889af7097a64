"""The options at an operation, one a candidate and one a mix of two: screened, sized, costed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plant_tools.selection.brief import Brief, Operation, Product
from plant_tools.selection.capacity import Capacity, sized
from plant_tools.selection.costs import Costs, costs_of
from plant_tools.selection.datasheet import Candidate
from plant_tools.selection.mixing import Portion, mixes
from plant_tools.selection.screening import Check, mixed_together, screened, together


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate at an operation, or a mix of two. Without ``failed`` checks it has a capacity, costs and figures."""

    portions: tuple[Portion, ...]
    checks: tuple[Check, ...]
    capacity: Capacity
    costs: Costs
    figures: Mapping[str, float]

    @property
    def name(self) -> str:
        """The candidate, or such as "2 x A + 1 x B"."""
        if not self.is_mix:
            return self.portions[0].candidate.id
        return " + ".join(f"{portion.count} x {portion.candidate.id}" for portion in self.portions)

    @property
    def is_mix(self) -> bool:
        """Whether there are machines of two types."""
        return len(self.portions) > 1

    @property
    def lost(self) -> float:
        """The share of pieces scrapped."""
        return self.figures["scrap"]

    @property
    def failed(self) -> tuple[Check, ...]:
        """The requirements that it does not meet."""
        return tuple(check for check in self.checks if not check.ok)


def option_of(
    brief: Brief, candidate: Candidate, operation: Operation, products: Sequence[Product], scraps: Mapping[str, float]
) -> Option:
    """Return a candidate, sized, costed and screened, as if it did all the work."""
    capacity = sized(candidate, operation.id, products, scraps, brief.shifts)
    costs = costs_of(candidate, capacity, {one.id: one for one in products}, brief.money)
    checks = screened(candidate, operation, products)
    if capacity.count > 1:
        checks += together(candidate, operation, capacity.count)
    scores = {name: cell.value for name, cell in candidate.scores.items()}
    figures = _figures(scores, candidate.lost, capacity, costs)
    return Option((Portion(candidate, capacity, costs),), tuple(checks), capacity, costs, figures)


def mixed_options(
    brief: Brief, operation: Operation, products: Sequence[Product], options: Sequence[Option]
) -> list[Option]:
    """Return the mixes of those of which one machine may stand there, that may stand there together."""
    alone = []
    for option in options:
        (portion,) = option.portions
        if all(check.ok for check in screened(portion.candidate, operation, products)):
            alone.append((portion.candidate, portion.capacity, portion.costs))
    found = []
    for mix in mixes(brief, alone):
        types = [portion.candidate for portion in mix.portions]
        checks = tuple(mixed_together({p.candidate.id: p.count for p in mix.portions}, types, operation))
        if all(check.ok for check in checks):
            figures = _figures(_scores(brief, types), mix.lost, mix.capacity, mix.costs)
            found.append(Option(mix.portions, checks, mix.capacity, mix.costs, figures))
    return found


def _scores(brief: Brief, types: Sequence[Candidate]) -> dict[str, float]:
    """Return the scores of a mix by criterion: that of the type which is worse."""
    worse = {criterion.id: max if criterion.better == "less" else min for criterion in brief.criteria}
    names = [name for name in worse if all(name in one.scores for one in types)]
    return {name: worse[name](one.scores[name].value for one in types) for name in names}


def _figures(scores: Mapping[str, float], lost: float, capacity: Capacity, costs: Costs) -> dict[str, float]:
    return dict(scores) | {
        "cost_per_part": costs.per_part,
        "npv": costs.npv,
        "investment": costs.investment,
        "machines": float(capacity.count),
        "floor": costs.floor,
        "volume": costs.volume,
        "energy": costs.kwh / capacity.good,
        "spare": 1 - capacity.used / capacity.cap,
        "scrap": lost,
    }
