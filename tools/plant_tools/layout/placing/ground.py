"""Halls and obstacles of any shape as boxes, for the search: never less than what is in the way."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from plant_tools.layout.site import Door, Floor

Box = tuple[int, int, int, int]
_STEP = 500
_CUTS = 40


def covering(polygon: Sequence[tuple[int, int]]) -> list[Box]:
    """Return boxes that hold ``polygon``; exactly it where all its edges are straight."""
    boxes = []
    for low, high, edges in _slabs(polygon):
        boxes += [(left[0], low, right[1], high) for left, right in zip(edges[::2], edges[1::2], strict=True)]
    return boxes


def around(polygon: Sequence[tuple[int, int]]) -> list[Box]:
    """Return boxes that hold everything of its bounding box that is not ``polygon``."""
    left, right = min(x for x, _ in polygon), max(x for x, _ in polygon)
    boxes = []
    for low, high, edges in _slabs(polygon):
        inner_ends = [at for one, other in zip(edges[::2], edges[1::2], strict=True) for at in (one[1], other[0])]
        ends = [left, *inner_ends, right]
        boxes += [(x0, low, x1, high) for x0, x1 in zip(ends[::2], ends[1::2], strict=True) if x0 < x1]
    return boxes


def _slabs(polygon: Sequence[tuple[int, int]]) -> list[tuple[int, int, list[tuple[int, int]]]]:
    """Cut a polygon into strips along x: (y0, y1, least and greatest x of each edge that passes, from the left)."""
    edges = list(zip(polygon, (*polygon[1:], polygon[0]), strict=True))
    cuts = {y for _, y in polygon}
    for (ax, ay), (bx, by) in edges:
        if ax != bx and ay != by:
            pieces = max(1, min(_CUTS, max(abs(bx - ax), abs(by - ay)) // _STEP))
            cuts |= {ay + (by - ay) * k // pieces for k in range(pieces)}
    slabs = []
    for low, high in pairwise(sorted(cuts)):
        passing = [edge for edge in edges if min(edge[0][1], edge[1][1]) <= low and max(edge[0][1], edge[1][1]) >= high]
        spans = [_span(*edge, low, high) for edge in passing if edge[0][1] != edge[1][1]]
        slabs.append((low, high, sorted(spans, key=lambda span: span[0] + span[1])))
    return slabs


def _span(a: tuple[int, int], b: tuple[int, int], low: int, high: int) -> tuple[int, int]:
    """Return the least and greatest x of an edge between two heights, rounded outwards."""
    rise, run = b[1] - a[1], b[0] - a[0]
    ends = [(run * (y - a[1]), rise) for y in (low, high)]
    floors = [a[0] + n // d for n, d in ends]
    ceilings = [a[0] - (-n // d) for n, d in ends]
    return min(floors), max(ceilings)


def as_rows(boxes: Sequence[Sequence[int]], width: int) -> NDArray[np.int64]:
    """Return boxes as an array, also where there are none."""
    return np.array(boxes, np.int64).reshape(-1, width)


def shaft(at: tuple[int, int], size: tuple[int, int]) -> Box:
    """Return the box of a lift."""
    left, low = at[0] - size[0] // 2, at[1] - size[1] // 2
    return left, low, left + size[0], low + size[1]


def free_before(door: Door, floor: Floor) -> Box:
    """Return what is kept free before a door, on both sides of its wall."""
    (x, y), half = door.at, door.width // 2
    wall = _wall_of(door, floor)
    across, along = (door.depth, half) if wall == "upright" else (half, door.depth)
    if not wall:
        across = along = max(half, door.depth)
    return x - across, y - along, x + across, y + along


def inner(door: Door, floor: Floor, width: int) -> Box:
    """Return where the middle of a load ``width`` wide is that has just come in, in doubled coordinates."""
    (x, y), play = door.at, door.width - width
    wall, outline = _wall_of(door, floor), floor.outline
    if wall == "upright":
        down = any(a[0] == b[0] == x and b[1] <= y <= a[1] and b[1] < a[1] for a, b in _edges(outline))
        at = 2 * x + (width if down else -width)
        return at, 2 * y - play, at, 2 * y + play
    if wall == "level":
        right = any(a[1] == b[1] == y and a[0] <= x <= b[0] and a[0] < b[0] for a, b in _edges(outline))
        at = 2 * y + (width if right else -width)
        return 2 * x - play, at, 2 * x + play, at
    x0, y0, x1, y1 = free_before(door, floor)
    return 2 * x0, 2 * y0, 2 * x1, 2 * y1


def _wall_of(door: Door, floor: Floor) -> str:
    """Return whether a door is in an upright or a level wall of the plan, or "" where it is in none of these."""
    x, y = door.at
    for (ax, ay), (bx, by) in _edges(floor.outline):
        if ax == bx == x and min(ay, by) <= y <= max(ay, by):
            return "upright"
        if ay == by == y and min(ax, bx) <= x <= max(ax, bx):
            return "level"
    return ""


def _edges(polygon: Sequence[tuple[int, int]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return list(zip(polygon, (*polygon[1:], polygon[0]), strict=True))
