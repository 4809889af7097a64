"""Robust tabu search for items in slots (quadratic assignment), with all exchanges kept up to date in O(n^2).

Taillard, Robust taboo search for the quadratic assignment problem, Parallel Computing 17 (1991), 443-455. Two things
are faster here: what an exchange does to the other exchanges is an outer product of two vectors, and the two
items exchanged are looked up in the product of both matrices, which is kept up to date as well.

``flow`` and ``distance`` are (parts, n, n): one symmetric part, or a symmetric and an antisymmetric one; the cost of
a plan is the sum over parts of sum_ij flow[i, j] * distance[place[i], place[j]], plus linear[i, place[i]].
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from plant_tools.layout.solvers.chance import Chance, below
from plant_tools.layout.solvers.compiling import compiled

Numbers = NDArray[np.float64]


class Slots(NamedTuple):
    """A problem, prepared by ``slots.problem``. ``fixed`` is the slot of items that stay there, -1 for others."""

    flow: Numbers  # (parts, n, n)
    distance: Numbers  # (parts, n, n)
    linear: Numbers  # (n, n)
    fixed: NDArray[np.int64]  # (n,)


class Walk(NamedTuple):
    """Where a search stands: who is where, what every exchange would change, and what is tabu until when."""

    place: NDArray[np.int64]  # (n,)
    placed: Numbers  # (parts, n, n): the distances between the places of two items
    product: Numbers  # (n, n): sum over parts and k of flow[i, k] * placed[j, k]
    change: Numbers  # (n, n), above the diagonal: what exchanging i and j adds to the cost
    until: Numbers  # (n, n): i may not go to the place of j before that iteration
    both: Numbers  # (n, n), above the diagonal: the smaller of until[i, j] and until[j, i]
    least: Numbers  # (n,): for choosing, the best exchange of every column
    best: NDArray[np.int64]  # (n,)


def new_walk(parts: int, n: int) -> Walk:
    """Return the arrays of a search, to be filled by ``start``."""
    square = np.zeros((n, n))
    place = np.arange(n, dtype=np.int64)
    placed = np.zeros((parts, n, n))
    return Walk(place, placed, square, square.copy(), square.copy(), square.copy(), np.zeros(n), place.copy())


@compiled
def cost_of(slots: Slots, place: NDArray[np.int64]) -> float:
    """Return the cost of a plan, added up anew."""
    parts, n, _ = slots.flow.shape
    total = 0.0
    for i in range(n):
        total += slots.linear[i, place[i]]
        for part in range(parts):
            for j in range(n):
                total += slots.flow[part, i, j] * slots.distance[part, place[i], place[j]]
    return total


@compiled
def _fill_exchanges(slots: Slots, walk: Walk, i: int) -> None:
    """Work out what exchanging ``i`` with any other item changes, from the product of the matrices."""
    n = len(walk.place)
    product, place, linear = walk.product, walk.place, slots.linear
    for j in range(n):
        if slots.fixed[i] >= 0 or slots.fixed[j] >= 0 or i == j:
            value = np.inf
        else:
            value = product[i, j] + product[j, i] - product[i, i] - product[j, j]
            value += 2 * slots.flow[0, i, j] * walk.placed[0, i, j]
            value *= 2
            value += linear[i, place[j]] + linear[j, place[i]] - linear[i, place[i]] - linear[j, place[j]]
        walk.change[min(i, j), max(i, j)] = value


@compiled
def _dot(left: Numbers, right: Numbers) -> float:
    """Return the sum of the products of two (parts, n)."""
    total = 0.0
    for part in range(left.shape[0]):
        for k in range(left.shape[1]):
            total += left[part, k] * right[part, k]
    return total


@compiled
def start(slots: Slots, walk: Walk) -> float:
    """Fill in everything for the plan in ``walk.place`` and return its cost."""
    parts, n, _ = slots.flow.shape
    for part in range(parts):
        for i in range(n):
            for j in range(n):
                walk.placed[part, i, j] = slots.distance[part, walk.place[i], walk.place[j]]
    for i in range(n):
        for j in range(n):
            walk.product[i, j] = _dot(slots.flow[:, i], walk.placed[:, j])
    for i in range(n):
        _fill_exchanges(slots, walk, i)
    walk.until[:] = 0
    walk.both[:] = 0
    return cost_of(slots, walk.place)


@compiled
def _spread(slots: Slots, walk: Walk, r: int, s: int) -> None:
    """Bring ``product`` and ``change`` up to date for exchanging ``r`` and ``s``, but for their own rows."""
    parts, n, _ = slots.flow.shape
    for part in range(parts):
        u = slots.flow[part, r] - slots.flow[part, s]
        v = walk.placed[part, s] - walk.placed[part, r]
        for a in range(n):
            ua, va = u[a], 2 * v[a]
            product, change = walk.product[a], walk.change[a, a + 1 :]
            right_u, right_v = u[a + 1 :], v[a + 1 :]
            for b in range(len(product)):  # loops over a length alone become vector instructions
                product[b] += ua * v[b]
            for b in range(len(change)):
                change[b] -= (ua - right_u[b]) * (va - 2 * right_v[b])


@compiled
def exchange(slots: Slots, walk: Walk, r: int, s: int) -> None:
    """Let items ``r`` and ``s`` change places."""
    parts, n, _ = slots.flow.shape
    _spread(slots, walk, r, s)
    for a in range(n):
        walk.product[a, r], walk.product[a, s] = walk.product[a, s], walk.product[a, r]
        walk.until[a, r], walk.until[a, s] = walk.until[a, s], walk.until[a, r]
    for part in range(parts):
        placed = walk.placed[part]
        for a in range(n):
            placed[r, a], placed[s, a] = placed[s, a], placed[r, a]
        for a in range(n):
            placed[a, r], placed[a, s] = placed[a, s], placed[a, r]
    walk.place[r], walk.place[s] = walk.place[s], walk.place[r]
    _fill_exchanges(slots, walk, r)
    _fill_exchanges(slots, walk, s)


@compiled
def _forbid(walk: Walk, r: int, s: int, first: int, second: int) -> None:
    """Forbid ``r`` and ``s`` the places they have just left, and note which pairs are forbidden both ways."""
    walk.until[r, s] = first
    walk.until[s, r] = second
    for a in range(len(walk.place)):
        walk.both[min(a, r), max(a, r)] = min(walk.until[a, r], walk.until[r, a])
        walk.both[min(a, s), max(a, s)] = min(walk.until[a, s], walk.until[s, a])


@compiled
def _choose(walk: Walk, now: int, wanted: float) -> tuple[int, int]:
    """Return the best exchange that is not tabu, or is better than ``wanted``; (-1, -1) where there is none."""
    n = len(walk.place)
    least = walk.least
    least[:] = np.inf
    for i in range(n - 1):
        change, both, lowest = walk.change[i, i + 1 :], walk.both[i, i + 1 :], least[i + 1 :]
        for j in range(len(change)):
            value = change[j] if (both[j] < now) | (change[j] < wanted) else np.inf
            lowest[j] = min(lowest[j], value)
    column = 0
    for j in range(n):
        column = j if least[j] < least[column] else column
    for i in range(column):
        value = walk.change[i, column]
        if value == least[column] and (walk.both[i, column] < now or value < wanted):
            return i, column
    return -1, -1


@compiled
def tabu(slots: Slots, walk: Walk, state: Chance, most: int, patience: int) -> tuple[float, int]:
    """Search from ``walk.place`` and leave the best plan in ``walk.best``; return its cost and the iterations done.

    Stops after ``most`` iterations, or ``patience`` without a better plan.
    """
    n = len(walk.place)
    cost = start(slots, walk)
    best, last, now = cost, 0, 0
    walk.best[:] = walk.place
    low, spread = int(0.9 * n), int(0.2 * n) + 4
    while now < most and now - last < patience:
        now += 1
        r, s = _choose(walk, now, best - cost - 1e-9 * abs(best))
        if r < 0:
            continue
        cost += walk.change[r, s]
        exchange(slots, walk, r, s)
        _forbid(walk, r, s, now + low + below(state, spread), now + low + below(state, spread))
        if cost < best - 1e-9 * abs(best):
            best, last = cost, now
            walk.best[:] = walk.place
    return cost_of(slots, walk.best), now
