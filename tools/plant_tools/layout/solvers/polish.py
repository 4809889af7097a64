"""The last thousandth of a block layout: shapes and places anew by a linear program, who is beside whom kept.

Areas are kept by tangents to the hyperbola width * height = area, added where the last answer fell short of it:
height >= 2 area / w - width * area / w^2 for a width near w. Solved by SciPy's HiGHS where the extra ``solvers`` is
installed; distances as the crow flies are left as they are. Sherali, Fraticelli and Meller, Enhanced model
formulations for optimal facility layout, Operations Research 51 (2003), 629-644.
"""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plant_tools.layout.solvers.search import Budget, Found, Progress
from plant_tools.layout.solvers.slicing import Blocks

Boxes = NDArray[np.float64]

_TANGENTS = 12
_ROUNDS = 12
_SHORT = 1e-9  # of an area may be missing


def polished(blocks: Blocks, found: Found[Boxes], budget: Budget, progress: Progress | None) -> Found[Boxes]:
    """Return ``found``, or something better near it, within about the seconds of ``budget``."""
    if blocks.straight or find_spec("scipy") is None or blocks.wanted < 2 or not len(blocks.flow):
        return found
    start = budget.now()
    for _ in range(_ROUNDS):
        began = budget.now()
        better = _Program(blocks, found.plan).solved(budget, start)
        spent = budget.now() - began
        if better is None or better[0] >= found.cost * (1 - 1e-9):
            return found
        at = found.seconds + spent
        found = replace(found, cost=better[0], plan=better[1], history=(*found.history, (at, better[0])), seconds=at)
        if progress:
            progress(better[0], at)
    return found


