"""From a brief to chosen machines: screen, size, cost and rank the candidates of each operation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from plant_tools.selection.brief import Brief, Criterion, Operation, Product
from plant_tools.selection.capacity import Capacity, sized
from plant_tools.selection.costs import Costs, costs_of
from plant_tools.selection.datasheet import Candidate
from plant_tools.selection.ranking import Ranking, dominators, ranked
from plant_tools.selection.screening import Check, screened, together
from plant_tools.selection.weighing import Weights, weights_of

_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate at an operation. Without ``failed`` checks it has a capacity, costs and figures."""

    candidate: Candidate
    checks: tuple[Check, ...]
    capacity: Capacity
    costs: Costs
    figures: Mapping[str, float]

    @property
    def failed(self) -> tuple[Check, ...]:
        """The requirements that it does not meet."""
        return tuple(check for check in self.checks if not check.ok)


@dataclass(frozen=True, slots=True)
class Choice:
    """What was found for an operation: all options, those compared (rows of ``ranking``), who dominates whom."""

    operation: Operation
    products: tuple[Product, ...]
    options: tuple[Option, ...]
    compared: tuple[Option, ...]
    dominated: Mapping[str, str]
    ranking: Ranking | None

    @property
    def chosen(self) -> Option | None:
        """The first of the ranking; None where every option failed."""
        return self.compared[self.ranking.order[0]] if self.ranking else None


@dataclass(frozen=True, slots=True)
class Selection:
    """The choices in the order of the operations, and the weights they were made with."""

    brief: Brief
    weights: Weights
    choices: tuple[Choice, ...]
    scraps: Mapping[str, float]
    settled: bool


def choose(brief: Brief) -> Selection:
    """Choose for every operation that has candidates.

    What a later operation scraps adds to the load of those before it, so the choices are repeated until the scraps of
    what is chosen are those that were counted with. Raises ``SelectionRefused``.
    """
    weights = weights_of(brief.criteria, brief.comparisons)
    scraps: Mapping[str, float] = {one.id: one.scrap for one in brief.operations}
    choices: tuple[Choice, ...] = ()
    for _ in range(_ROUNDS):
        choices = tuple(_choices(brief, weights, scraps))
        found = dict(scraps) | {c.operation.id: c.chosen.candidate.lost for c in choices if c.chosen}
        if found == scraps:
            return Selection(brief, weights, choices, scraps, settled=True)
        scraps = found
    return Selection(brief, weights, choices, scraps, settled=False)


def _choices(brief: Brief, weights: Weights, scraps: Mapping[str, float]) -> list[Choice]:
    found = []
    for operation in brief.operations:
        products = [p for p in brief.products if any(step.operation == operation.id for step in p.route)]
        candidates = [one for one in brief.candidates if operation.id in one.operations]
        if products and candidates:
            options = [_option(brief, one, operation, products, scraps) for one in candidates]
            found.append(_compared(brief, weights, operation, products, options))
    return found


def _option(
    brief: Brief, candidate: Candidate, operation: Operation, products: Sequence[Product], scraps: Mapping[str, float]
) -> Option:
    capacity = sized(candidate, operation.id, products, scraps, brief.shifts)
    costs = costs_of(candidate, capacity, {one.id: one for one in products}, brief.money)
    checks = screened(candidate, operation, products)
    if capacity.count > 1:
        checks += together(candidate, operation, capacity.count)
    return Option(candidate, tuple(checks), capacity, costs, _figures(candidate, capacity, costs))


def _figures(candidate: Candidate, capacity: Capacity, costs: Costs) -> dict[str, float]:
    return {name: cell.value for name, cell in candidate.scores.items()} | {
        "cost_per_part": costs.per_part,
        "npv": costs.npv,
        "investment": costs.investment,
        "machines": float(capacity.count),
        "floor": costs.floor,
        "volume": costs.volume,
        "energy": costs.kwh / capacity.good,
        "spare": 1 - capacity.used / capacity.cap,
        "scrap": candidate.lost,
    }


def _compared(
    brief: Brief, weights: Weights, operation: Operation, products: Sequence[Product], options: Sequence[Option]
) -> Choice:
    alive = [option for option in options if not option.failed]
    benefit = np.array([criterion.better == "more" for criterion in brief.criteria])
    table = np.array([_row(option, brief.criteria) for option in alive])
    by = dominators(table, benefit) if alive else []
    left = [n for n, who in enumerate(by) if who is None]
    ranking = ranked(table[left], weights.values, benefit, seed=brief.seed) if left else None
    return Choice(
        operation,
        tuple(products),
        tuple(options),
        tuple(alive[n] for n in left),
        {alive[n].candidate.id: alive[who].candidate.id for n, who in enumerate(by) if who is not None},
        ranking,
    )


def _row(option: Option, criteria: Sequence[Criterion]) -> list[float]:
    return [option.figures[criterion.id] for criterion in criteria]
