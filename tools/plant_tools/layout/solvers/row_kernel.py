"""Annealing of a single row: items of given lengths in a line, flow times the distance of their centres the least.

An item travels from its place step by step past its neighbours; one step costs a constant time, because only the
two that pass each other move against the rest: flow across a gap counts as often as the gap is wide.
Kothari and Ghosh, Insertion based Lin-Kernighan heuristic for single row facility layout, C&OR 40 (2013), 129-136.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from plant_tools.layout.solvers.chance import Chance, below, draw
from plant_tools.layout.solvers.compiling import compiled

Numbers = NDArray[np.float64]
Order = NDArray[np.int64]


class Row(NamedTuple):
    """A problem: lengths (n,) and symmetric flows (n, n) without a diagonal."""

    lengths: Numbers
    flow: Numbers


class Line(NamedTuple):
    """Where a search stands."""

    order: Order  # (n,): the items from left to right
    pull: Numbers  # (n,): of every item, the flow to the right of it less the flow to the left
    best: Order  # (n,)


@compiled
def cost_of(row: Row, order: Order) -> float:
    """Return the cost of an order, added up anew."""
    n = len(order)
    centre = np.zeros(n)
    x = 0.0
    for at in range(n):
        item = order[at]
        centre[item] = x + row.lengths[item] / 2
        x += row.lengths[item]
    total = 0.0
    for i in range(n):
        for j in range(i + 1, n):
            total += row.flow[i, j] * abs(centre[i] - centre[j])
    return total


@compiled
def pulls(row: Row, line: Line) -> None:
    """Work out the pull of every item."""
    n = len(line.order)
    for at in range(n):
        item, pull = line.order[at], 0.0
        for other in range(n):
            flow = row.flow[item, line.order[other]]
            if other < at:
                pull -= flow
            elif other > at:
                pull += flow
        line.pull[item] = pull


@compiled
def _gain(row: Row, line: Line, start: int, end: int) -> float:
    """Return what the cost changes by when the item at ``start`` travels to ``end``.

    With the items it passes, of lengths l and pulls p, and its own l and p: passing b to the right moves it by l_b and
    b by l the other way, against all but each other; what the two have of each other stays in sum.
    """
    item = line.order[start]
    step = 1 if end > start else -1
    own, length = step * line.pull[item], row.lengths[item]
    total, at = 0.0, start
    while at != end:
        at += step
        other = line.order[at]
        flow = row.flow[item, other]
        theirs = -step * line.pull[other]
        total -= (own - flow) * row.lengths[other] + (theirs - flow) * length
        own -= 2 * flow
    return total


@compiled
def _travel(row: Row, line: Line, start: int, end: int) -> None:
    """Let the item at ``start`` travel to ``end``."""
    item = line.order[start]
    step = 1 if end > start else -1
    at = start
    while at != end:
        other = line.order[at + step]
        flow = row.flow[item, other]
        line.pull[item] -= 2 * step * flow
        line.pull[other] += 2 * step * flow
        line.order[at] = other
        at += step
    line.order[end] = item


@compiled
def _exchange(row: Row, line: Line, low: int, high: int) -> float:
    """Exchange two items and return what that changes the cost by."""
    change = _gain(row, line, low, high)
    _travel(row, line, low, high)
    if high - low > 1:
        change += _gain(row, line, high - 1, low)
        _travel(row, line, high - 1, low)
    return change


@compiled
def anneal(row: Row, line: Line, state: Chance, temperature: float, iterations: int, bar: float) -> tuple[float, float]:
    """Try so many moves; return the cost of the best order, which is put into ``line.best``, and that of the last.

    ``bar`` is the cost of ``line.best`` so far.
    """
    n = len(line.order)
    pulls(row, line)
    cost = cost_of(row, line.order)
    for _ in range(iterations):
        start, end = below(state, n), below(state, n)
        if start == end:
            continue
        allowed = -temperature * np.log(draw(state))
        if draw(state) < 0.25:
            change = _exchange(row, line, min(start, end), max(start, end))
            if change > allowed:
                _exchange(row, line, min(start, end), max(start, end))
                continue
        else:
            change = _gain(row, line, start, end)
            if change > allowed:
                continue
            _travel(row, line, start, end)
        cost += change
        if cost < bar - 1e-12 * abs(bar):
            bar = cost
            line.best[:] = line.order
    return bar, cost
