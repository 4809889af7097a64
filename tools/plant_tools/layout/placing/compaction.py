"""Moves the items of a plan together as far as they go, all at once, each keeping its side of each other.

Who is left of whom and who is below whom is taken from the plan; then the best places along x, and along y, are the
solution of a linear program whose rows are differences, so that it is whole-numbered (its dual is a flow in a
network). Solved by SciPy's HiGHS where the extra ``solvers`` is installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import numpy as np

from plant_tools.layout.placing.board import Board, State, copied
from plant_tools.layout.placing.kernel import between

_SOLVES = find_spec("scipy") is not None


def compacted(board: Board, state: State) -> State | None:
    """Return a plan that is cheaper or as cheap, with the same neighbours; None without SciPy.

    Whether aisles still get everywhere is not looked at.
    """
    if not _SOLVES or board.moving.any():
        return None
    tighter = copied(state)
    for axis in (0, 1, 0, 1):
        along = tighter.x if axis == 0 else tighter.y
        found = _solved(board, tighter, axis)
        if found is None:
            return None
        along[:] = found
    return tighter


def _solved(board: Board, state: State, axis: int) -> np.ndarray | None:
    from scipy.optimize import linprog
    from scipy.sparse import coo_matrix

    n = len(state.x)
    low, high = _limits(board, state, axis)
    rows: list[tuple[list[tuple[int, float]], float]] = [
        ([(i, 1.0), (j, -1.0)], -float(least)) for i, j, least in _orders(board, state, axis)
    ]
    terms = list(_terms(board, state, axis))
    costs = np.concatenate([np.zeros(n), [term[4] for term in terms]])
    for number, (i, j, mine, yours, _) in enumerate(terms):
        for sign in (1.0, -1.0):
            row: list[tuple[int, float]] = [(n + number, -1.0)]
            row += [(i, 2 * sign)] if i >= 0 else []
            row += [(j, -2 * sign)] if j >= 0 else []
            rows.append((row, sign * (yours - mine)))
    bounds = [*zip(low, high, strict=True), *((0, None) for _ in terms)]
    at = [number for number, (row, _) in enumerate(rows) for _ in row]
    columns = [column for row, _ in rows for column, _ in row]
    values = [value for row, _ in rows for _, value in row]
    matrix = coo_matrix((values, (at, columns)), (len(rows), n + len(terms))) if rows else None
    right = np.array([value for _, value in rows]) if rows else None
    solution: Any = linprog(costs, A_ub=matrix, b_ub=right, bounds=bounds, method="highs-ds")
    return np.round(solution.x[:n]).astype(np.int64) if solution.status == 0 else None


def _limits(board: Board, state: State, axis: int) -> tuple[list[int], list[int]]:
    """Return how far each item may go to both sides before the building is in the way."""
    lows, highs = [], []
    for i in range(len(state.x)):
        here = int((state.x, state.y)[axis][i])
        way, floor = state.way[i], state.floor[i]
        if board.bound[i]:
            lows.append(here)
            highs.append(here)
            continue
        before, after = (3, 1) if axis == 0 else (0, 2)
        low = int(board.extent[floor, axis] + board.keep[way, before])
        high = int(board.extent[floor, axis + 2] - board.keep[way, after] - board.size[way, axis])
        for k in np.flatnonzero((board.box[:, 6] == floor) & board.bars[:, i]):
            box = board.box[k]
            keep = np.zeros(4, np.int64) if box[7] else board.keep[way]
            top = board.level[way, 1 if box[7] else 2]
            if not (board.level[way, 0] < box[5] and box[4] < top) or not _beside(board, state, i, box, keep, axis):
                continue
            if box[axis + 2] + keep[before] <= here:
                low = max(low, int(box[axis + 2] + keep[before]))
            else:
                high = min(high, int(box[axis] - keep[after] - board.size[way, axis]))
        lows.append(min(low, here))
        highs.append(max(high, here))
    return lows, highs


def _beside(board: Board, state: State, i: int, box: np.ndarray, keep: np.ndarray, axis: int) -> bool:
    """Say whether item ``i`` would run into ``box`` along ``axis``."""
    other = 1 - axis
    here, before, after = (state.x, state.y)[other][i], *((0, 2) if axis == 0 else (3, 1))
    start, end = here - keep[before], here + board.size[state.way[i], other] + keep[after]
    return bool(start < box[other + 2] and box[other] < end)


def _orders(board: Board, state: State, axis: int) -> Iterator[tuple[int, int, int]]:
    """Yield (i, j, d): i stays before j along ``axis``, their corners at least d mm apart."""
    n = len(state.x)
    places = (state.x, state.y)[axis]
    for i in range(n):
        for j in range(n):
            if (
                i == j
                or state.floor[i] != state.floor[j]
                or places[i] > places[j]
                or (places[i] == places[j] and i > j)
            ):
                continue
            wi, wj = int(state.way[i]), int(state.way[j])
            near = int(board.size[wi, axis] + max(board.keep[wi, 1 + axis], board.keep[wj, 3 * (1 - axis)]))
            near = max(near, int(board.size[wi, axis] + board.apart[i, j]))
            if places[j] - places[i] >= near and _would_meet(board, state, i, j, axis):
                yield i, j, near


def _would_meet(board: Board, state: State, i: int, j: int, axis: int) -> bool:
    """Say whether two items would get in each other's way if they stood at the same place along ``axis``."""
    xi, yi, xj, yj = state.x[i], state.y[i], state.x[j], state.y[j]
    if axis == 0:
        xj = xi
    else:
        yj = yi
    return between(board, i, xi, yi, state.way[i], j, xj, yj, state.way[j]) > 0


def _terms(board: Board, state: State, axis: int) -> Iterator[tuple[int, int, int, int, float]]:
    """Yield (i, j, handle of i, handle of j, money): what |2 (x_i - x_j) + handles| costs; -1 for what is fixed."""
    for a, b in np.argwhere(board.flow > 0):
        money = float(board.flow[a, b])
        (i, fa, out), (j, fb, into) = _end(board, state, int(a), axis), _end(board, state, int(b), axis + 2)
        if fa == fb:
            yield i, j, out, into, money
            continue
        lift = _lift(board, state, int(a), int(b))
        if lift >= 0:
            yield i, -1, out, int(board.lift[lift, axis]), money
            yield j, -1, into, int(board.lift[lift, axis]), money


def _end(board: Board, state: State, a: int, handle: int) -> tuple[int, int, int]:
    n = len(state.x)
    if a < n:
        return a, int(state.floor[a]), int(board.hand[state.way[a], handle])
    return -1, int(board.fixed[a - n, 2]), int(board.fixed[a - n, handle % 2])


def _lift(board: Board, state: State, a: int, b: int) -> int:
    """Return the lift that makes the way between two ends shortest, -1 without any."""
    ends = [[_at(board, state, a, axis), _at(board, state, b, axis + 2)] for axis in (0, 1)]
    fa, fb = _end(board, state, a, 0)[1], _end(board, state, b, 2)[1]
    ways = {
        k: sum(abs(at - int(board.lift[k, axis])) for axis in (0, 1) for at in ends[axis]) + int(board.lift[k, 2])
        for k in range(len(board.lift))
        if board.serves[k, fa] and board.serves[k, fb]
    }
    return min(ways, key=lambda k: ways[k], default=-1)


def _at(board: Board, state: State, a: int, handle: int) -> int:
    i, _, offset = _end(board, state, a, handle)
    return offset + 2 * int((state.x, state.y)[handle % 2][i]) if i >= 0 else offset
