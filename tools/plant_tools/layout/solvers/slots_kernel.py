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
from plant_tools.layout.solvers.compiling import compiled, compiled_or

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


def _cost_plainly(slots: Slots, place: NDArray[np.int64]) -> float:
    pairs = (slots.flow * slots.distance[:, place][:, :, place]).sum()
    return float(pairs + slots.linear[np.arange(len(place)), place].sum())


@compiled_or(_cost_plainly)
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


def _fill_plainly(slots: Slots, walk: Walk, i: int) -> None:
    product, place, linear = walk.product, walk.place, slots.linear
    row = product[i] + product[:, i] - product[i, i] - np.diag(product) + 2 * slots.flow[0, i] * walk.placed[0, i]
    row *= 2
    row += linear[i, place] + linear[:, place[i]] - linear[i, place[i]] - linear[np.arange(len(place)), place]
    row[slots.fixed >= 0] = np.inf
    row[i] = np.inf
    if slots.fixed[i] >= 0:
        row[:] = np.inf
    walk.change[i, i:], walk.change[:i, i] = row[i:], row[:i]


@compiled_or(_fill_plainly)
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


def _multiply_plainly(slots: Slots, walk: Walk) -> None:
    for part, distance in enumerate(slots.distance):
        walk.placed[part] = distance[np.ix_(walk.place, walk.place)]
    walk.product[:] = (slots.flow @ walk.placed.transpose(0, 2, 1)).sum(axis=0)


@compiled_or(_multiply_plainly)
def _multiply(slots: Slots, walk: Walk) -> None:
    """Fill in the distances between items, and the product of both matrices."""
    parts, n, _ = slots.flow.shape
    for part in range(parts):
        for i in range(n):
            for j in range(n):
                walk.placed[part, i, j] = slots.distance[part, walk.place[i], walk.place[j]]
    for i in range(n):
        for j in range(n):
            walk.product[i, j] = _dot(slots.flow[:, i], walk.placed[:, j])


@compiled
def start(slots: Slots, walk: Walk) -> float:
    """Fill in everything for the plan in ``walk.place`` and return its cost."""
    _multiply(slots, walk)
    for i in range(len(walk.place)):
        _fill_exchanges(slots, walk, i)
    walk.until[:] = 0
    walk.both[:] = 0
    walk.best[:] = walk.place
    return cost_of(slots, walk.place)


def _spread_plainly(slots: Slots, walk: Walk, r: int, s: int) -> None:
    for flow, placed in zip(slots.flow, walk.placed, strict=True):
        u, v = flow[r] - flow[s], placed[s] - placed[r]
        walk.product[:] += u[:, None] * v
        walk.change[:] -= (u[:, None] - u) * (2 * v[:, None] - 2 * v)


@compiled_or(_spread_plainly)
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


def _choose_plainly(walk: Walk, now: int, wanted: float) -> tuple[int, int]:
    allowed = np.triu((walk.both < now) | (walk.change < wanted), 1)
    values = np.where(allowed, walk.change, np.inf).T
    column, row = divmod(int(values.argmin()), len(values))
    return (row, column) if values[column, row] < np.inf else (-1, -1)


@compiled_or(_choose_plainly)
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
def tabu(slots: Slots, walk: Walk, state: Chance, run: Numbers, steps: int) -> bool:
    """Go so many steps on from ``walk.place``, to which ``start`` was applied; tell whether the run has ended.

    ``run`` is [cost, cost of ``walk.best``, step of the last improvement, steps done, steps at most, patience]: the run
    ends after so many steps, or as many as ``patience`` without a better plan.
    """
    n = len(walk.place)
    low, spread = int(0.9 * n), int(0.2 * n) + 4
    for _ in range(steps):
        if run[3] >= run[4] or run[3] - run[2] >= run[5]:
            return True
        run[3] += 1
        now = int(run[3])
        r, s = _choose(walk, now, run[1] - run[0] - 1e-9 * abs(run[1]))
        if r < 0:
            continue
        run[0] += walk.change[r, s]
        exchange(slots, walk, r, s)
        _forbid(walk, r, s, now + low + below(state, spread), now + low + below(state, spread))
        if run[0] < run[1] - 1e-9 * abs(run[1]):
            run[1], run[2] = run[0], now
            walk.best[:] = walk.place
    return bool(run[3] >= run[4] or run[3] - run[2] >= run[5])
