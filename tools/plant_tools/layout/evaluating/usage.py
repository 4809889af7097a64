"""What of area and volume a layout uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from plant_tools.layout.checking.boxes import ENDLESS, Box, Solid
from plant_tools.layout.checking.standing import standing_on
from plant_tools.layout.project import Project
from plant_tools.layout.shapes import twice_area
from plant_tools.layout.site import Floor


@dataclass(frozen=True, slots=True)
class Usage:
    """Of one floor, in m2 and m3: items, what is kept free around them, what is left; volume if the height is known."""

    floor: str
    area: float
    items: float
    kept: float
    free: float
    volume: float | None
    used_volume: float
    area_percent: float
    volume_percent: float | None


def usage(project: Project, solids: Mapping[str, Solid]) -> list[Usage]:
    """Return what is used on each floor, what stands there for good taken away."""
    return [
        _of(project, floor, [s for s in solids.values() if s.placed.floor == floor.id]) for floor in project.site.floors
    ]


def _of(project: Project, floor: Floor, solids: Sequence[Solid]) -> Usage:
    net, volume = abs(twice_area(floor.outline)) / 2, 0.0
    for _, polygon, z0, z1 in standing_on(project.site, floor.id):
        covered = abs(twice_area(polygon)) / 2
        net -= covered if z0 == 0 else 0
        volume -= covered * (min(z1, floor.clear_height or ENDLESS) - z0) if floor.clear_height else 0
    volume += abs(twice_area(floor.outline)) / 2 * (floor.clear_height or 0)
    bodies, kept = covered_area([s.body for s in solids]), covered_area([s.kept for s in solids])
    used = sum((s.body[2] - s.body[0]) * (s.body[3] - s.body[1]) * (s.z1 - s.z0) for s in solids)
    return Usage(
        floor.id,
        round(net / 1e6, 2),
        round(bodies / 1e6, 2),
        round((kept - bodies) / 1e6, 2),
        round((net - kept) / 1e6, 2),
        round(volume / 1e9, 2) if floor.clear_height else None,
        round(used / 1e9, 2),
        round(100 * bodies / net, 1) if net > 0 else 0.0,
        round(100 * used / volume, 1) if floor.clear_height and volume > 0 else None,
    )


def covered_area(boxes: Sequence[Box]) -> int:
    """Return the area that boxes cover together, in mm2."""
    ys = sorted({y for box in boxes for y in box[1::2]})
    total = 0
    for low, high in pairwise(ys):
        end, length = -ENDLESS, 0
        for x0, _, x1, _ in sorted(box for box in boxes if box[1] <= low and box[3] >= high):
            length += max(0, x1 - max(x0, end))
            end = max(end, x1)
        total += length * (high - low)
    return total
