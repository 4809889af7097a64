"""Items in slots: a memetic search whose children are improved by tabu search (quadratic assignment).

A child keeps what two parents have in common and is otherwise mixed of both (or is one parent with some items thrown
about); a tabu search improves it; it takes the place of the worst parent. How long the tabu search runs is chosen by
what paid off so far, for structured flows want many short runs and random ones few long ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from plant_tools.layout.solvers import slots_kernel as kernel
from plant_tools.layout.solvers.chance import chance
from plant_tools.layout.solvers.compiling import is_ready
from plant_tools.layout.solvers.crew import Crew
from plant_tools.layout.solvers.search import Budget, Found, Progress
from plant_tools.layout.solvers.slots_kernel import Slots

Place = NDArray[np.int64]

_PARENTS = 12
_LENGTHS = (2, 8, 30, 120)  # patience of a tabu search, in iterations an item
_WORK = 2e6  # of elementary operations in one advance
_THROWN = 0.15  # how many children have one parent
_LEAST = 1e-9  # an improvement is at least this share of the cost
_ALIKE, _PATIENCE = 1e-3, 20  # parents within this share of the cost, for so many children a parent


def problem(
    flow: ArrayLike, distance: ArrayLike, linear: ArrayLike | None = None, fixed: Mapping[int, int] | None = None
) -> Slots:
    """Return the problem of putting n items into n slots.

    The cost is the sum over all ordered pairs flow[i, j] * distance[place[i], place[j]] plus linear[i, place[i]];
    items of ``fixed`` stay in the slot given. Slots that stay empty are taken by items without flow. Raises
    ``ValueError`` where shapes do not fit, a number is not finite, or two items are fixed in one slot.
    """
    flows, distances = np.array(flow, float), np.array(distance, float)
    n = len(flows)
    if flows.shape != (n, n) or distances.shape != (n, n):
        raise ValueError(f"flow is {flows.shape}, distance {distances.shape}: both must be square and alike")
    own = np.zeros((n, n)) if linear is None else np.array(linear, float)
    if own.shape != (n, n):
        raise ValueError(f"linear is {own.shape}, not {(n, n)}: a row an item, a column a slot")
    if not all(np.isfinite(given).all() for given in (flows, distances, own)):
        raise ValueError("flows, distances and costs must be finite numbers")
    if len(set((fixed or {}).values())) < len(fixed or {}):
        raise ValueError("two items are fixed in one slot")
    own += np.outer(np.diag(flows), np.diag(distances))
    np.fill_diagonal(flows, 0)
    np.fill_diagonal(distances, 0)
    parts = [
        ((flows + flows.T) / 2, (distances + distances.T) / 2),
        ((flows - flows.T) / 2, (distances - distances.T) / 2),
    ]
    if not (parts[1][0].any() and parts[1][1].any()):  # one is symmetric, so the other one's asymmetry costs nothing
        del parts[1]
    slots = np.full(n, -1, np.int64)
    for item, slot in (fixed or {}).items():
        slots[item] = slot
    return Slots(np.stack([part[0] for part in parts]), np.stack([part[1] for part in parts]), own, slots)


class SlotSearch:
    """One population of plans. ``plan`` is the slot of every item."""

    def __init__(self, slots: Slots, seed: tuple[int, ...], first: Sequence[Place] = ()) -> None:
        """Search with the numbers of ``seed``; ``first`` are plans to begin with, the rest of the parents is random."""
        self._slots = slots
        self._size = len(slots.linear)
        self._walk = kernel.new_walk(len(slots.flow), self._size)
        self._random, self._chance = np.random.default_rng(seed), chance(*seed)
        self._first, self._parents = list(first), list[tuple[float, Place]]()
        self._won, self._spent = np.zeros(len(_LENGTHS)), np.zeros(len(_LENGTHS))
        self._idle, self._arm, self._bar = 0, 0, 0.0
        self._run = np.zeros(0)  # of the present child, as ``slots_kernel.tabu`` wants it; empty before there is one
        self._steps = int(min(max(_WORK / self._size**2, 20), 500))
        self.cost, self.iterations = float("inf"), 0
        self.plan: Place = self._someone()

    def advance(self, share: float) -> None:  # noqa: ARG002 - the search does not depend on what is left
        """Improve the present child for a while."""
        if not len(self._run):
            self._begin()
        run = self._run
        before = run[3]
        ended = kernel.tabu(self._slots, self._walk, self._chance, run, self._steps)
        self.iterations += max(int(run[3] - before), 1)
        if run[1] < self.cost - _LEAST * abs(run[1]):
            self.plan = self._walk.best.copy()
            self.cost, self._idle = kernel.cost_of(self._slots, self.plan), 0
        if ended:
            self._end()

    def rehearse(self) -> None:
        """Compile the kernels."""
        pair, square = np.zeros((len(self._slots.flow), 2, 2)), np.zeros((2, 2))
        two, walk = Slots(pair, pair, square, np.zeros(2, np.int64)), kernel.new_walk(len(pair), 2)
        kernel.start(two, walk)
        kernel.tabu(two, walk, chance(0), np.zeros(6), 1)

    def ready(self) -> bool:
        """Tell whether the kernels were compiled before."""
        return is_ready(kernel.tabu)

    def _begin(self) -> None:
        """Make a child, and choose how patiently it is improved."""
        weights = (self._won + 1) / (self._spent + np.array(_LENGTHS) * self._size * 3)
        self._arm = int(self._random.choice(len(_LENGTHS), p=weights / weights.sum()))
        self._walk.place[:], self._bar = self._child()
        patience = max(_LENGTHS[self._arm] * self._size, 1)
        cost = kernel.start(self._slots, self._walk)
        self._run = np.array([cost, cost, 0, 0, 20 * patience, patience], float)

    def _end(self) -> None:
        """Let the child take a parent's place where it is better."""
        cost, done = float(self._run[1]), float(self._run[3])
        self._spent[self._arm] += done
        self._won[self._arm] += cost < self._bar - _LEAST * abs(self._bar)
        self._take(cost, self._walk.best.copy())
        self._run = np.zeros(0)

    def _child(self) -> tuple[Place, float]:
        """Return a plan to improve, and the cost it has to beat to be called a success."""
        parents = self._parents
        if self._first:
            return self._first.pop(), -np.inf
        if len(parents) < _PARENTS:
            return self._someone(), -np.inf
        if self._random.random() < _THROWN:
            cost, place = parents[int(self._random.integers(len(parents)))]
            return self._thrown(place), cost
        (one, father), (other, mother) = (
            parents[int(at)] for at in self._random.choice(len(parents), 2, replace=False)
        )
        return self._crossed(father, mother), min(one, other)

    def _take(self, cost: float, place: Place) -> None:
        """Keep ``place`` as a parent, unless it is one already or worse than all; begin anew where all are alike."""
        parents = self._parents
        self._idle += 1
        if len(parents) < _PARENTS:
            parents.append((cost, place))
            return
        parents.sort(key=lambda parent: parent[0])
        if cost < parents[-1][0] and all((place != known).sum() > 2 for _, known in parents):
            parents[-1] = (cost, place)
        alike = parents[-1][0] - parents[0][0] < _ALIKE * abs(parents[0][0])
        if alike and self._idle > _PATIENCE * _PARENTS:
            self._idle = 0
            del parents[int(self._random.integers(2)) :]  # from the best on, or from nothing

    def _someone(self) -> Place:
        """Return a random plan that leaves fixed items where they are."""
        place = self._slots.fixed.copy()
        left = np.setdiff1d(np.arange(self._size), place[place >= 0])
        place[place < 0] = self._random.permutation(left)
        return place

    def _thrown(self, place: Place) -> Place:
        """Return ``place`` with a tenth to a third of its items thrown about."""
        loose = np.flatnonzero(self._slots.fixed < 0)
        most = max(4, len(loose) // 3)
        number = min(len(loose), int(self._random.integers(max(3, len(loose) // 10), most)))
        some = self._random.choice(loose, number, replace=False)
        child = place.copy()
        child[some] = place[self._random.permutation(some)]
        return child

    def _crossed(self, father: Place, mother: Place) -> Place:
        """Return what both have in common, the rest from one of them where it is free, else anywhere."""
        same = father == mother
        child, taken = np.where(same, father, -1), np.zeros(self._size, np.bool_)
        taken[father[same]] = True
        for item in self._random.permutation(np.flatnonzero(~same)):
            swapped = self._random.random() < 0.5
            for slot in (mother[item], father[item]) if swapped else (father[item], mother[item]):
                if not taken[slot]:
                    child[item], taken[slot] = slot, True
                    break
        child[child < 0] = self._random.permutation(np.flatnonzero(~taken))
        return child


def solve_slots(
    slots: Slots,
    budget: Budget,
    seed: int = 0,
    *,
    first: Sequence[Place] = (),
    crew: Crew | None = None,
    progress: Progress | None = None,
) -> Found[Place]:
    """Return the best slot of every item; ``first`` are plans to begin with (the result is never worse than those).

    Without a ``crew`` all cores search, each with its own numbers.
    """

    def make(number: int) -> SlotSearch:
        return SlotSearch(slots, (seed, number), first)

    return (crew or Crew()).race(make, budget, progress)
