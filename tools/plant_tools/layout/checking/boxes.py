"""Boxes and polygons of the checker, exact on integers. Nothing here is shared with what searches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plant_tools.layout.item import Item
from plant_tools.layout.project import Placement

Box = tuple[int, int, int, int]
"""x0, y0, x1, y1 in mm."""
ENDLESS = 10**9
"""Higher than any hall."""


@dataclass(frozen=True, slots=True)
class Solid:
    """An item as it stands: its body from ``z0`` to ``z1``, and what is to be kept free around and above it."""

    item: Item
    placed: Placement
    body: Box
    kept: Box
    z0: int
    z1: int
    top: int

    @property
    def reached(self) -> bool:
        """Whether an aisle must lead to it: departments have aisles of their own, decks are served by what is below."""
        return self.item.kind == "fixed" and self.z0 == 0

    @property
    def name(self) -> str:
        """The name of the item."""
        return self.item.id


def solid(item: Item, placed: Placement) -> Solid:
    """Return an item as it stands. A quarter turn counter-clockwise brings its front to the right (+x)."""
    if item.size:
        width, depth = item.size[:2]
    else:
        width, depth = placed.width or 0, placed.depth or 0
    quarters = placed.turn // 90 if item.size else 0
    if quarters % 2:
        width, depth = depth, width
    own = item.clearance
    around = [own.front, own.right, own.back, own.left]
    south, east, north, west = (around[(side - quarters) % 4] for side in range(4))
    x, y = placed.x, placed.y
    body = (x, y, x + width, y + depth)
    kept = (x - west, y - south, x + width + east, y + depth + north)
    return Solid(item, placed, body, kept, placed.z, placed.z + item.tall, placed.z + item.tall + own.top)


def faces(one: Solid) -> dict[str, tuple[str, int, int, int]]:
    """Return where each side of an item lies: its world side, the line it is on, and from where to where."""
    x0, y0, x1, y1 = one.body
    world = {"south": (y0, x0, x1), "east": (x1, y0, y1), "north": (y1, x0, x1), "west": (x0, y0, y1)}
    order, quarters = ["south", "east", "north", "west"], one.placed.turn // 90
    turned = [order[(side + quarters) % 4] for side in range(4)]
    return {own: (side, *world[side]) for own, side in zip(("front", "right", "back", "left"), turned, strict=True)}


def port_at(one: Solid, dx: int, dy: int) -> tuple[int, int]:
    """Return where a port lies in the hall."""
    width, depth = one.item.size[:2] if one.item.size else (0, 0)
    turned = {0: (dx, dy), 90: (depth - dy, dx), 180: (width - dx, depth - dy), 270: (dy, width - dx)}
    x, y = turned[one.placed.turn]
    return one.body[0] + x, one.body[1] + y


def meet(a: Box, b: Box) -> bool:
    """Say whether two boxes have more than an edge in common."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def gap(a: Box, b: Box) -> tuple[int, int]:
    """Return how far two boxes are apart along x and along y; 0 where they overlap along it."""
    return max(a[0] - b[2], b[0] - a[2], 0), max(a[1] - b[3], b[1] - a[3], 0)


def over(a: Solid, b: Solid) -> bool:
    """Say whether two items are at the same height somewhere."""
    return a.z0 < max(b.z1, b.z0 + 1) and b.z0 < max(a.z1, a.z0 + 1)


def inside(box: Box, polygon: Sequence[tuple[int, int]]) -> bool:
    """Say whether ``box`` lies in ``polygon``: no edge passes through it, and its middle is in it."""
    return not _cut(box, polygon) and _holds(polygon, box[0] + box[2], box[1] + box[3])


def covers(polygon: Sequence[tuple[int, int]], box: Box) -> bool:
    """Say whether ``polygon`` and ``box`` have more than an edge in common."""
    return _cut(box, polygon) or _holds(polygon, box[0] + box[2], box[1] + box[3])


def _cut(box: Box, polygon: Sequence[tuple[int, int]]) -> bool:
    return any(_through(box, *edge) for edge in zip(polygon, (*polygon[1:], polygon[0]), strict=True))


def _through(box: Box, a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Say whether a segment has points strictly within ``box`` (separating axes of both)."""
    x0, y0, x1, y1 = box
    if max(a[0], b[0]) <= x0 or min(a[0], b[0]) >= x1 or max(a[1], b[1]) <= y0 or min(a[1], b[1]) >= y1:
        return False
    sides = [(b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]) for x in (x0, x1) for y in (y0, y1)]
    return min(sides) < 0 < max(sides)


def _holds(polygon: Sequence[tuple[int, int]], twice_x: int, twice_y: int) -> bool:
    """Say whether half of (twice_x, twice_y) lies in ``polygon``, by how often a ray to the right meets its edges."""
    odd = False
    for (ax, ay), (bx, by) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        ax2, ay2, bx2, by2 = 2 * ax, 2 * ay, 2 * bx, 2 * by
        if (ay2 > twice_y) != (by2 > twice_y):
            crossing = (twice_x - ax2) * (by2 - ay2) - (bx2 - ax2) * (twice_y - ay2)
            odd ^= (crossing < 0) == (by2 > ay2)
    return odd
