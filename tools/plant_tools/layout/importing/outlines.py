"""Closed outlines out of the lines of a drawing, loose or joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Corners = tuple[tuple[float, float], ...]
_JOINS = 6
"""Digits to which ends of lines are rounded, so that they meet."""


@dataclass(frozen=True, slots=True)
class Ring:
    """A closed outline in the units of the drawing."""

    corners: Corners
    area: float
    bounds: tuple[float, float, float, float]

    def holds(self, point: tuple[float, float]) -> bool:
        """Say whether a point lies in it (ray casting)."""
        x, y = point
        odd = False
        for (ax, ay), (bx, by) in zip(self.corners, (*self.corners[1:], self.corners[0]), strict=True):
            if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
                odd = not odd
        return odd

    def holds_ring(self, other: Ring) -> bool:
        """Say whether another outline lies in it."""
        x0, y0, x1, y1 = self.bounds
        a0, b0, a1, b1 = other.bounds
        return x0 <= a0 and y0 <= b0 and a1 <= x1 and b1 <= y1 and self.area > other.area


def polygons_of(entities: Iterable[Any]) -> list[Ring]:
    """Return the closed outlines among entities: closed polylines, and what loose lines enclose (shapely)."""
    from shapely.geometry import MultiLineString, Polygon
    from shapely.ops import polygonize, unary_union

    closed: list[Any] = []
    loose: list[tuple[tuple[float, float], tuple[float, float]]] = []
    for entity in _flat(entities):
        points = _points(entity)
        if len(points) > 2 and (_is_closed(entity) or points[0] == points[-1]):
            closed.append(Polygon(points))
        else:
            loose += list(pairwise(points))
    if loose:
        closed += list(polygonize(unary_union(MultiLineString(loose))))
    return [_ring(shape) for shape in closed if shape.is_valid and shape.area > 0]


def _flat(entities: Iterable[Any]) -> Iterable[Any]:
    """Yield entities, and those of blocks in place of the blocks."""
    for entity in entities:
        if entity.dxftype() == "INSERT":
            yield from _flat(entity.virtual_entities())
        else:
            yield entity


def _points(entity: Any) -> list[tuple[float, float]]:
    kind = entity.dxftype()
    if kind == "LINE":
        found = [entity.dxf.start, entity.dxf.end]
    elif kind == "LWPOLYLINE":
        found = list(entity.vertices_in_wcs())
    elif kind == "POLYLINE":
        found = list(entity.points_in_wcs())
    else:
        return []
    return [(round(point.x, _JOINS), round(point.y, _JOINS)) for point in found]


def _is_closed(entity: Any) -> bool:
    return bool(getattr(entity, "closed", False) or getattr(entity, "is_closed", False))


def _ring(shape: Any) -> Ring:
    corners = tuple((float(x), float(y)) for x, y in shape.simplify(0).exterior.coords[:-1])
    x0, y0, x1, y1 = shape.bounds
    return Ring(corners, float(shape.area), (x0, y0, x1, y1))


def boxed(entities: Iterable[Any]) -> tuple[float, float, float, float] | None:
    """Return the extents of the lines of some entities, texts left out; None without any."""
    from ezdxf import bbox

    drawn = [
        entity for entity in _flat(entities) if entity.dxftype() not in {"TEXT", "MTEXT", "ATTDEF", "ATTRIB", "POINT"}
    ]
    extents = bbox.extents(drawn)
    if not extents.has_data:
        return None
    low, high = extents.extmin, extents.extmax
    return float(low.x), float(low.y), float(high.x), float(high.y)


def snapped(point: Sequence[int], outline: Sequence[Sequence[int]]) -> tuple[int, int]:
    """Return the point of an outline that is nearest to ``point``."""
    best, where = float("inf"), (point[0], point[1])
    for (ax, ay), (bx, by) in zip(outline, [*outline[1:], outline[0]], strict=True):
        length = (bx - ax) ** 2 + (by - ay) ** 2
        t = max(0.0, min(1.0, ((point[0] - ax) * (bx - ax) + (point[1] - ay) * (by - ay)) / length)) if length else 0.0
        x, y = round(ax + t * (bx - ax)), round(ay + t * (by - ay))
        away = (x - point[0]) ** 2 + (y - point[1]) ** 2
        if away < best:
            best, where = away, (x, y)
    return where