class _Program:
    """The linear program around one layout: x, y, width, height of all blocks, then both distances of all flows."""

    def __init__(self, blocks: Blocks, boxes: Boxes) -> None:
        self._blocks, self._boxes = blocks, boxes[: blocks.wanted]
        self._n, self._flows = blocks.wanted, len(blocks.flow)
        self._rows = list[tuple[list[int], list[float], float]]()  # columns, factors, upper bound
        self._areas = blocks.areas[: self._n]
        self._low = blocks.shortest[: self._n]
        self._stay_inside()
        self._stay_apart()
        self._measure()
        self._start_areas()

    def solved(self, budget: Budget, start: float) -> tuple[float, Boxes] | None:
        """Return (cost, boxes), or None where there is no answer in time."""
        for _ in range(_ROUNDS):
            answer = self._solve((budget.seconds or 0.0) + start - budget.now())
            if answer is None:
                return None
            x, y, w, h = answer[: 4 * self._n].reshape(4, self._n)
            short = w * h < self._areas * (1 - _SHORT)
            if not short.any():
                boxes = np.stack([x, y, x + w, y + h], axis=1)
                return _cost(self._blocks, boxes), boxes
            for block in np.flatnonzero(short):
                for width in (
                    w[block],
                    self._areas[block] / h[block],
                    np.sqrt(w[block] * self._areas[block] / h[block]),
                ):
                    self._tangent(int(block), float(width))
        return None

    def _solve(self, left: float) -> NDArray[np.float64] | None:
        from scipy.optimize import linprog
        from scipy.sparse import csr_array

        if left <= 0:
            return None
        lengths = np.array([len(row[0]) for row in self._rows])
        columns = np.concatenate([row[0] for row in self._rows])
        factors = np.concatenate([row[1] for row in self._rows])
        width = 4 * self._n + 2 * self._flows
        matrix = csr_array((factors, columns, np.concatenate([[0], np.cumsum(lengths)])), shape=(len(lengths), width))
        answer: Any = linprog(
            np.concatenate([np.zeros(4 * self._n), self._blocks.flow, self._blocks.flow]),
            A_ub=matrix,
            b_ub=np.array([row[2] for row in self._rows]),
            bounds=self._bounds(),
            method="highs",
            options={"time_limit": left, "primal_feasibility_tolerance": 1e-10},
        )
        return np.asarray(answer.x, float) if answer.status == 0 else None

    def _bounds(self) -> list[tuple[float, float | None]]:
        sides = [(low, area / low) for low, area in zip(self._low.tolist(), self._areas.tolist(), strict=True)]
        hall = [max(self._blocks.hall.tolist())] * self._n
        sides = [(low, min(high, most)) for (low, high), most in zip(sides, hall, strict=True)]
        return [*[(0.0, None)] * (2 * self._n), *sides, *sides, *[(0.0, None)] * (2 * self._flows)]

    def _add(self, columns: list[int], factors: list[float], most: float) -> None:
        self._rows.append((columns, factors, most))

    def _stay_inside(self) -> None:
        n, hall = self._n, self._blocks.hall
        for block in range(n):
            self._add([block, 2 * n + block], [1, 1], float(hall[0]) + self._blocks.spare)
            self._add([n + block, 3 * n + block], [1, 1], float(hall[1]))

    def _stay_apart(self) -> None:
        """Keep every pair apart in the direction in which it is farther apart now."""
        n, boxes = self._n, self._boxes
        gaps = np.stack([boxes[None, :, axis] - boxes[:, None, 2 + axis] for axis in (0, 1)])  # i before j
        wider = gaps[0] >= gaps[1]
        forward = np.maximum(gaps[0], gaps[1])
        before = forward > forward.T
        before |= (forward == forward.T) & np.triu(np.ones((n, n), np.bool_), 1)
        for axis, chosen in ((0, before & wider), (1, before & ~wider)):
            np.fill_diagonal(chosen, val=False)
            steps = chosen.astype(np.int64)
            for i, j in zip(*np.nonzero(chosen & (steps @ steps == 0)), strict=True):  # the rest follows from these
                start = axis * n
                self._add([start + int(i), start + 2 * n + int(i), start + int(j)], [1, 1, -1], 0.0)

    def _measure(self) -> None:
        """Make every distance at least the difference of the centres, either way."""
        n, blocks = self._n, self._blocks
        for at in range(self._flows):
            one, other = int(blocks.first[at]), int(blocks.second[at])
            for axis in (0, 1):
                apart = 4 * n + axis * self._flows + at
                mine = [axis * n + one, (2 + axis) * n + one]
                fixed = other >= len(blocks.areas)
                theirs = [] if fixed else [axis * n + other, (2 + axis) * n + other]
                there = float(blocks.points[other - len(blocks.areas), axis]) if fixed else 0.0
                for sign in (1.0, -1.0):
                    factors = [sign, sign / 2, *([-sign, -sign / 2] if theirs else []), -1.0]
                    self._add([*mine, *theirs, apart], factors, sign * there)

    def _start_areas(self) -> None:
        for block, (area, low) in enumerate(zip(self._areas.tolist(), self._low.tolist(), strict=True)):
            least = max(low, area / float(self._blocks.hall.max()))
            for width in np.geomspace(least, area / least, _TANGENTS):
                self._tangent(block, float(width))
            self._tangent(block, float(self._boxes[block, 2] - self._boxes[block, 0]))

    def _tangent(self, block: int, width: float) -> None:
        """Keep the height above the tangent at ``width``."""
        n, area = self._n, float(self._areas[block])
        self._add([3 * n + block, 2 * n + block], [-1.0, -area / width**2], -2 * area / width)


def _cost(blocks: Blocks, boxes: Boxes) -> float:
    centre = np.zeros((len(blocks.areas) + len(blocks.points), 2))
    centre[: len(boxes)] = (boxes[:, :2] + boxes[:, 2:]) / 2
    centre[len(blocks.areas) :] = blocks.points
    return float((blocks.flow * np.abs(centre[blocks.first] - centre[blocks.second]).sum(axis=1)).sum())
