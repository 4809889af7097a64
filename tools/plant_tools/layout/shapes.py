"""The words of geometry: everything in whole millimetres, so that nothing is ever nearly right."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

LARGEST = 10_000_000
"""No hall is longer than 10 km; larger numbers are another unit."""

Mm: TypeAlias = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
"""A coordinate in mm."""
Length: TypeAlias = Annotated[int, Field(ge=0, le=LARGEST)]
"""A length in mm, zero allowed."""
Size: TypeAlias = Annotated[int, Field(gt=0, le=LARGEST)]
"""A length in mm, not zero."""
Point: TypeAlias = tuple[Mm, Mm]
Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=80)]


class Part(BaseModel):
    """What every part of a plant has in common: nothing unknown is in it, and it does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Named(Part):
    """A part with a name of its own."""

    id: Name


def _corners(given: object) -> object:
    """Read two points as opposite corners of a rectangle."""
    if isinstance(given, (list, tuple)) and len(given) == 2:
        try:
            (x0, y0), (x1, y1) = given
        except (TypeError, ValueError):
            return given
        return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    return given


def _simple(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Refuse an outline that crosses itself or encloses nothing; return it counter-clockwise."""
    if len(points) > 3 and points[0] == points[-1]:
        points = points[:-1]
    edges = [(points[i], points[(i + 1) % len(points)]) for i in range(len(points))]
    for i, one in enumerate(edges):
        for j in range(i + 2, len(edges)):
            if (j + 1) % len(edges) != i and _cross(*one, *edges[j]):
                raise ValueError(f"the outline crosses itself between {one[0]} and {edges[j][0]}")
    if len(points) < 3 or twice_area(points) == 0:
        raise ValueError("an outline needs three corners or more that enclose an area")
    return points if twice_area(points) > 0 else points[::-1]


Polygon: TypeAlias = Annotated[tuple[Point, ...], BeforeValidator(_corners), AfterValidator(_simple)]
"""Corners of a simple polygon, counter-clockwise; given as two points, a rectangle."""


def twice_area(points: tuple[Point, ...]) -> int:
    """Return twice the signed area (mm2), positive counter-clockwise (Gauss's shoelace formula)."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, (*points[1:], points[0]), strict=True))


def bounds(points: tuple[Point, ...]) -> tuple[int, int, int, int]:
    """Return the least rectangle around ``points``: x0, y0, x1, y1."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> int:
        turn = (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
        return (turn > 0) - (turn < 0)

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
