"""Extremely randomised trees (Geurts, Ernst and Wehenkel 2006), many grown at once, level by level.

At each node ``tried`` columns that differ there are drawn, each with a cut drawn evenly between its least and
greatest value; the one that lowers the Gini impurity most splits the node. Every tree sees all cases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plant_tools.rca.splitting import DRAWN, Level, Table, splits

Ints = NDArray[np.int64]
Matrix = NDArray[np.float32]

_AT_ONCE = 3_000_000  # drawn values that are held at a time
_DEEPEST = 60


@dataclass(slots=True)
class Grown:
    """Trees in arrays: of each node its column (-1: a leaf), its cut, its left child; the right one is the next."""

    column: Ints
    cut: Matrix
    left: Ints
    roots: Ints
    leaf_of: Ints  # (trees, cases) in the order of growth; let go of when grown

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
        at_once = max(1, _AT_ONCE // max(1, len(x) * tried * DRAWN))
        self._parts: list[tuple[Grown, Ints, Ints, Matrix]] = []
        for begin in range(0, trees, at_once):
            grown = _grow(x, y, classes, min(at_once, trees - begin), tried, least, draw)
            leaves = _leaves(grown, y, classes)
            grown.leaf_of = np.zeros((0, 0), np.int64)
            self._parts.append((grown, *leaves))
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
    cases, table = len(x), Table(x)
    columns, cuts, lefts = [np.full(trees, -1)], [np.zeros(trees, np.float32)], [np.zeros(trees, np.int64)]
    of = np.repeat(np.arange(trees), cases)  # the node of each (tree, case)
    active, first, nodes = np.arange(trees * cases), 0, trees
    for _ in range(_DEEPEST):
        node = of[active] - first
        split = splits(table, Level.of(active % cases, node, y, classes, nodes), tried, least, draw)
        chosen = split.column >= 0
        if not chosen.any():
            break
        first, nodes = first + nodes, 2 * int(chosen.sum())
        children = np.full(len(chosen), -1)
        children[chosen] = first + 2 * np.arange(nodes // 2)
        columns[-1], cuts[-1], lefts[-1] = split.column, split.cut, np.maximum(children, 0)
        columns.append(np.full(nodes, -1))
        cuts.append(np.zeros(nodes, np.float32))
        lefts.append(np.zeros(nodes, np.int64))
        goes = chosen[node]
        active, node = active[goes], node[goes]
        of[active] = children[node] + (x[active % cases, split.column[node]] > split.cut[node])
    whole = np.concatenate(columns), np.concatenate(cuts), np.concatenate(lefts)
    return Grown(*whole, np.arange(trees), of.reshape(trees, cases))
