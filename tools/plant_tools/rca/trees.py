"""Extremely randomised trees (Geurts, Ernst and Wehenkel 2006), many grown at once, level by level.

At each node ``tried`` columns that differ there are drawn, each with a cut drawn evenly between its least and
greatest value; the one that lowers the Gini impurity most splits the node. Every tree sees all cases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Matrix = NDArray[np.float32]

_AT_ONCE = 3_000_000  # drawn values that are held at a time
_DRAWN = 4  # columns drawn for one that is tried: many do not differ inside a small node
_DEEPEST = 60


@dataclass(slots=True)
class Grown:
    """Trees in arrays: of each node its column (-1: a leaf), its cut, its left child; the right one is the next."""

    column: Ints
    cut: Matrix
    left: Ints
    roots: Ints
    leaf_of: Ints  # (trees, cases) in the order of growth

    def fall(self, x: Matrix) -> Ints:
        """Return the leaf of each row in each tree, shape (rows, trees)."""
        at = np.broadcast_to(self.roots, (len(x), len(self.roots))).copy()
        rows = np.arange(len(x))[:, None]
        while (inside := self.column[at] >= 0).any():
            right = x[rows, np.maximum(self.column[at], 0)] > self.cut[at]
            at = np.where(inside, self.left[at] + right, at)
        return at


class Forest:
    """Trees over the cases ``x`` with classes ``y``; the same for the same ``seed``."""

    def __init__(  # noqa: PLR0913 - what trees are grown from
        self, x: Matrix, y: Ints, classes: int, *, trees: int, tried: int, least: int = 3, seed: int = 0
    ) -> None:
        draw = np.random.default_rng(seed)
        self._classes = classes
        at_once = max(1, _AT_ONCE // max(1, len(x) * tried * _DRAWN))
        self._parts: list[tuple[Grown, Ints, Ints, Matrix]] = []
        for begin in range(0, trees, at_once):
            grown = _grow(x, y, classes, min(at_once, trees - begin), tried, least, draw)
            self._parts.append((grown, *_leaves(grown, y, classes)))
        self._trees = trees

    def probabilities(self, x: Matrix) -> Matrix:
        """Return the mean share of each class in the leaves that rows fall into, shape (rows, classes)."""
        made = np.zeros((len(x), self._classes))
        for grown, starts, held, shares in self._parts:
            for row, leaves in enumerate(grown.fall(x)):
                lengths = starts[leaves + 1] - starts[leaves]
                at = np.repeat(starts[leaves] - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
                made[row] += np.bincount(held[at], shares[at], self._classes)
        return np.asarray(made / self._trees, np.float32)


def _leaves(grown: Grown, y: Ints, classes: int) -> tuple[Ints, Ints, Matrix]:
    """Return the classes that each node holds as a leaf, and their shares: starts, classes, shares."""
    keys, counts = np.unique(grown.leaf_of * classes + y[None, :], return_counts=True)
    nodes, held = keys // classes, keys % classes
    whole = np.bincount(nodes, counts, len(grown.column))
    starts = np.searchsorted(nodes, np.arange(len(grown.column) + 1))
    return starts, held, (counts / whole[nodes]).astype(np.float32)


def _grow(  # noqa: PLR0913, PLR0917 - what a tree is grown from
    x: Matrix, y: Ints, classes: int, trees: int, tried: int, least: int, draw: np.random.Generator
) -> Grown:
    cases = len(x)
    columns, cuts, lefts = [np.full(trees, -1)], [np.zeros(trees, np.float32)], [np.zeros(trees, np.int64)]
    of = np.repeat(np.arange(trees), cases)  # the node of each (tree, case)
    active, nodes, made = np.arange(trees * cases), trees, trees
    first = 0
    for _ in range(_DEEPEST):
        places, inverse, sizes = np.unique(of[active], return_inverse=True, return_counts=True)
        split = _split(x, y, classes, active % cases, inverse, sizes, tried, least, draw)
        chosen = split.column >= 0
        if not chosen.any():
            break
        local = places - first
        children = np.full(len(places), -1)
        children[chosen] = made + 2 * np.arange(int(chosen.sum()))
        columns[-1][local], cuts[-1][local], lefts[-1][local] = split.column, split.cut, np.maximum(children, 0)
        first, nodes = made, 2 * int(chosen.sum())
        made += nodes
        columns.append(np.full(nodes, -1))
        cuts.append(np.zeros(nodes, np.float32))
        lefts.append(np.zeros(nodes, np.int64))
        goes = chosen[inverse]
        active, inverse = active[goes], inverse[goes]
        right = x[active % cases, split.column[inverse]] > split.cut[inverse]
        of[active] = children[inverse] + right
    whole = np.concatenate(columns), np.concatenate(cuts), np.concatenate(lefts)
    return Grown(*whole, np.arange(trees), of.reshape(trees, cases))


@dataclass(slots=True)
class _Split:
    column: Ints
    cut: Matrix


def _split(  # noqa: PLR0913, PLR0917 - as above
    x: Matrix, y: Ints, classes: int, cases: Ints, node: Ints, sizes: Ints, tried: int, least: int,
    draw: np.random.Generator,
) -> _Split:  # fmt: skip
    """Choose column and cut of each node; ``node`` is that of each of ``cases``."""
    order = np.argsort(node, kind="stable")
    cases, node = cases[order], node[order]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    drawn = draw.integers(0, x.shape[1], (len(sizes), tried * _DRAWN))
    values = x[cases[:, None], drawn[node]]
    low, high = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    useful = (high > low) & (sizes >= 2 * least)[:, None]
    rank = np.cumsum(useful, 1)
    useful &= rank <= tried
    cut = np.where(useful, low + draw.random(low.shape, np.float32) * (high - low), 0).astype(np.float32)
    cut = np.where(cut >= high, low, cut)
    gain = _gain(values > cut[node], y[cases], classes, node, sizes, least, useful)
    best = gain.argmax(1)
    rows = np.arange(len(sizes))
    fine = gain[rows, best] > -np.inf
    return _Split(np.where(fine, drawn[rows, best], -1), cut[rows, best])


def _gain(  # noqa: PLR0913, PLR0917 - as above
    right: NDArray[np.bool_], y: Ints, classes: int, node: Ints, sizes: Ints, least: int, useful: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return how pure the two sides would be, sum of n_c^2 / n; -inf where a side would be too small."""
    nodes, drawn = useful.shape
    row, column = np.nonzero(useful[node])
    group = (node[row] * drawn + column) * 2 + right[row, column]
    keys = np.sort(group * classes + y[row])
    edges = np.flatnonzero(np.diff(keys, prepend=-1))
    counts = np.diff(edges, append=len(keys)).astype(np.float64)
    of = keys[edges] // classes
    pure = np.bincount(of, counts**2, nodes * drawn * 2).reshape(nodes, drawn, 2)
    size = np.bincount(of, counts, nodes * drawn * 2).reshape(nodes, drawn, 2)
    made = (pure / np.maximum(size, 1)).sum(2)
    before = np.zeros(nodes)
    whole, n = np.unique(node * classes + y, return_counts=True)
    np.add.at(before, whole // classes, n.astype(np.float64) ** 2)
    fine = useful & (size.min(2) >= least) & (made > (before / sizes)[:, None] + 1e-9)
    return np.where(fine, made, -np.inf)
