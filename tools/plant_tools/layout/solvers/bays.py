"""Annealing of flexible bays, upright and lying in turn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from plant_tools.layout.solvers import bays_kernel as kernel
from plant_tools.layout.solvers.bays_kernel import Bays
from plant_tools.layout.solvers.chance import Chance, below, chance, shuffle
from plant_tools.layout.solvers.compiling import is_ready
from plant_tools.layout.solvers.cooling import Pieces, Round, temperature
from plant_tools.layout.solvers.slicing import Blocks

_ROUNDS = tuple(Round(end, 1e-2, 1e-4) for end in (0.25, 0.5, 0.75, 1.0))
_PENALTY = 0.5
_MOST = 1 << 16
_SAMPLES = 20


class BaySearch:
    """One annealing after the other. ``plan`` is the boxes (n, 4) of all blocks; infinite cost where none fit."""

    def __init__(self, blocks: Blocks, seed: tuple[int, ...]) -> None:
        self._blocks, self._chance = blocks, chance(*seed)
        leaves = len(blocks.areas)
        self._tables = (_new_bays(leaves), _new_bays(leaves), _new_bays(leaves))
        self._boxes = np.zeros((leaves, 4))
        self._pieces = Pieces(64, _MOST)
        self._round, self._begin, self._upright = -1, 0.0, (1, 1)
        self.cost, self.iterations, self._scale = float("inf"), 0, 0.0

    @property
    def plan(self) -> NDArray[np.float64]:
        """The boxes of the best bays so far, all at 0 as long as there are none."""
        boxes = np.zeros_like(self._boxes)
        if np.isfinite(self.cost):
            kernel.lay_out(self._blocks, self._tables[2], boxes, self._upright[1])
        return boxes

    def advance(self, share: float) -> None:
        """Anneal a piece."""
        self._pieces.follow(share)
        if self._round < 0 or share >= _ROUNDS[self._round].end:
            self._next_round(share)
        heat = self._scale * temperature(_ROUNDS[self._round], self._begin, share)
        rule = np.array([heat, _PENALTY * self._scale, self.cost, self._upright[0]])
        number = self._pieces.iterations
        bar, _ = kernel.anneal(self._blocks, self._tables, self._boxes, self._chance, rule, number)
        if bar < self.cost:
            self.cost, self._upright = bar, (self._upright[0], self._upright[0])
        self.iterations += number

    def rehearse(self) -> None:
        """Compile the kernels."""
        pair, none = np.ones(2), np.zeros(0, np.int64)
        two = Blocks(pair, pair / 2, none, none, np.zeros(0), np.zeros((0, 2)), np.array([2.0, 1.0]), 0, 2, 0.0)
        BaySearch(two, (0,)).advance(0)

    def ready(self) -> bool:
        """Tell whether the kernels were compiled before."""
        return is_ready(kernel.anneal)

    def _next_round(self, share: float) -> None:
        while self._round < 0 or (share >= _ROUNDS[self._round].end and self._round + 1 < len(_ROUNDS)):
            self._round += 1
        self._begin, self._scale = share, self._scale or self._usual_cost()
        self._upright = (1 - self._round % 2, self._upright[1])
        _scatter(self._tables[0], self._chance)

    def _usual_cost(self) -> float:
        """Return the mean cost of random bays."""
        bays, total = self._tables[0], 0.0
        for _ in range(_SAMPLES):
            _scatter(bays, self._chance)
            kernel.lay_out(self._blocks, bays, self._boxes, 1)
            total += kernel.flow_cost(self._blocks, self._boxes, np.inf) / _SAMPLES
        return max(total, 1e-300)


def _new_bays(leaves: int) -> Bays:
    return Bays(np.arange(leaves), np.zeros(leaves, np.int64))


def _scatter(bays: Bays, state: Chance) -> None:
    """Put blocks into a random order, and about the square root of their number into a bay."""
    shuffle(state, bays.order)
    across = max(int(np.sqrt(len(bays.order))), 1)
    for at in range(len(bays.ends)):
        bays.ends[at] = int(below(state, across) == 0)
