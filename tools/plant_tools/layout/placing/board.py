"""A plant as numbers: what the kernels of the search work on. Lengths in mm, handles in half millimetres."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


class Board(NamedTuple):
    """Items, their ways to stand (a turn, a shape, a height each), and the building."""

    first: Whole  # (n + 1,): the ways of item i are first[i] to first[i + 1] - 1
    size: Whole  # (ways, 2): width and depth as it stands
    keep: Whole  # (ways, 4): south, east, north and west to keep free
    level: Whole  # (ways, 3): bottom, top, top with what is kept free above
    hand: Whole  # (ways, 4): where goods go out (x, y) and in (x, y), doubled, from the lower left corner
    turned: Whole  # (ways, 4): the way after so many quarter turns counter-clockwise, -1 where it may not
    fits: NDArray[np.bool_]  # (ways, floors)
    goal: Whole  # (goals, 5): group, side 0-3 from the south, from and to along that side, how near
    goals: Whole  # (ways + 1,): the goals of a way
    carries: NDArray[np.bool_]  # (n,)
    bound: NDArray[np.bool_]  # (n,): locked
    home: Whole  # (n, 4): x, y, way and floor today; way -1 where it is not known
    moving: Real  # (n,): what leaving it costs
    flow: Real  # (n + fixed, n + fixed): money for a half millimetre
    fixed: Whole  # (fixed, 3): x, y doubled and floor of doors
    apart: Whole  # (n, n): least distances
    extent: Whole  # (floors, 4)
    box: Whole  # (boxes, 8): x0, y0, x1, y1, z0, z1, floor, 1 if it is for bodies only
    bars: NDArray[np.bool_]  # (boxes, n): whom a box is in the way of
    lift: Whole  # (lifts, 3): x, y doubled, and the half millimetres a trip counts for
    serves: NDArray[np.bool_]  # (lifts, floors)
    rise: Whole  # (floors,): elevation in half millimetres
    aisle: Whole  # (2,): width and height of what must get through
    wall: Whole  # (walls, 5): boxes that stop it, and their floor
    source: Whole  # (sources, 5): where it comes from, doubled boxes, and their floor
    soft: NDArray[np.bool_]  # (n,)


class State(NamedTuple):
    """Where everything stands."""

    x: Whole
    y: Whole
    way: Whole
    floor: Whole


def copied(state: State) -> State:
    """Return a copy that does not change."""
    return State(*(array.copy() for array in state))


def put(target: State, source: State) -> None:
    """Write one state over another."""
    for to, values in zip(target, source, strict=True):
        to[:] = values
