"""What is in the way of whom: the shape of the hall, what stands in it, doors, zones; and how loads come in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from plant_tools.layout.item import Item
from plant_tools.layout.placing.board import Whole
from plant_tools.layout.placing.ground import Box, around, as_rows, covering, free_before, inner, shaft
from plant_tools.layout.project import Project
from plant_tools.layout.shapes import bounds
from plant_tools.layout.site import Zone

HIGH = 10**9
Barrier: TypeAlias = tuple[Sequence[Box], int, int, int, int, set[str] | None]
"""Boxes, from and to which height, on which floor, 1 if for bodies only, for whom (None: for all)."""


class Barriers:
    """What is in the way on the floors of a site; ``width`` is that of the aisles."""

    def __init__(self, project: Project, items: Sequence[Item], width: int) -> None:
        self.site, self.items, self.width = project.site, items, width
        self.floors = {floor.id: number for number, floor in enumerate(project.site.floors)}

    def boxes(self) -> tuple[Whole, NDArray[np.bool_]]:
        """Return what is in the way of whom: the hall's shape, obstacles, lifts, decks, doors and zones."""
        found: list[tuple[int, ...]] = []
        bars: list[list[bool]] = []
        for boxes, z0, z1, floor, bodies, whom in self._barriers():
            for box in boxes:
                found.append((*box, z0, z1, floor, bodies))
                bars.append([whom is None or item.id in whom for item in self.items])
        return as_rows(found, 8), np.array(bars, bool).reshape(-1, len(self.items))

    def _barriers(self) -> Iterable[Barrier]:
        site = self.site
        heights = {floor.id: floor.elevation for floor in site.floors}
        for number, floor in enumerate(site.floors):
            yield around(floor.outline), 0, HIGH, number, 0, None
            if floor.above:
                z0 = floor.elevation - heights[floor.above] - floor.deck
                yield covering(floor.outline), z0, HIGH, self.floors[floor.above], 0, None
        for obstacle in site.obstacles:
            z0, z1 = obstacle.z0, obstacle.z1 or HIGH
            yield covering(obstacle.polygon), z0, z1, self.floors[obstacle.floor], 0, None
        for lift in site.lifts:
            for name in lift.floors:
                yield [shaft(lift.at, lift.size)], 0, HIGH, self.floors[name], 0, None
        yield from self._rules()

    def _rules(self) -> Iterable[Barrier]:
        """Yield what bars bodies only: the space before doors, and zones."""
        site, machines = self.site, {item.id for item in self.items if item.kind == "fixed"}
        for door in site.doors:
            hall = site.floors[self.floors[door.floor]]
            yield [free_before(door, hall)], 0, site.aisle.height, self.floors[door.floor], 1, machines
        for zone in site.zones:
            if zone.rule != "only":
                whom = None if zone.rule == "free" else self._tagged(zone.tags)
                yield covering(zone.polygon), 0, HIGH, self.floors[zone.floor], 1, whom
        yield from self._only([zone for zone in site.zones if zone.rule == "only"])

    def _only(self, zones: Sequence[Zone]) -> Iterable[Barrier]:
        """Bar those with a tag from all that is outside the zones of that tag; on a floor, the first one counts."""
        for tag in sorted({tag for zone in zones for tag in zone.tags}):
            for number, floor in enumerate(self.site.floors):
                x0, y0, x1, y1 = bounds(floor.outline)
                mine = next((z for z in zones if tag in z.tags and z.floor == floor.id), None)
                outside: list[Box] = [(x0, y0, x1, y1)]
                if mine:
                    a0, b0, a1, b1 = bounds(mine.polygon)
                    outside = [(x0, y0, a0, y1), (a1, y0, x1, y1), (x0, y0, x1, b0), (x0, b1, x1, y1)]
                    outside = [box for box in outside if box[0] < box[2] and box[1] < box[3]] + around(mine.polygon)
                yield outside, 0, HIGH, number, 1, self._tagged((tag,))

    def _tagged(self, tags: Sequence[str]) -> set[str]:
        return {item.id for item in self.items if {*item.tags, *item.needs} & set(tags)}

    def walls(self) -> Whole:
        """Return what stops a load: what is around the hall, and what stands in it lower than the load is high."""
        low = self.site.aisle.height
        found: list[tuple[int, ...]] = []
        for boxes, z0, _, number, bodies, whom in self._barriers():
            if whom is None and not bodies and z0 < low:
                found += [(*box, number) for box in boxes]
        for number, floor in enumerate(self.site.floors):
            x0, y0, x1, y1 = bounds(floor.outline)
            frame = [(x0 - 1, y0, x0, y1), (x1, y0, x1 + 1, y1), (x0, y0 - 1, x1, y0), (x0, y1, x1, y1 + 1)]
            found += [(*box, number) for box in frame]
        return as_rows(found, 5)

    def sources(self) -> Whole:
        """Return where loads come from: before doors that are wide enough, and around lifts; doubled coordinates."""
        wide = self.width
        found: list[tuple[int, ...]] = []
        doors = [(door, self.floors[door.floor]) for door in self.site.doors if door.width >= wide]
        found += [(*inner(door, self.site.floors[number], wide), number) for door, number in doors]
        for lift in self.site.lifts:
            x0, y0, x1, y1 = (2 * at for at in shaft(lift.at, lift.size))
            lines = [(x0, y0 - wide, x1, y0 - wide), (x1 + wide, y0, x1 + wide, y1)]
            lines += [(x0, y1 + wide, x1, y1 + wide), (x0 - wide, y0, x0 - wide, y1)]
            found += [(*line, self.floors[name]) for name in lift.floors for line in lines]
        return as_rows(found, 5)
