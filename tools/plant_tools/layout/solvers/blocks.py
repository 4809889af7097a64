"""Soft blocks in a hall: areas are given, shapes are free within limits, flow times distance is the least.

Free space is divided among fillers, blocks without flow and of any shape; a hall without free space is cut up whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from plant_tools.layout.solvers.bays import BaySearch
from plant_tools.layout.solvers.crew import Crew
from plant_tools.layout.solvers.polish import polished
from plant_tools.layout.solvers.search import Budget, Found, Progress
from plant_tools.layout.solvers.slicing import Blocks
from plant_tools.layout.solvers.trees import TreeSearch

Boxes = NDArray[np.float64]
Style = Literal["free", "bays"]

_NO_ROOM = 2e-3  # of the hall: areas that fill it but for so little are taken to fill it
_FILLERS = 24
_POLISHING = 0.04  # of the seconds


@dataclass(frozen=True, slots=True)
class Hall:
    """The room for the blocks, in metres or any other unit, and fixed points in it such as doors.

    ``straight`` measures distances as the crow flies; otherwise along the walls. ``point_flow`` (blocks, points) is
    what goes between blocks and points.
    """

    width: float
    height: float
    straight: bool = False
    points: Sequence[tuple[float, float]] = ()
    point_flow: ArrayLike | None = None


def problem(
    areas: ArrayLike,
    flow: ArrayLike,
    hall: Hall,
    aspect_most: ArrayLike | None = None,
    side_least: ArrayLike | None = None,
    fillers: int | None = None,
) -> Blocks:
    """Return the problem of cutting ``hall`` into blocks of ``areas`` (n,) with ``flow`` (n, n) among them.

    ``aspect_most`` limits the longer side over the shorter, ``side_least`` the shorter side; one number, or one a
    block, 0 where there is no limit. ``fillers`` is how many pieces free space is divided into; where it is not said,
    as many as there are free units of the smallest block's area, up to 24. The width is stretched or shrunk by up
    to 0.2 % where the areas fill the hall that nearly. Raises ``ValueError`` where the areas exceed the hall, a shape
    does not fit, or a number makes no sense.
    """
    sizes, flows = np.array(areas, float), np.array(flow, float)
    n = len(sizes)
    width, room = float(hall.width), hall.width * hall.height - sizes.sum()
    if n < 1 or flows.shape != (n, n) or not np.isfinite(flows).all() or not (sizes > 0).all() or not np.isfinite(room):
        raise ValueError(f"{n} areas above 0 and {n} by {n} finite flows are wanted, flow is {flows.shape}")
    if abs(room) <= _NO_ROOM * sizes.sum():
        width, room = sizes.sum() / hall.height, 0.0
    if room < 0:
        raise ValueError(f"the blocks need {sizes.sum():g}, the hall has {hall.width * hall.height:g}")
    shortest = np.maximum(_of_aspect(sizes, aspect_most), np.broadcast_to(side_least or 0.0, n))
    if (shortest > np.sqrt(sizes) * (1 + 1e-9)).any():
        raise ValueError(
            f"block {int(np.argmax(shortest / np.sqrt(sizes)))}: its least side exceeds a square of its area"
        )
    pieces = _pieces(room, float(sizes.min()), fillers)
    first, second, weight = _pairs(flows, hall, n + len(pieces))
    return Blocks(
        np.concatenate([sizes, pieces]),
        np.concatenate([np.maximum(shortest, 1e-12 * np.sqrt(sizes)), np.full(len(pieces), 1e-12)]),
        first,
        second,
        weight,
        np.array(hall.points, float).reshape(-1, 2),
        np.array([width, hall.height]),
        int(hall.straight),
        n,
        max(float(hall.width) - width, 0.0),
    )


def _of_aspect(areas: Boxes, aspect_most: ArrayLike | None) -> Boxes:
    """Return the shorter side at the highest aspect allowed."""
    aspect = np.broadcast_to(np.asarray(0.0 if aspect_most is None else aspect_most, float), len(areas))
    return np.where(aspect > 0, np.sqrt(areas / np.where(aspect > 0, aspect, 1.0)), 0.0)


def _pieces(room: float, smallest: float, fillers: int | None) -> Boxes:
    if room <= 0:
        return np.zeros(0)
    number = min(max(round(room / smallest), 1), _FILLERS) if fillers is None else max(fillers, 1)
    return np.full(number, room / number)


def _pairs(flows: Boxes, hall: Hall, leaves: int) -> tuple[NDArray[np.int64], NDArray[np.int64], Boxes]:
    """Return (one end, other end, flow) of all flows, the heaviest first, which ends bad sums soonest."""
    both = np.triu(flows + flows.T, 1)
    first, second = np.nonzero(both)
    weight = both[first, second]
    if hall.points:
        given = np.array(hall.point_flow, float).reshape(len(flows), len(hall.points))
        block, point = np.nonzero(given)
        first, second = np.concatenate([first, block]), np.concatenate([second, leaves + point])
        weight = np.concatenate([weight, given[block, point]])
    order = np.argsort(-weight, kind="stable")
    return first[order].astype(np.int64), second[order].astype(np.int64), np.ascontiguousarray(weight[order])


def cost_of(blocks: Blocks, boxes: Boxes) -> float:
    """Return flow times distance of centres; ``boxes`` (n, 4) are x0, y0, x1, y1."""
    middle = np.stack([boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]], axis=1) / 2
    centre = np.full((len(blocks.areas) + len(blocks.points), 2), np.nan)
    centre[: len(middle)], centre[len(blocks.areas) :] = middle, blocks.points
    apart = np.abs(centre[blocks.first] - centre[blocks.second])
    return float((blocks.flow * (np.hypot(*apart.T) if blocks.straight else apart.sum(axis=1))).sum())


def solve_blocks(
    blocks: Blocks,
    budget: Budget,
    seed: int = 0,
    *,
    style: Style = "free",
    crew: Crew | None = None,
    progress: Progress | None = None,
) -> Found[Boxes]:
    """Return the best boxes (n, 4) of x0, y0, x1, y1 of all blocks.

    ``style`` "bays" puts blocks into straight bays, with aisles between them; it costs some percent. The cost is
    infinite where no shapes within the limits were found. Without a ``crew`` all cores search.
    """
    kind = BaySearch if style == "bays" else TreeSearch
    kept = 1.0 - _POLISHING
    shortened = replace(budget, seconds=None if budget.seconds is None else budget.seconds * kept)
    found = (crew or Crew()).race(lambda number: kind(blocks, (seed, number)), shortened, progress)
    found = replace(found, plan=found.plan[: blocks.wanted])
    if style == "bays" or budget.reached(found.cost) or not np.isfinite(found.cost):
        return found
    left = 3600.0 if budget.seconds is None else max(budget.seconds - found.seconds, 0.0)
    return polished(blocks, found, replace(budget, seconds=left), progress)
