"""Where things may go: into the bounds of a floor, in another's place, or as a group that hangs together by flows."""

from __future__ import annotations

# ruff: noqa: C901, PLR0912 - machine code is one loop in another
import numpy as np
from numpy.typing import NDArray

from plant_tools.layout.placing.board import Board, State, Whole
from plant_tools.layout.solvers.chance import Chance, below, draw
from plant_tools.layout.solvers.compiling import compiled


@compiled
def fit(board: Board, way: int, floor: int, x: int, y: int, move: Whole) -> bool:
    """Write a place moved into the bounds of its floor; return whether the floor is allowed and wide enough."""
    extent = board.extent[floor]
    low_x, high_x = extent[0] + board.keep[way, 3], extent[2] - board.keep[way, 1] - board.size[way, 0]
    low_y, high_y = extent[1] + board.keep[way, 0], extent[3] - board.keep[way, 2] - board.size[way, 1]
    if low_x > high_x or low_y > high_y or not board.fits[way, floor]:
        return False
    move[0], move[1] = min(max(x, low_x), high_x), min(max(y, low_y), high_y)
    move[2], move[3] = way, floor
    return True


@compiled
def swap(board: Board, state: State, i: int, j: int, move: Whole, other: Whole) -> bool:
    """Write where ``i`` and ``j`` would stand with their middles exchanged; return whether they may."""
    wi, wj = state.way[i], state.way[j]
    xi = state.x[j] + (board.size[wj, 0] - board.size[wi, 0]) // 2
    yi = state.y[j] + (board.size[wj, 1] - board.size[wi, 1]) // 2
    xj = state.x[i] + (board.size[wi, 0] - board.size[wj, 0]) // 2
    yj = state.y[i] + (board.size[wi, 1] - board.size[wj, 1]) // 2
    return fit(board, wi, state.floor[j], xi, yi, move) and fit(board, wj, state.floor[i], xj, yj, other)


@compiled
def put_at(state: State, i: int, move: Whole) -> None:
    """Move an item."""
    state.x[i], state.y[i], state.way[i], state.floor[i] = move[0], move[1], move[2], move[3]


@compiled
def regroup(board: Board, state: State, i: int, move: Whole, other: Whole, chance: Chance) -> bool:
    """Move ``i`` and some of those that flows join it with, all by as much; return whether the hall has room."""
    n = len(state.x)
    dx, dy, here, floor = move[0] - state.x[i], move[1] - state.y[i], state.floor[i], move[3]
    taken = np.zeros(n, np.bool_)
    taken[i] = True
    for _ in range(2):
        for j in range(n):
            if taken[j] or board.bound[j] or state.floor[j] != here:
                continue
            for k in range(n):
                if taken[k] and board.flow[j, k] + board.flow[k, j] > 0.0 and draw(chance) < 0.6:
                    taken[j] = True
                    break
    for j in range(n):
        if taken[j]:
            way, x, y = state.way[j], state.x[j] + dx, state.y[j] + dy
            if j == i:
                way = move[2]
            if not fit(board, way, floor, x, y, other) or other[0] != x or other[1] != y:
                return False
            put_at(state, j, other)
    return True


@compiled
def hanging_on(board: Board, state: State, i: int, j: int, taken: NDArray[np.bool_]) -> bool:
    """Mark ``i`` and all that flows join it with on its floor, without ``j``; False where that cuts nothing off.

    What is locked hangs on nothing: False as well.
    """
    n = len(state.x)
    taken[:] = False
    taken[i] = True
    waiting = np.empty(n, np.int64)
    waiting[0], count = i, 1
    while count > 0:
        count -= 1
        k = waiting[count]
        for other in range(n):
            if taken[other] or (k == i and other == j) or state.floor[other] != state.floor[i]:
                continue
            if board.flow[k, other] + board.flow[other, k] > 0.0:
                if other == j or board.bound[other]:
                    return False
                taken[other] = True
                waiting[count] = other
                count += 1
    return True


@compiled
def beside(board: Board, state: State, i: int, way: int, j: int, side: int) -> tuple[int, int]:
    """Return where ``i`` stands at a side of ``j``, as near as it may, the handles of their flow in line."""
    other = state.way[j]
    ahead = 0 if board.flow[i, j] > 0.0 else 2  # which handle of i: goods go out to j, or come in from it
    line_x = state.x[j] + (board.hand[other, 2 - ahead] - board.hand[way, ahead]) // 2
    line_y = state.y[j] + (board.hand[other, 3 - ahead] - board.hand[way, ahead + 1]) // 2
    if side == 0:
        return line_x, state.y[j] - board.size[way, 1] - max(board.keep[other, 0], board.keep[way, 2])
    if side == 1:
        return state.x[j] + board.size[other, 0] + max(board.keep[other, 1], board.keep[way, 3]), line_y
    if side == 2:
        return line_x, state.y[j] + board.size[other, 1] + max(board.keep[other, 2], board.keep[way, 0])
    return state.x[j] - board.size[way, 0] - max(board.keep[other, 3], board.keep[way, 1]), line_y


@compiled
def regraft(board: Board, state: State, i: int, other: Whole, chance: Chance) -> bool:
    """Cut one flow of ``i``, turn all that hangs on ``i`` as one, and put it to another side of what it was cut from.

    A line of machines is mended by no shorter step: whatever moves alone leaves its neighbours. Return whether there
    was something to cut and room for it.
    """
    n, j, seen = len(state.x), -1, 0
    for k in range(n):
        if k != i and board.flow[i, k] + board.flow[k, i] > 0.0:
            seen += 1
            if below(chance, seen) == 0:
                j = k
    quarters, side = below(chance, 4), below(chance, 4)
    way = board.turned[state.way[i], quarters]
    taken = np.empty(n, np.bool_)
    if j < 0 or way < 0 or not hanging_on(board, state, i, j, taken):
        return False
    x, y = beside(board, state, i, way, j, side)
    floor = state.floor[j]
    was_x = 2 * state.x[i] + board.size[state.way[i], 0]
    was_y = 2 * state.y[i] + board.size[state.way[i], 1]
    now_x, now_y = 2 * x + board.size[way, 0], 2 * y + board.size[way, 1]
    for k in range(n):
        if not taken[k]:
            continue
        turned = board.turned[state.way[k], quarters]
        if turned < 0:
            return False
        dx = 2 * state.x[k] + board.size[state.way[k], 0] - was_x
        dy = 2 * state.y[k] + board.size[state.way[k], 1] - was_y
        for _ in range(quarters):
            dx, dy = -dy, dx
        x, y = (now_x + dx - board.size[turned, 0]) // 2, (now_y + dy - board.size[turned, 1]) // 2
        if not fit(board, turned, floor, x, y, other) or other[0] != x or other[1] != y:
            return False
        put_at(state, k, other)
    return True
