"""Where the nodes of one level of trees are split: by counts of classes, with no sorting of values.

Of columns of zeros and ones the counts on the right side of every column are had at once; the purity of both sides
follows from them: sum of n_c^2 on the left = sum of (whole_c - right_c)^2. Only other columns are looked at cut by cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Matrix = NDArray[np.float32]
Array = NDArray[np.float64]

DRAWN = 4  # columns drawn for one that is tried: many do not differ inside a small node
_AT_ONCE = 4_000_000  # counts that are held at a time
_EXACT = 4_000  # cases up to which single precision holds the squares of counts exactly


class Table:
    """The columns of cases: those of zeros and ones as places of the ones, the others as they are."""

    def __init__(self, x: Matrix) -> None:
        self.x, self.width = x, x.shape[1]
        plain = ((x == 0) | (x == 1)).all(0)
        self.other = np.flatnonzero(~plain)
        self.place = np.full(self.width, -1)
        self.place[self.other] = np.arange(len(self.other))
        row, column = np.nonzero((x == 1) & plain)
        many = np.bincount(row, minlength=len(x))
        self.ones = np.full((len(x), int(many.max(initial=0))), self.width)  # beyond the last column: none
        self.ones[row, np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)] = column
        self.precision: type[np.floating] = np.float32 if len(x) <= _EXACT else np.float64


@dataclass(slots=True)
class Level:
    """Cases in the order of (node, class): the place of each case's class among those of its node, sizes of nodes."""

    cases: Ints
    node: Ints
    slot: Ints
    held: Ints  # different classes of each node
    sizes: Ints

    @classmethod
    def of(cls, cases: Ints, node: Ints, y: Ints, classes: int, nodes: int) -> Level:
        """Put ``cases``, each in its node, in order."""
        key = node * classes + y[cases]
        order = np.argsort(key, kind="stable")
        cases, node, key = cases[order], node[order], key[order]
        new = np.diff(key, prepend=-1) > 0
        held = np.bincount(node[new], minlength=nodes)
        slot = np.cumsum(new) - 1 - (np.cumsum(held) - held)[node]
        return cls(cases, node, slot, held, np.bincount(node, minlength=nodes))

    def alike(self, live: NDArray[np.bool_], width: int) -> Iterator[Ints]:
        """Yield nodes with about as many classes as one another, as many as are counted at once."""
        power = np.ceil(np.log2(np.maximum(self.held, 1))).astype(np.int64)
        for of in np.unique(power[live]):
            nodes = np.flatnonzero(live & (power == of))
            many = max(1, _AT_ONCE // (2 ** int(of) * width))
            yield from (nodes[at : at + many] for at in range(0, len(nodes), many))


@dataclass(slots=True)
class Splits:
    """Of each node the column, -1 for none, and the cut."""

    column: Ints
    cut: Matrix


def splits(table: Table, level: Level, tried: int, least: int, draw: np.random.Generator) -> Splits:
    """Choose column and cut of each node: the purest of ``tried`` drawn ones that differ inside the node."""
    nodes = len(level.sizes)
    drawn = draw.integers(0, table.width, (nodes, tried * DRAWN))
    share = draw.random(drawn.shape, np.float32)
    made = Splits(np.full(nodes, -1), np.zeros(nodes, np.float32))
    live = (level.sizes >= 2 * least) & (level.held > 1)
    for chosen in level.alike(live, table.width + 1):
        part = _Part(table, level, chosen, least)
        useful = np.take_along_axis(part.differs, drawn[chosen], 1)
        useful &= np.cumsum(useful, 1, dtype=np.int32) <= tried
        worth = np.where(useful, np.take_along_axis(part.worth, drawn[chosen], 1), -np.inf)
        cut = share[chosen]
        if len(table.other):
            part.cut_by_cut(drawn[chosen], useful, cut, worth)
        best, rows = worth.argmax(1), np.arange(len(chosen))
        fine = worth[rows, best] > -np.inf
        made.column[chosen] = np.where(fine, drawn[chosen][rows, best], -1)
        made.cut[chosen] = cut[rows, best]
    return made


class _Part:
    """Some nodes of a level: which columns differ in them, and how pure both sides of each would be.

    ``worth``: sum over both sides of (sum of n_c^2) / n, -inf where a side is too small or nothing is gained.
    """

    def __init__(self, table: Table, level: Level, chosen: Ints, least: int) -> None:
        self._table, self._least = table, least
        local = np.full(len(level.sizes), -1)
        local[chosen] = np.arange(len(chosen))
        inside = local[level.node] >= 0
        self._cases, self._slot = level.cases[inside], level.slot[inside]
        self._row, self._sizes = local[level.node[inside]], level.sizes[chosen]
        self._most = int(level.held[chosen].max())
        whole = np.bincount(self._row * self._most + self._slot, minlength=len(chosen) * self._most)
        self._whole = whole.reshape(len(chosen), self._most).astype(table.precision)
        right = self._counts()
        self.worth = self._purity(right, self._whole[:, :, None], self._sizes[:, None])
        there = right.sum(1)
        self.differs = (there > 0) & (there < self._sizes[:, None])
        if len(table.other):
            self._low, self._high = self._ranges()
            self.differs[:, table.other] = self._high > self._low

    def _counts(self) -> NDArray[np.floating]:
        """Return how many cases of each class have a one, shape (nodes, classes, columns)."""
        shape = (*self._whole.shape, self._table.width + 1)
        keys = ((self._row * self._most + self._slot) * shape[2])[:, None] + self._table.ones[self._cases]
        counted = np.bincount(keys.ravel(), minlength=int(np.prod(shape))).reshape(shape)
        return counted[:, :, :-1].astype(self._table.precision)

    def _purity(self, right: NDArray[np.floating], whole: NDArray[np.floating], sizes: Ints) -> Array:
        """Return ``worth`` of sides with ``right`` cases of each class on the right, shape (..., classes, ...)."""
        squared = np.einsum("ncw,ncw->nw", right, right)
        before = np.einsum("ncw,ncw->nw", whole, whole)
        across = np.einsum("ncw,ncw->nw", np.broadcast_to(whole, right.shape), right)
        there = right.sum(1).astype(np.float64)
        left = (before - 2 * across + squared).astype(np.float64)
        made = left / np.maximum(sizes - there, 1) + squared.astype(np.float64) / np.maximum(there, 1)
        fine = (np.minimum(there, sizes - there) >= self._least) & (made > before / sizes.astype(np.float64) + 1e-9)
        return np.where(fine, made, -np.inf)

    def _ranges(self) -> tuple[Matrix, Matrix]:
        """Return the least and the greatest value of each other column in each node."""
        values = np.ascontiguousarray(self._table.x[self._cases][:, self._table.other].T)
        starts = np.cumsum(self._sizes) - self._sizes
        return np.minimum.reduceat(values, starts, 1).T, np.maximum.reduceat(values, starts, 1).T

    def cut_by_cut(self, drawn: Ints, useful: NDArray[np.bool_], cut: Matrix, worth: Array) -> None:
        """Fill in cuts and worth of the drawn columns that are no zeros and ones."""
        row, at = np.nonzero(useful & (self._table.place[drawn] >= 0))
        column = drawn[row, at]
        low, high = self._low[row, self._table.place[column]], self._high[row, self._table.place[column]]
        made = low + cut[row, at] * (high - low)
        cut[row, at] = np.where(made >= high, low, made)
        sizes = self._sizes[row]
        starts = (np.cumsum(self._sizes) - self._sizes)[row]
        places = np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(int(sizes.sum()))
        pair = np.repeat(np.arange(len(row)), sizes)
        right = self._table.x[self._cases[places], column[pair]] > cut[row, at][pair]
        keys = (pair * self._most + self._slot[places])[right]
        counted = np.bincount(keys, minlength=len(row) * self._most).reshape(-1, self._most, 1)
        counts = counted.astype(self._table.precision)
        worth[row, at] = self._purity(counts, self._whole[row][:, :, None], sizes[:, None])[:, 0]
