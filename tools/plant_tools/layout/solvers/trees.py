"""Slicing trees at several temperatures at once, which change places by chance (parallel tempering).

A tree that is stuck at a low temperature gets loose at a high one, again and again, so that no schedule has to suit the
plant; the last stretch cools the best tree. Earl and Deem, Parallel tempering, Phys. Chem. Chem. Phys. 7 (2005), 3910.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from plant_tools.layout.solvers import tree_kernel as kernel
from plant_tools.layout.solvers.chance import chance, draw
from plant_tools.layout.solvers.compiling import is_ready
from plant_tools.layout.solvers.cooling import Pieces, Round, temperature
from plant_tools.layout.solvers.polish import polished
from plant_tools.layout.solvers.search import Budget, Found
from plant_tools.layout.solvers.slicing import Blocks, Scene, Tree, plant

# Temperatures, and what a lack costs, as shares of the cost of random trees.
_TEMPERATURES = tuple(float(heat) for heat in np.geomspace(1e-2, 4e-4, 8))
_PENALTY = 0.3
_LAST = Round(1.0, 8e-4, 1e-5)
_COOLING = 0.88  # of the budget is used when the last stretch begins
_MOST = 1 << 10  # iterations at one temperature before trees change places
_SAMPLES = 20
_POLISHED = (0.02, 0.1, 0.3, 0.6)  # at these shares of the budget the best so far is polished
_FEW = 20  # blocks at most, for which that takes tenths of a second
_SOON = Budget(seconds=10.0, clock="cpu")


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
        self._scenes = [new_scene(blocks) for _ in _TEMPERATURES]
        self._best = new_tree(len(blocks.areas))
        self._pieces = Pieces(64, _MOST)
        self._cooling = False
        self._bar, self.iterations, self._scale = float("inf"), 0, 0.0
        self._to_polish = list(_POLISHED) if blocks.wanted <= _FEW else []
        self._polished: tuple[float, NDArray[np.float64]] = (float("inf"), np.zeros((0, 4)))

    @property
    def cost(self) -> float:
        """The cost of the best boxes so far."""
        return min(self._bar, self._polished[0])

    @property
    def plan(self) -> NDArray[np.float64]:
        """The best boxes so far, all at 0 as long as there are none."""
        return self._polished[1] if self._polished[0] < self._bar else self._of_tree()

    def _of_tree(self) -> NDArray[np.float64]:
        """Return the boxes of the best tree so far."""
        scene, leaves = new_scene(self._blocks), len(self._blocks.areas)
        if np.isfinite(self._bar):
            kernel.copy(self._best, scene.tree)
            kernel.lay_out(self._blocks, scene)
        return scene.box[:leaves].copy()

    def advance(self, share: float) -> None:
        """Anneal a piece at every temperature, then let neighbours change places."""
        if len(self._blocks.areas) == 1:
            self._alone()
            return
        self._pieces.follow(share)
        self._scale = self._scale or self._begin()
        if self._to_polish and share >= self._to_polish[0] and np.isfinite(self._bar):
            self._polish(share)
        if share >= _COOLING and np.isfinite(self._bar):
            self._cool(share)
            return
        scenes = self._scenes
        present = [self._anneal(scene, heat) for scene, heat in zip(scenes, _TEMPERATURES, strict=True)]
        for hot in range(len(present) - 1):
            warmer, colder = _TEMPERATURES[hot] * self._scale, _TEMPERATURES[hot + 1] * self._scale
            gain = (1 / warmer - 1 / colder) * (present[hot] - present[hot + 1])
            if gain >= 0 or draw(self._chance) < np.exp(gain):
                scenes[hot], scenes[hot + 1] = scenes[hot + 1], scenes[hot]
                present[hot], present[hot + 1] = present[hot + 1], present[hot]

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
        scene = self._scenes[0]
        kernel.copy(self._best, scene.tree)
        kernel.lay_out(self._blocks, scene)
        fits = kernel.lacking(scene) == 0
        self._bar = kernel.flow_cost(self._blocks, scene.centre, np.inf) if fits else np.inf
        self.iterations += 1000

    def _polish(self, share: float) -> None:
        """Polish the boxes of the best tree, for another tree's may turn out better at the end."""
        self._to_polish = [at for at in self._to_polish if at > share]
        found = polished(self._blocks, Found(self._bar, self._of_tree(), (), 0, 0.0), _SOON, None)
        if found.cost < self._polished[0]:
            self._polished = (found.cost, found.plan)

    def _anneal(self, scene: Scene, heat: float) -> float:
        """Go on with one tree for a piece, and return its cost, lacks included."""
        rule, number = (heat * self._scale, _PENALTY * self._scale, self._bar), self._pieces.iterations
        self._bar, present = kernel.anneal(self._blocks, scene, self._best, self._chance, rule, number)
        self.iterations += number
        return float(present)

    def _cool(self, share: float) -> None:
        """Cool the best tree."""
        if not self._cooling:
            kernel.copy(self._best, self._scenes[0].tree)
            self._cooling = True
        self._anneal(self._scenes[0], temperature(_LAST, _COOLING, share))

    def _begin(self) -> float:
        """Plant a tree for every temperature, and return the mean cost of random trees."""
        scale = self._usual_cost()
        for scene in self._scenes:
            plant(scene.tree, self._chance)
        return scale

    def _usual_cost(self) -> float:
        """Return the mean cost of random trees."""
        scene, total = self._scenes[0], 0.0
        for _ in range(_SAMPLES):
            plant(scene.tree, self._chance)
            kernel.lay_out(self._blocks, scene)
            total += kernel.flow_cost(self._blocks, scene.centre, np.inf) / _SAMPLES
        return max(total, 1e-300)
