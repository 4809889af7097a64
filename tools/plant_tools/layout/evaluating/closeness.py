"""Closeness: which ratings of the relationship chart a layout keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot

from plant_tools.layout.checking.boxes import Solid, gap
from plant_tools.layout.flows import rated_pairs
from plant_tools.layout.project import Project

POINTS = {"A": 256, "E": 64, "I": 16, "O": 4, "U": 0}
"""Four times as many points a step; the scale can be chosen freely, this one is ALDEP's for E and I, more for A."""


@dataclass(frozen=True, slots=True)
class Closeness:
    """``score``: points of the A and E pairs that are near, in % of all of theirs (None without such pairs).

    ``near`` is what counts as near, edge to edge, in m. ``missed`` are A and E pairs that are not, ``violated`` X pairs
    nearer than their distance, or near where they have none. ``warning`` where ratings carry no information.
    """

    score: float | None
    near: float
    missed: tuple[tuple[str, str, str, float], ...]
    violated: tuple[tuple[str, str, float], ...]
    warning: str


def closeness(project: Project, solids: Mapping[str, Solid]) -> Closeness:
    """Return how a layout keeps the ratings."""
    aisle = project.site.aisle
    near = aisle.main or 2 * aisle.width
    wanted = kept = 0
    missed, violated = [], []
    pairs = [pair for pair in rated_pairs(project) if pair[0] in solids and pair[1] in solids]
    for a, b, rating, least, _ in pairs:
        apart = _apart(solids[a], solids[b])
        if rating in {"A", "E"}:
            wanted += POINTS[rating]
            kept += POINTS[rating] if apart <= near else 0
            if apart > near:
                missed.append((a, b, rating, round(min(apart, 1e9) / 1000, 2)))
        elif rating == "X" and apart < (least or near):
            violated.append((a, b, round(apart / 1000, 2)))
    n = len(solids)
    often = sum(pair[2] in {"A", "E"} for pair in pairs) > 0.25 * n * (n - 1) / 2
    warning = "More than a quarter of all pairs is rated A or E: such ratings tell little." if often and n > 3 else ""
    score = round(100 * kept / wanted, 1) if wanted else None
    return Closeness(score, near / 1000, tuple(missed), tuple(violated), warning)


def _apart(a: Solid, b: Solid) -> float:
    """Return how far two items are apart, edge to edge, in mm; on different floors, endlessly far."""
    return hypot(*gap(a.body, b.body)) if a.placed.floor == b.placed.floor else float("inf")
