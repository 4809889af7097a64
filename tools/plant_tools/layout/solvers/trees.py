"""Annealing of slicing trees, in rounds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from plant_tools.layout.solvers import tree_kernel as kernel
from plant_tools.layout.solvers.chance import below, chance, draw
from plant_tools.layout.solvers.compiling import is_ready
from plant_tools.layout.solvers.cooling import Pieces, Round, temperature
from plant_tools.layout.solvers.tree_kernel import Blocks, Scene, Tree

# Temperatures, and what a lack costs, as shares of the cost of random trees. Which of them suit, and how long a round
# should be, differs from plant to plant, so every round draws its own; some begin anew, some reheat the best tree.
_HOT, _REHEATED, _COLD = (3e-3, 6e-3, 1.2e-2, 2.4e-2), (8e-4, 1.5e-3, 3e-3, 6e-3), 1e-4
_PENALTIES = (0.1, 0.3, 1.0)
_LENGTHS = (100, 400, 1600)  # iterations of a round, times the square of the number of leaves
_FIRST, _LONGEST, _LAST = 0.01, 0.08, 0.92  # of the budget: the first round, the longest, and where the last begins
_NEW, _AGAIN = 5, 0.6  # so many rounds begin anew, thereafter this share of them reheats

_MOST = 1 << 16
_SAMPLES = 20


def new_tree(leaves: int) -> Tree:
    """Return a tree to be filled."""
    nodes = 2 * leaves - 1
    none = np.full(nodes, -1, np.int64)
    return Tree(none, none.copy(), none.copy(), np.zeros(nodes, np.int64), np.zeros(1, np.int64))


def new_scene(blocks: Blocks) -> Scene:
    """Return the arrays of a search."""
    leaves, nodes = len(blocks.areas), 2 * len(blocks.areas) - 1
    boxes, whole = np.zeros((nodes, 4)), np.zeros(nodes, np.int64)
    centre = np.zeros((leaves + len(blocks.points), 2))
    lack, marks, move = np.zeros(leaves), np.zeros(nodes + 1, np.int64), np.zeros(5, np.int64)
    return Scene(new_tree(leaves), np.zeros(nodes), boxes, centre, lack, whole, boxes.copy(), marks, move)


class TreeSearch:
    """One annealing after the other. ``plan`` is the boxes (n, 4) of all blocks; infinite cost where none fit."""

    def __init__(self, blocks: Blocks, seed: tuple[int, ...]) -> None:
        self._blocks, self._chance = blocks, chance(*seed)
        self._scene, self._best = new_scene(blocks), new_tree(len(blocks.areas))
        self._pieces = Pieces(64, _MOST)
        self._number, self._begin = 0, 0.0
        self._round = Round(0.0, 1.0, 1.0)
        self.cost, self.iterations, self._scale = float("inf"), 0, 0.0

    @property
    def plan(self) -> NDArray[np.float64]:
        """The boxes of the best tree so far, all at 0 as long as there is none."""
        scene, leaves = new_scene(self._blocks), len(self._blocks.areas)
        if np.isfinite(self.cost):
            kernel.copy(self._best, scene.tree)
            kernel.lay_out(self._blocks, scene)
        return scene.box[:leaves].copy()

    def advance(self, share: float) -> None:
        """Anneal a piece."""
        if len(self._blocks.areas) == 1:
            self._alone()
            return
        self._pieces.follow(share)
        if share >= self._round.end or not self._number:
            self._next_round(share)
        heat = self._scale * temperature(self._round, self._begin, share)
        rule, number = (heat, self._round.penalty * self._scale, self.cost), self._pieces.iterations
        self.cost, _ = kernel.anneal(self._blocks, self._scene, self._best, self._chance, rule, number)
        self.iterations += number

    def rehearse(self) -> None:
        """Compile the kernels."""
        pair, none = np.ones(2), np.zeros(0, np.int64)
        two = Blocks(pair, pair / 2, none, none, np.zeros(0), np.zeros((0, 2)), np.array([2.0, 1.0]), 0, 2, 0.0)
        TreeSearch(two, (0,)).advance(0)

    def ready(self) -> bool:
        """Tell whether the kernels were compiled before."""
        return is_ready(kernel.anneal)

    def _alone(self) -> None:
        """Give the only block the whole hall."""
        self._best.root[0] = 0
        kernel.copy(self._best, self._scene.tree)
        kernel.lay_out(self._blocks, self._scene)
        fits = kernel.lacking(self._scene) == 0
        self.cost = kernel.flow_cost(self._blocks, self._scene.centre, np.inf) if fits else np.inf
        self.iterations += 1000

    def _next_round(self, share: float) -> None:
        """Draw the next round, and plant a new tree for it or take the best."""
        self._scale = self._scale or self._usual_cost()
        last = share >= _LAST
        again = np.isfinite(self.cost) and (last or (self._number >= _NEW and draw(self._chance) < _AGAIN))
        hots = _REHEATED if again else _HOT
        hot, penalty = hots[below(self._chance, len(hots))], _PENALTIES[below(self._chance, len(_PENALTIES))]
        end = 1.0 if last else share + self._span(share)
        self._round, self._begin, self._number = Round(end, hot, _COLD, penalty), share, self._number + 1
        if again:
            kernel.copy(self._best, self._scene.tree)
        else:
            kernel.plant(self._scene.tree, self._chance)

    def _span(self, share: float) -> float:
        """Return how much of the budget the next round takes, from how much the iterations so far have taken."""
        wanted = _LENGTHS[below(self._chance, len(_LENGTHS))] * len(self._blocks.areas) ** 2
        return min(wanted * share / self.iterations, _LONGEST) if self.iterations and share > 0 else _FIRST

    def _usual_cost(self) -> float:
        """Return the mean cost of random trees."""
        scene, total = self._scene, 0.0
        for _ in range(_SAMPLES):
            kernel.plant(scene.tree, self._chance)
            kernel.lay_out(self._blocks, scene)
            total += kernel.flow_cost(self._blocks, scene.centre, np.inf) / _SAMPLES
        return max(total, 1e-300)
