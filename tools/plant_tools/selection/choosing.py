"""From a brief to chosen machines: screen, size, cost and rank the candidates of each operation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from plant_tools.selection.brief import Brief, Criterion, Operation, Product
from plant_tools.selection.options import Option, mixed_options, option_of
from plant_tools.selection.ranking import Ranking, dominators, ranked
from plant_tools.selection.weighing import Weights, weights_of

_ROUNDS = 20
MOST_MIXES = 8
"""So many mixes are compared at most, the cheapest a good part."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was found for an operation: all options, those compared (rows of ``ranking``), who dominates whom.

    ``mix`` is the cheapest mix that is right, where mixes were not asked for.
    """

    operation: Operation
    products: tuple[Product, ...]
    options: tuple[Option, ...]
    compared: tuple[Option, ...]
    dominated: Mapping[str, str]
    ranking: Ranking | None
    mix: Option | None = None

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
        found = dict(scraps) | {c.operation.id: c.chosen.lost for c in choices if c.chosen}
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
            options = [option_of(brief, one, operation, products, scraps) for one in candidates]
            mixed = mixed_options(brief, operation, products, options)
            options += _worth_it(brief, options, mixed) if operation.mixed else []
            choice = _compared(brief, weights, operation, products, options)
            cheapest = min(mixed, key=lambda one: one.costs.per_part, default=None)
            found.append(choice if operation.mixed else replace(choice, mix=cheapest))
    return found


def _worth_it(brief: Brief, options: Sequence[Option], mixed: Sequence[Option]) -> list[Option]:
    """Return the cheapest of the mixes that nothing beats or equals everywhere."""
    rivals = [option for option in options if not option.failed] + list(mixed)
    by = dominators(np.array([_row(o, brief.criteria) for o in rivals]), _benefit(brief)) if rivals else []
    left = [option for option, who in zip(rivals, by, strict=True) if who is None and option.is_mix]
    return sorted(left, key=lambda option: option.costs.per_part)[:MOST_MIXES]


def _compared(
    brief: Brief, weights: Weights, operation: Operation, products: Sequence[Product], options: Sequence[Option]
) -> Choice:
    alive = [option for option in options if not option.failed]
    benefit = _benefit(brief)
    table = np.array([_row(option, brief.criteria) for option in alive])
    by = dominators(table, benefit) if alive else []
    left = [n for n, who in enumerate(by) if who is None]
    ranking = ranked(table[left], weights.values, benefit, seed=brief.seed) if left else None
    return Choice(
        operation,
        tuple(products),
        tuple(options),
        tuple(alive[n] for n in left),
        {alive[n].name: alive[who].name for n, who in enumerate(by) if who is not None},
        ranking,
    )


def _benefit(brief: Brief) -> NDArray[np.bool_]:
    return np.array([criterion.better == "more" for criterion in brief.criteria])


def _row(option: Option, criteria: Sequence[Criterion]) -> list[float]:
    return [option.figures[criterion.id] for criterion in criteria]
