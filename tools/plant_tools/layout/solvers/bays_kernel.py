"""Annealing of flexible bays: the hall is cut into bays from wall to wall, every bay into blocks one above the other.

Tong, SECOT: a sequential construction technique for facility design (1991); Tate and Smith, Unequal-area facility
layout by genetic search, IIE Transactions 27 (1995), 465-472.
"""

from __future__ import annotations

from math import log, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from plant_tools.layout.solvers.chance import Chance, below, draw
from plant_tools.layout.solvers.compiling import compiled
from plant_tools.layout.solvers.slicing import Blocks

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]


class Bays(NamedTuple):
    """Blocks in the order of bays, and after which a bay ends."""

    order: Indices  # (n,)
    ends: Indices  # (n,): 1 at the last block of a bay


@compiled
def lay_out(blocks: Blocks, bays: Bays, boxes: Numbers, upright: int) -> float:
    """Fill ``boxes`` (n, 4) and return by what shares shorter sides are too short; ``upright`` bays stand."""
    n = len(bays.order)
    length, depth = (blocks.hall[0], blocks.hall[1]) if upright else (blocks.hall[1], blocks.hall[0])
    start, x, lack = 0, 0.0, 0.0
    for at in range(n):
        if bays.ends[at] == 0 and at < n - 1:
            continue
        area = 0.0
        for inside in range(start, at + 1):
            area += blocks.areas[bays.order[inside]]
        width = area / depth if at < n - 1 else length - x
        y = 0.0
        for inside in range(start, at + 1):
            block = bays.order[inside]
            height = blocks.areas[block] / width
            if upright:
                boxes[block, 0], boxes[block, 1], boxes[block, 2], boxes[block, 3] = x, y, x + width, y + height
            else:
                boxes[block, 0], boxes[block, 1], boxes[block, 2], boxes[block, 3] = y, x, y + height, x + width
            lack += max(0.0, 1.0 - 1e-9 - min(width, height) / blocks.shortest[block])
            y += height
        x += width
        start = at + 1
    return lack


@compiled
def flow_cost(blocks: Blocks, boxes: Numbers, most: float) -> float:
    """Return the sum of flow times distance; something above ``most`` where it is above that."""
    n, total = len(boxes), 0.0
    for at in range(len(blocks.flow)):
        one, other = blocks.first[at], blocks.second[at]
        x, y = (boxes[one, 0] + boxes[one, 2]) / 2, (boxes[one, 1] + boxes[one, 3]) / 2
        if other < n:
            dx, dy = (boxes[other, 0] + boxes[other, 2]) / 2 - x, (boxes[other, 1] + boxes[other, 3]) / 2 - y
        else:
            dx, dy = blocks.points[other - n, 0] - x, blocks.points[other - n, 1] - y
        total += blocks.flow[at] * (sqrt(dx * dx + dy * dy) if blocks.straight else abs(dx) + abs(dy))
        if total > most:
            return float(total)
    return float(total)


@compiled
def _change(bays: Bays, state: Chance) -> None:
    """Move a block, exchange two, turn a stretch round, or begin or end a bay."""
    n, kind = len(bays.order), draw(state)
    one, other = below(state, n), below(state, n)
    low, high = min(one, other), max(one, other)
    if kind < 0.35:
        bays.order[one], bays.order[other] = bays.order[other], bays.order[one]
    elif kind < 0.65:
        block, step = bays.order[one], 1 if other > one else -1
        for at in range(one, other, step):
            bays.order[at] = bays.order[at + step]
        bays.order[other] = block
    elif kind < 0.75:
        while low < high:
            bays.order[low], bays.order[high] = bays.order[high], bays.order[low]
            low, high = low + 1, high - 1
    elif kind < 0.9:
        bays.ends[one] = 1 - bays.ends[one]
    else:
        bays.ends[one], bays.ends[other] = bays.ends[other], bays.ends[one]


@compiled
def anneal(
    blocks: Blocks, tables: tuple[Bays, Bays, Bays], boxes: Numbers, state: Chance, rule: Numbers, iterations: int
) -> tuple[float, float]:
    """Try so many changes of ``tables[0]``; the best goes into ``tables[2]``, ``tables[1]`` is for taking back.

    ``rule`` is [temperature, what a lack of 1 costs, the cost of the best so far, 1 for upright bays]. Returns the
    cost of the best and of the last.
    """
    bays, before, best = tables
    heat, penalty, bar, upright = rule[0], rule[1], rule[2], int(rule[3])
    lack = lay_out(blocks, bays, boxes, upright)
    present = flow_cost(blocks, boxes, np.inf) + penalty * lack
    for _ in range(iterations):
        allowed = present - heat * log(draw(state))
        before.order[:], before.ends[:] = bays.order, bays.ends
        _change(bays, state)
        lack = lay_out(blocks, bays, boxes, upright)
        wanted = allowed - penalty * lack
        cost = flow_cost(blocks, boxes, wanted)
        if cost > wanted:
            bays.order[:], bays.ends[:] = before.order, before.ends
            continue
        present = cost + penalty * lack
        if lack == 0.0 and cost < bar * (1 - 1e-10):
            bar = cost
            best.order[:], best.ends[:] = bays.order, bays.ends
    return bar, present
