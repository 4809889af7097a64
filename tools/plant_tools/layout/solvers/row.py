"""A single row: items in a line, the sum of flow times the distance of centres the least (SRFLP)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from plant_tools.layout.solvers import row_kernel as kernel
from plant_tools.layout.solvers.chance import chance, shuffle
from plant_tools.layout.solvers.compiling import is_ready
from plant_tools.layout.solvers.cooling import Pieces, Round, temperature
from plant_tools.layout.solvers.crew import Crew
from plant_tools.layout.solvers.row_kernel import Line, Row
from plant_tools.layout.solvers.search import Budget, Found, Progress

Order = NDArray[np.int64]

# Temperatures as shares of the cost of random orders.
_ROUNDS = (
    Round(0.25, 2e-3, 1e-7),
    Round(0.50, 2e-3, 1e-7),
    Round(0.75, 2e-3, 1e-7),
    Round(1.00, 3e-4, 1e-7, from_best=True),
)
_MOST = 1 << 17
_SAMPLES = 20


def problem(lengths: ArrayLike, flow: ArrayLike) -> Row:
    """Return the problem of ``lengths`` (n,) and ``flow`` (n, n), whose both directions are added up.

    Raises ``ValueError`` where shapes do not fit, a number is not finite, or a length is below 0.
    """
    sizes, flows = np.array(lengths, float), np.array(flow, float)
    if sizes.ndim != 1 or flows.shape != (len(sizes), len(sizes)):
        raise ValueError(f"lengths are {sizes.shape}, flow is {flows.shape}: n and n by n are wanted")
    if not (np.isfinite(sizes).all() and np.isfinite(flows).all()) or (sizes < 0).any():
        raise ValueError("lengths and flows must be finite numbers, lengths not below 0")
    flows = flows + flows.T
    np.fill_diagonal(flows, 0)
    return Row(sizes, flows)


class RowSearch:
    """One annealing. ``plan`` is the items from left to right."""

    def __init__(self, row: Row, seed: tuple[int, ...]) -> None:
        self._row, self._chance = row, chance(*seed)
        n = len(row.lengths)
        self._line = Line(np.arange(n), np.zeros(n), np.arange(n))
        self._pieces = Pieces(256, _MOST)
        self._round, self._begin = -1, 0.0
        self.cost, self.iterations, self._scale = float("inf"), 0, 0.0

    @property
    def plan(self) -> Order:
        """The best order so far."""
        return self._line.best.copy()

    def advance(self, share: float) -> None:
        """Anneal a piece."""
        self._pieces.follow(share)
        if not np.isfinite(self.cost):
            self.cost = kernel.cost_of(self._row, self._line.best)
        if self._round < 0 or share >= _ROUNDS[self._round].end:
            self._next_round(share)
        heat = self._scale * temperature(_ROUNDS[self._round], self._begin, share)
        number = self._pieces.iterations
        bar, _ = kernel.anneal(self._row, self._line, self._chance, heat, number, self.cost)
        if bar < self.cost:
            self.cost = kernel.cost_of(self._row, self._line.best)
        self.iterations += number

    def rehearse(self) -> None:
        """Compile the kernels."""
        RowSearch(Row(np.ones(2), np.zeros((2, 2))), (0,)).advance(0)

    def ready(self) -> bool:
        """Tell whether the kernels were compiled before."""
        return is_ready(kernel.anneal)

    def _next_round(self, share: float) -> None:
        while self._round < 0 or (share >= _ROUNDS[self._round].end and self._round + 1 < len(_ROUNDS)):
            self._round += 1
        self._begin, self._scale = share, self._scale or self._usual_cost()
        if _ROUNDS[self._round].from_best:
            self._line.order[:] = self._line.best
        else:
            shuffle(self._chance, self._line.order)

    def _usual_cost(self) -> float:
        """Return the mean cost of random orders."""
        order, total = np.arange(len(self._row.lengths)), 0.0
        for _ in range(_SAMPLES):
            shuffle(self._chance, order)
            total += kernel.cost_of(self._row, order) / _SAMPLES
        return max(total, 1e-300)


def solve_row(
    row: Row, budget: Budget, seed: int = 0, *, crew: Crew | None = None, progress: Progress | None = None
) -> Found[Order]:
    """Return the best order of the items. Without a ``crew`` all cores search, each with its own numbers."""
    return (crew or Crew()).race(lambda number: RowSearch(row, (seed, number)), budget, progress)
