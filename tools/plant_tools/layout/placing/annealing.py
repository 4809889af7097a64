"""Annealing over the places, turns, shapes and floors of all items, and settling into the nearest good plan.

Overlaps are allowed while it is hot and cost more and more (see ``kernel``); a plan counts when nothing is in the way
of anything, and aisles get everywhere.

Numba tells by this file alone whether its machine code is out of date, so that it names what it is made of, too:
``kernel``, ``moving`` and ``reaching`` with hash 2ce0c5de5965.
"""

from __future__ import annotations

# ruff: noqa: PLR0913, PLR0917, C901, PLR0912, PLR0915, SIM110 - machine code is given numbers, not objects
import math

from plant_tools.layout.placing.board import Board, Real, State, Whole
from plant_tools.layout.placing.kernel import cost_at, cost_of, crowding, in_the_way
from plant_tools.layout.placing.moving import fit, put_at, regraft, regroup, swap
from plant_tools.layout.placing.reaching import cut_off
from plant_tools.layout.solvers.chance import Chance, below, draw
from plant_tools.layout.solvers.compiling import compiled

GRID = 50
"""Steps of chance are whole multiples of it, so that plans look tidy (mm)."""


@compiled
def propose(board: Board, state: State, i: int, reach: float, chance: Chance, move: Whole) -> bool:
    """Write where item ``i`` might go: x, y, way, floor. Return whether there is such a place."""
    n = len(state.x)
    u = draw(chance)
    way, floor = state.way[i], state.floor[i]
    ways = board.first[i + 1] - board.first[i]
    if ways > 1 and draw(chance) < 0.2:
        way = board.first[i] + below(chance, ways)
    x, y = state.x[i], state.y[i]
    if u < 0.5:
        step = max(GRID, int(reach))
        x += below(chance, 2 * step + 1) - step
        y += below(chance, 2 * step + 1) - step
        if u < 0.12:
            x = state.x[i]
        elif u < 0.24:
            y = state.y[i]
        x, y = x // GRID * GRID, y // GRID * GRID
    elif u < 0.78:
        j = below(chance, n)
        if j == i:
            return False
        other, floor, side = state.way[j], state.floor[j], below(chance, 4)
        east = max(board.keep[other, 1], board.keep[way, 3])
        west = max(board.keep[other, 3], board.keep[way, 1])
        north = max(board.keep[other, 2], board.keep[way, 0])
        south = max(board.keep[other, 0], board.keep[way, 2])
        if u < 0.62:  # beside another, at its edge
            x, y = state.x[j], state.y[j]
            if side == 0:
                x += board.size[other, 0] + east
            elif side == 1:
                x -= board.size[way, 0] + west
            elif side == 2:
                y += board.size[other, 1] + north
            else:
                y -= board.size[way, 1] + south
            if draw(chance) < 0.5:  # at the other end of that edge
                if side < 2:
                    y += board.size[other, 1] - board.size[way, 1]
                else:
                    x += board.size[other, 0] - board.size[way, 0]
        elif floor == state.floor[i]:  # only one coordinate: against its edge, or in line with its handles
            if side == 0:
                x = state.x[j] + board.size[other, 0] + east
            elif side == 1:
                x = state.x[j] - board.size[way, 0] - west
            elif side == 2:
                y = state.y[j] + board.size[other, 1] + north
            else:
                y = state.y[j] - board.size[way, 1] - south
            if draw(chance) < 0.5:
                if side < 2:
                    x, y = state.x[i], state.y[j] + (board.hand[other, 1] - board.hand[way, 3]) // 2
                else:
                    x, y = state.x[j] + (board.hand[other, 0] - board.hand[way, 2]) // 2, state.y[i]
    elif u < 0.8 and board.home[i, 2] >= 0:
        x, y, way, floor = board.home[i, 0], board.home[i, 1], board.home[i, 2], board.home[i, 3]
    else:
        floor = below(chance, board.extent.shape[0])
        x = board.extent[floor, 0] + below(chance, max(1, board.extent[floor, 2] - board.extent[floor, 0]))
        y = board.extent[floor, 1] + below(chance, max(1, board.extent[floor, 3] - board.extent[floor, 1]))
        x, y = x // GRID * GRID, y // GRID * GRID
    return fit(board, way, floor, x, y, move)


@compiled
def whole(board: Board, state: State) -> bool:
    """Say whether nothing is in the way of anything and aisles get everywhere."""
    if crowding(board, state) > 0:
        return False
    for floor in range(board.extent.shape[0]):
        if cut_off(board, state, floor) > 0:
            return False
    return True


@compiled
def pair_cost(board: Board, state: State, i: int, j: int) -> float:
    """Return what the flows of two items cost, those between them once."""
    one = cost_at(board, state, i, state.x[i], state.y[i], state.way[i], state.floor[i], -1)
    return one + cost_at(board, state, j, state.x[j], state.y[j], state.way[j], state.floor[j], i)


@compiled
def pair_way(board: Board, state: State, i: int, j: int) -> int:
    """Return how much two items are in the way, that of each other once."""
    one = in_the_way(board, state, i, state.x[i], state.y[i], state.way[i], state.floor[i], -1)
    return one + in_the_way(board, state, j, state.x[j], state.y[j], state.way[j], state.floor[j], i)


