"""The inner loops of the search: what standing somewhere costs, and how much of it is in the way.

What is in the way is counted in whole millimetres of depth, so that zero is zero; money is added up anew for every
best plan, so that it does not drift.
"""

# ruff: noqa: PLR0913, PLR0917, PLR1714, C901, PLR0912 - machine code is given numbers, not objects

from __future__ import annotations

from plant_tools.layout.placing.board import Board, State, Whole
from plant_tools.layout.solvers.compiling import compiled

FAR = 20_000_000
"""Half millimetres between floors that no lift joins."""


@compiled
def way_between(board: Board, fa: int, xa: int, ya: int, fb: int, xb: int, yb: int) -> int:
    """Return the way in half millimetres: along the walls, to other floors by the lift that makes it shortest."""
    if fa == fb:
        return abs(xa - xb) + abs(ya - yb)
    best = FAR
    for k in range(board.lift.shape[0]):
        if board.serves[k, fa] and board.serves[k, fb]:
            x, y = board.lift[k, 0], board.lift[k, 1]
            way = abs(xa - x) + abs(ya - y) + abs(xb - x) + abs(yb - y)
            way += board.lift[k, 2] + abs(board.rise[fa] - board.rise[fb])
            best = min(best, way)
    return best


@compiled
def cost_at(board: Board, state: State, i: int, x: int, y: int, way: int, floor: int, without: int) -> float:
    """Return what the flows of item ``i`` cost where it is put, those with ``without`` left out, and leaving home."""
    n = len(state.x)
    out_x, out_y = 2 * x + board.hand[way, 0], 2 * y + board.hand[way, 1]
    in_x, in_y = 2 * x + board.hand[way, 2], 2 * y + board.hand[way, 3]
    total = 0.0
    for j in range(n):
        if without == j or i == j:
            continue
        there, back = board.flow[i, j], board.flow[j, i]
        if there == 0.0 and back == 0.0:
            continue
        other, xj, yj, fj = state.way[j], 2 * state.x[j], 2 * state.y[j], state.floor[j]
        if there != 0.0:
            total += there * way_between(
                board, floor, out_x, out_y, fj, xj + board.hand[other, 2], yj + board.hand[other, 3]
            )
        if back != 0.0:
            total += back * way_between(
                board, fj, xj + board.hand[other, 0], yj + board.hand[other, 1], floor, in_x, in_y
            )
    for p in range(board.fixed.shape[0]):
        there, back = board.flow[i, n + p], board.flow[n + p, i]
        px, py, pf = board.fixed[p, 0], board.fixed[p, 1], board.fixed[p, 2]
        if there != 0.0:
            total += there * way_between(board, floor, out_x, out_y, pf, px, py)
        if back != 0.0:
            total += back * way_between(board, pf, px, py, floor, in_x, in_y)
    if board.moving[i] > 0 and board.home[i, 2] >= 0:
        home = board.home[i]
        if x != home[0] or y != home[1] or way != home[2] or floor != home[3]:
            total += board.moving[i]
    return total


@compiled
def cost_of(board: Board, state: State) -> float:
    """Return what a plan costs, added up anew: flows once, and moves."""
    n, total = len(state.x), 0.0
    for i in range(n):
        own = cost_at(board, state, i, state.x[i], state.y[i], state.way[i], state.floor[i], -1)
        moved = 0.0
        if board.moving[i] > 0 and board.home[i, 2] >= 0:
            home = board.home[i]
            if state.x[i] != home[0] or state.y[i] != home[1] or state.way[i] != home[2] or state.floor[i] != home[3]:
                moved = board.moving[i]
        for p in range(board.fixed.shape[0]):  # what is counted once below, flows between items twice
            way, px, py, pf = state.way[i], board.fixed[p, 0], board.fixed[p, 1], board.fixed[p, 2]
            x, y, f = 2 * state.x[i], 2 * state.y[i], state.floor[i]
            if board.flow[i, n + p] != 0.0:
                moved += board.flow[i, n + p] * way_between(
                    board, f, x + board.hand[way, 0], y + board.hand[way, 1], pf, px, py
                )
            if board.flow[n + p, i] != 0.0:
                moved += board.flow[n + p, i] * way_between(
                    board, pf, px, py, f, x + board.hand[way, 2], y + board.hand[way, 3]
                )
        total += (own + moved) / 2
    return total


@compiled
def depth(a0: int, a1: int, a2: int, a3: int, b0: int, b1: int, b2: int, b3: int) -> int:
    """Return how deep two boxes overlap, a little more where they overlap long; 0 where they do not."""
    dx = min(a2, b2) - max(a0, b0)
    dy = min(a3, b3) - max(a1, b1)
    if dx <= 0 or dy <= 0:
        return 0
    return min(dx, dy) + max(dx, dy) // 10 + 1


