"""Where a square of the aisle's width can go on one floor, exactly: no raster, but the lines of what stands there.

The middle of a square that touches nothing stays out of every box grown by half its width. Between the lines of those
grown boxes nothing changes, so each line and each strip between two lines is one cell; a passage just as wide as the
square is a line that is free. Coordinates are doubled, so that half a width is whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from plant_tools.layout.checking.boxes import Box

_SLANT = 64
"""Into how many boxes a slanted wall is divided, at most."""
_PIECE = 500
"""How long such a piece is, at least, in mm."""


class Passages:
    """The free places of one floor, each with the number of its part: places of one part can reach one another."""

    def __init__(self, blocked: Sequence[Box], width: int, asked: Sequence[Box]) -> None:
        grown = [(2 * x0 - width, 2 * y0 - width, 2 * x1 + width, 2 * y1 + width) for x0, y0, x1, y1 in blocked]
        self.xs = sorted({x for box in grown for x in box[::2]} | {x for box in asked for x in box[::2]})
        self.ys = sorted({y for box in grown for y in box[1::2]} | {y for box in asked for y in box[1::2]})
        free = np.ones((2 * len(self.xs) - 1, 2 * len(self.ys) - 1), bool)
        for x0, y0, x1, y1 in grown:
            columns = slice(2 * bisect_left(self.xs, x0) + 1, 2 * bisect_left(self.xs, x1))
            free[columns, 2 * bisect_left(self.ys, y0) + 1 : 2 * bisect_left(self.ys, y1)] = False
        self.parts = parted(free)

    def within(self, x0: int, y0: int, x1: int, y1: int) -> set[int]:
        """Return the parts that have free places in a box of doubled coordinates, its edges included."""
        columns = slice(*self._cells(self.xs, x0, x1))
        found = np.unique(self.parts[columns, slice(*self._cells(self.ys, y0, y1))])
        return {int(part) for part in found if part}

    @staticmethod
    def _cells(lines: Sequence[int], low: int, high: int) -> tuple[int, int]:
        first, last = bisect_left(lines, low), bisect_left(lines, high)
        start = 2 * first if first < len(lines) and lines[first] == low else 2 * first - 1
        end = 2 * last if last < len(lines) and lines[last] == high else 2 * last - 1
        return max(start, 0), max(end + 1, 0)


def parted(free: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Number the connected parts of ``free`` from 1; blocked cells are 0. Neighbours share a side."""
    parts = np.zeros(free.shape, np.int32)
    parent = [0]
    runs: list[tuple[int, int, int]] = []
    for row, cells in enumerate(free):
        edges = np.flatnonzero(np.diff(np.concatenate(([False], cells, [False])).astype(np.int8)))
        above, runs = runs, []
        for start, end in edges.reshape(-1, 2).tolist():
            number = len(parent)
            parent.append(number)
            for other_start, other_end, other in above:
                if other_start < end and start < other_end:
                    parent[_root(parent, other)] = _root(parent, number)
            runs.append((start, end, number))
            parts[row, start:end] = number
    return np.array([_root(parent, number) for number in range(len(parent))], np.int32)[parts]


def _root(parent: list[int], number: int) -> int:
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = parent[number]
    return number


def walls(polygon: Sequence[tuple[int, int]]) -> list[Box]:
    """Return the edges of ``polygon`` as boxes without width; a slanted edge as a stair of boxes that holds it."""
    boxes: list[Box] = []
    for (ax, ay), (bx, by) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        straight = ax == bx or ay == by
        pieces = 1 if straight else max(1, min(_SLANT, max(abs(bx - ax), abs(by - ay)) // _PIECE))
        xs = [ax + (bx - ax) * k // pieces for k in range(pieces)] + [bx]
        ys = [ay + (by - ay) * k // pieces for k in range(pieces)] + [by]
        for k in range(pieces):
            x0, x1, y0, y1 = xs[k], xs[k + 1], ys[k], ys[k + 1]
            boxes.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    return boxes
