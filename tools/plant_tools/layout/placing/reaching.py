"""Whether an aisle gets to everything on a floor, for the search: quick, and looked at again by the checker."""

from __future__ import annotations

# ruff: noqa: C901, PLR0912, PLR0915 - machine code is one loop in another
import numpy as np
from numpy.typing import NDArray

from plant_tools.layout.placing.board import Board, State, Whole
from plant_tools.layout.solvers.compiling import compiled

Cells = NDArray[np.int8]


@compiled
def stopping(board: Board, state: State, floor: int) -> Whole:
    """Return what stops the middle of a load on a floor: walls and machines grown by half its width, doubled."""
    wide, high = board.aisle[0], board.aisle[1]
    boxes = np.empty((board.wall.shape[0] + len(state.x), 4), np.int64)
    count = 0
    for k in range(board.wall.shape[0]):
        if board.wall[k, 4] == floor:
            for side in range(4):
                boxes[count, side] = 2 * board.wall[k, side] + (wide if side > 1 else -wide)
            count += 1
    for i in range(len(state.x)):
        way = state.way[i]
        if state.floor[i] == floor and board.level[way, 0] < high and not board.soft[i]:
            boxes[count, 0] = 2 * state.x[i] - wide
            boxes[count, 1] = 2 * state.y[i] - wide
            boxes[count, 2] = 2 * (state.x[i] + board.size[way, 0]) + wide
            boxes[count, 3] = 2 * (state.y[i] + board.size[way, 1]) + wide
            count += 1
    return boxes[:count]


@compiled
def line(board: Board, state: State, i: int, goal: int) -> tuple[int, int, int, int]:
    """Return where the middle of a load is that has got to a goal of item ``i``, doubled."""
    way, side = state.way[i], board.goal[goal, 1]
    wide, low, high = board.aisle[0], 2 * board.goal[goal, 2], 2 * board.goal[goal, 3]
    far = wide + 2 * board.goal[goal, 4]
    x, y = 2 * state.x[i], 2 * state.y[i]
    if side == 0:
        return x + low, y - far, x + high, y - wide
    if side == 2:
        y += 2 * board.size[way, 1]
        return x + low, y + wide, x + high, y + far
    if side == 3:
        return x - far, y + low, x - wide, y + high
    x += 2 * board.size[way, 0]
    return x + wide, y + low, x + far, y + high


@compiled
def cell(lines: Whole, at: int) -> int:
    """Return the cell of a coordinate: even on a line, odd between two."""
    k = int(np.searchsorted(lines, at))
    return 2 * k if k < len(lines) and lines[k] == at else max(0, 2 * k - 1)


@compiled
def flood(free: Cells, stack: Whole, count: int) -> None:
    """Mark with 2 what can be reached from the ``count`` marked cells on the stack, a free stretch of a row at once."""
    rows, columns = free.shape
    while count > 0:
        count -= 1
        r, c = stack[count] // columns, stack[count] % columns
        first, end = c, c + 1
        while first > 0 and free[r, first - 1] == 1:
            first -= 1
            free[r, first] = 2
        while end < columns and free[r, end] == 1:
            free[r, end] = 2
            end += 1
        for near in (r - 1, r + 1):
            if 0 <= near < rows:
                before = 0
                for at in range(first, end):
                    there = free[near, at]
                    if there == 1 and before != 1:  # one cell for each free stretch beside
                        free[near, at] = 2
                        stack[count] = near * columns + at
                        count += 1
                    before = there


@compiled
def begin(free: Cells, stack: Whole, count: int, xs: Whole, ys: Whole, spot: tuple[int, int, int, int]) -> int:
    """Put the free cells of a spot on the stack; return how many are on it."""
    for r in range(cell(xs, spot[0]), cell(xs, spot[2]) + 1):
        for c in range(cell(ys, spot[1]), cell(ys, spot[3]) + 1):
            if r < free.shape[0] and c < free.shape[1] and free[r, c] == 1:
                free[r, c] = 2
                stack[count] = r * free.shape[1] + c
                count += 1
    return count


@compiled
def touched(free: Cells, xs: Whole, ys: Whole, spot: tuple[int, int, int, int]) -> bool:
    """Say whether a spot was reached."""
    for r in range(cell(xs, spot[0]), cell(xs, spot[2]) + 1):
        for c in range(cell(ys, spot[1]), cell(ys, spot[3]) + 1):
            if r < free.shape[0] and c < free.shape[1] and free[r, c] == 2:
                return True
    return False


@compiled
def cut_off(board: Board, state: State, floor: int) -> int:
    """Return how many items of a floor no aisle gets to."""
    boxes = stopping(board, state, floor)
    if len(boxes) == 0:
        return 0
    xs = np.unique(np.concatenate((boxes[:, 0], boxes[:, 2])))
    ys = np.unique(np.concatenate((boxes[:, 1], boxes[:, 3])))
    free = np.ones((2 * len(xs) - 1, 2 * len(ys) - 1), np.int8)
    for k in range(len(boxes)):
        r0, r1 = 2 * np.searchsorted(xs, boxes[k, 0]) + 1, 2 * np.searchsorted(xs, boxes[k, 2])
        c0, c1 = 2 * np.searchsorted(ys, boxes[k, 1]) + 1, 2 * np.searchsorted(ys, boxes[k, 3])
        free[r0:r1, c0:c1] = 0
    stack = np.empty(free.shape[0] * free.shape[1], np.int64)
    count = 0
    for k in range(board.source.shape[0]):
        if board.source[k, 4] == floor:
            spot = (board.source[k, 0], board.source[k, 1], board.source[k, 2], board.source[k, 3])
            count = begin(free, stack, count, xs, ys, spot)
    anywhere = True
    for k in range(board.source.shape[0]):
        anywhere = anywhere and board.source[k, 4] != floor
    missing = 0
    for i in range(len(state.x)):
        if state.floor[i] != floor or board.soft[i]:
            continue
        first, end = board.goals[state.way[i]], board.goals[state.way[i] + 1]
        if anywhere:
            for goal in range(first, end):
                count = begin(free, stack, count, xs, ys, line(board, state, i, goal))
            anywhere = False
        if count > 0:
            flood(free, stack, count)
            count = 0
        group, there = -1, True
        for goal in range(first, end):
            if board.goal[goal, 0] != group:
                missing += 0 if there else 1
                group, there = board.goal[goal, 0], False
            there = there or touched(free, xs, ys, line(board, state, i, goal))
        missing += 0 if there else 1
    return missing