@compiled
def between(board: Board, i: int, x: int, y: int, wi: int, j: int, xj: int, yj: int, wj: int) -> int:
    """Return how much two items of one floor are in each other's way."""
    x1, y1 = x + board.size[wi, 0], y + board.size[wi, 1]
    u1, v1 = xj + board.size[wj, 0], yj + board.size[wj, 1]
    total = 0
    least = board.apart[i, j]
    if least > 0:
        dx = max(0, x - u1, xj - x1)
        dy = max(0, y - v1, yj - y1)
        if dx * dx + dy * dy < least * least:
            total += max(1, least - max(dx, dy))
    a, b, c, d = board.keep[wi, 0], board.keep[wi, 1], board.keep[wi, 2], board.keep[wi, 3]
    e, f, g, h = board.keep[wj, 0], board.keep[wj, 1], board.keep[wj, 2], board.keep[wj, 3]
    worst = 0
    if board.level[wi, 0] < board.level[wj, 1] and board.level[wj, 0] < board.level[wi, 2]:
        worst = depth(x - d, y - a, x1 + b, y1 + c, xj, yj, u1, v1)
    if board.level[wj, 0] < board.level[wi, 1] and board.level[wi, 0] < board.level[wj, 2]:
        worst = max(worst, depth(x, y, x1, y1, xj - h, yj - e, u1 + f, v1 + g))
    lower = i if board.level[wi, 0] < board.level[wj, 0] else j
    if worst == 0 and board.level[wi, 0] != board.level[wj, 0] and not board.carries[lower]:
        worst = depth(x, y, x1, y1, xj, yj, u1, v1)
    return total + worst


@compiled
def clear_of(size: Whole, keep: Whole, x: int, y: int, wi: int, u: int, v: int, wj: int) -> bool:
    """Say whether two items do not meet, with all that is kept free around both: most do not, and it is soon seen."""
    if x + size[wi, 0] + keep[wi, 1] <= u - keep[wj, 3] or u + size[wj, 0] + keep[wj, 1] <= x - keep[wi, 3]:
        return True
    return bool(y + size[wi, 1] + keep[wi, 2] <= v - keep[wj, 0] or v + size[wj, 1] + keep[wj, 2] <= y - keep[wi, 0])


@compiled
def in_the_way(board: Board, state: State, i: int, x: int, y: int, way: int, floor: int, without: int) -> int:
    """Return how much item ``i`` is in the way where it is put, of all but ``without`` and of the building."""
    total, size, keep = 0, board.size, board.keep
    for j in range(len(state.x)):
        if j != i and j != without and state.floor[j] == floor:
            u, v, other = state.x[j], state.y[j], state.way[j]
            if board.apart[i, j] > 0 or not clear_of(size, keep, x, y, way, u, v, other):
                total += between(board, i, x, y, way, j, u, v, other)
    return total + by_building(board, i, x, y, way, floor)


@compiled
def by_building(board: Board, i: int, x: int, y: int, way: int, floor: int) -> int:
    """Return how much the building is in the way of an item."""
    x1, y1 = x + board.size[way, 0], y + board.size[way, 1]
    s, e, n, w = board.keep[way, 0], board.keep[way, 1], board.keep[way, 2], board.keep[way, 3]
    extent = board.extent[floor]
    total = max(0, extent[0] - x + w) + max(0, x1 + e - extent[2])
    total += max(0, extent[1] - y + s) + max(0, y1 + n - extent[3])
    if not board.fits[way, floor]:
        total += 100_000
    low, high, top = board.level[way, 0], board.level[way, 1], board.level[way, 2]
    for k in range(board.box.shape[0]):
        box = board.box[k]
        if box[6] != floor or not board.bars[k, i]:
            continue
        if box[7] == 1:
            if low < box[5] and box[4] < high:
                total += depth(x, y, x1, y1, box[0], box[1], box[2], box[3])
        elif low < box[5] and box[4] < top:
            total += depth(x - w, y - s, x1 + e, y1 + n, box[0], box[1], box[2], box[3])
    return int(total)


@compiled
def crowding(board: Board, state: State) -> int:
    """Return how much all items are in the way of each other and of the building."""
    n, total, size, keep = len(state.x), 0, board.size, board.keep
    for i in range(n):
        x, y, way, floor = state.x[i], state.y[i], state.way[i], state.floor[i]
        total += by_building(board, i, x, y, way, floor)
        for j in range(i):
            if state.floor[j] == floor:
                u, v, other = state.x[j], state.y[j], state.way[j]
                if board.apart[i, j] > 0 or not clear_of(size, keep, x, y, way, u, v, other):
                    total += between(board, i, x, y, way, j, u, v, other)
    return total