@compiled
def refused(gain: float, heat: float, d_cost: float, chance: Chance) -> bool:
    """Say whether a move is not taken: by Metropolis's rule; without heat, if it is not cheaper."""
    if heat <= 0:
        return gain > 0 or d_cost > -1e-9
    return gain > 0 and draw(chance) >= math.exp(-gain / heat)


@compiled
def run(
    board: Board, state: State, best: State, pace: Real, chance: Chance, iterations: int, tally: Real, scratch: Whole
) -> None:
    """Try ``iterations`` moves.

    ``pace``: temperature at the start and the end, price of a millimetre in the way at the start and the end (money),
    share of the run that is over before and after, reach of a step (mm). With a temperature of 0, only what is whole
    and cheaper is taken. ``tally``: the cost of ``best`` (which is written), and for how many moves not to look
    whether a plan is whole, and how many were skipped last time.
    """
    n = len(state.x)
    free = 0
    for i in range(n):
        free += 0 if board.bound[i] else 1
    if free == 0:
        return
    cost, way_now = cost_of(board, state), crowding(board, state)
    move, other, kept, kept_other = scratch[0], scratch[1], scratch[2], scratch[3]
    settling = pace[0] <= 0
    before = State(state.x.copy(), state.y.copy(), state.way.copy(), state.floor.copy())
    often = min(0.05, 1.0 / n)
    for k in range(iterations):
        t = pace[4] + (pace[5] - pace[4]) * k / iterations
        heat = 0.0 if settling else pace[0] * (pace[1] / pace[0]) ** t
        price = pace[2] * (pace[3] / pace[2]) ** t
        reach = pace[6] * (1 - t) ** 2
        if settling:
            reach = pace[6] * 0.5 ** (8 * draw(chance))
        i = below(chance, n)
        if board.bound[i]:
            continue
        j = -1
        kept[0], kept[1], kept[2], kept[3] = state.x[i], state.y[i], state.way[i], state.floor[i]
        grafted = settling and draw(chance) < often
        grouped = grafted or draw(chance) < often
        if grouped:
            if not grafted and not propose(board, state, i, reach, chance, move):
                continue
            before.x[:], before.y[:], before.way[:], before.floor[:] = state.x, state.y, state.way, state.floor
            if grafted:
                moved = regraft(board, state, i, other, chance)
            else:
                moved = regroup(board, state, i, move, other, chance)
            if not moved:
                state.x[:], state.y[:], state.way[:], state.floor[:] = before.x, before.y, before.way, before.floor
                continue
            d_cost, d_way = cost_of(board, state) - cost, crowding(board, state) - way_now
            if refused(d_cost + price * d_way, heat, d_cost, chance) or (settling and way_now + d_way > 0):
                state.x[:], state.y[:], state.way[:], state.floor[:] = before.x, before.y, before.way, before.floor
                continue
        elif draw(chance) < 0.8:
            if not propose(board, state, i, reach, chance, move):
                continue
            worse_way = in_the_way(board, state, i, move[0], move[1], move[2], move[3], -1)
            if settling and worse_way > 0:
                continue
            less = in_the_way(board, state, i, kept[0], kept[1], kept[2], kept[3], -1)
            d_way = worse_way - less
            d_cost = cost_at(board, state, i, move[0], move[1], move[2], move[3], -1)
            d_cost -= cost_at(board, state, i, kept[0], kept[1], kept[2], kept[3], -1)
            gain = d_cost + price * d_way
            if refused(gain, heat, d_cost, chance):
                continue
            put_at(state, i, move)
        else:
            j = below(chance, n)
            if j == i or board.bound[j] or not swap(board, state, i, j, move, other):
                continue
            kept_other[0], kept_other[1] = state.x[j], state.y[j]
            kept_other[2], kept_other[3] = state.way[j], state.floor[j]
            d_cost, d_way = -pair_cost(board, state, i, j), -pair_way(board, state, i, j)
            put_at(state, i, move)
            put_at(state, j, other)
            d_cost += pair_cost(board, state, i, j)
            d_way += pair_way(board, state, i, j)
            gain = d_cost + price * d_way
            if refused(gain, heat, d_cost, chance) or (settling and way_now + d_way > 0):
                put_at(state, i, kept)
                put_at(state, j, kept_other)
                continue
        cost += d_cost
        way_now += d_way
        tally[1] -= 1
        if way_now > 0 or (not settling and (tally[1] > 0 or cost >= tally[0] * (1 - 1e-9) - 1e-9)):
            continue
        if whole(board, state):
            cost = cost_of(board, state)
            if cost < tally[0]:
                tally[0], tally[1], tally[2] = cost, 0, 0
                best.x[:], best.y[:], best.way[:], best.floor[:] = state.x, state.y, state.way, state.floor
            continue
        tally[2] = min(max(4.0, 2 * tally[2]), 400.0)
        tally[1] = tally[2]
        if settling and grouped:
            state.x[:], state.y[:], state.way[:], state.floor[:] = before.x, before.y, before.way, before.floor
        elif settling:
            put_at(state, i, kept)
            if j >= 0:
                put_at(state, j, kept_other)
        if settling:
            cost -= d_cost
            way_now -= d_way
