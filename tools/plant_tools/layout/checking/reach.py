"""The rule that everything can be reached: from a door, by aisles of the needed width, over lifts to other floors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from plant_tools.layout.checking.boxes import Box, Solid, faces, port_at
from plant_tools.layout.checking.passages import Passages, walls
from plant_tools.layout.checking.standing import before, standing_on
from plant_tools.layout.checking.violation import Violation
from plant_tools.layout.flows import from_to
from plant_tools.layout.project import Project
from plant_tools.layout.site import Door, Floor

Spot: TypeAlias = tuple[str, Box]
"""A floor, and a box of doubled coordinates where the middle of the square may be."""
Part: TypeAlias = tuple[str, int]
"""A floor, and the number of a part of its free places."""


class Reach:
    """What a square of one width can reach in a layout."""

    def __init__(self, project: Project, solids: Sequence[Solid], width: int) -> None:
        self.width, self._floors = width, {floor.id: floor for floor in project.site.floors}
        self._spots = {one.name: spots(one, width) for one in solids if one.reached}
        self._doors = {
            door.id: [(door.floor, at_door(door, self._floors[door.floor], width))]
            for door in project.site.doors
            if door.width >= width
        }
        lifts = {
            lift.id: [(floor, box) for floor in lift.floors for box in around_lift(lift.at, lift.size, width)]
            for lift in project.site.lifts
        }
        every = [spot for each in self._spots.values() for wanted in each for spot in wanted]
        every += [spot for each in (*self._doors.values(), *lifts.values()) for spot in each]
        self._passages = {
            name: Passages(
                blocking(project, floor, solids),
                width,
                [box for at, box in every if at == name],
            )
            for name, floor in self._floors.items()
        }
        self._joined = _joined([self._parts(each) for each in lifts.values()])

    def unreached(self) -> Iterator[Violation]:
        """Yield the items that no door leads to; without doors, the items that cannot reach the first one."""
        if not self._spots:
            return
        if self._doors:
            start = set().union(*(self._whole(self._parts(each)) for each in self._doors.values()))
        else:
            start = self._whole(self._parts(next(iter(self._spots.values()))[0]))
        for name, wanted in self._spots.items():
            if not all(self._whole(self._parts(spot)) & start for spot in wanted):
                yield Violation("reach", (name,), f"{name} cannot be reached by an aisle of {self.width} mm")

    def apart(self, a: str, b: str) -> bool:
        """Say whether no aisle leads from ``a`` to ``b``."""
        mine = [self._whole(self._parts(spot)) for spot in self._spots.get(a, [self._doors.get(a, [])])]
        yours = [self._whole(self._parts(spot)) for spot in self._spots.get(b, [self._doors.get(b, [])])]
        return not any(one & other for one in mine for other in yours)

    def knows(self, name: str) -> bool:
        """Say whether ``name`` is a fixed item or a door that is wide enough."""
        return name in self._spots or name in self._doors

    def _parts(self, wanted: Sequence[Spot]) -> set[Part]:
        return {(floor, part) for floor, box in wanted for part in self._passages[floor].within(*box)}

    def _whole(self, parts: set[Part]) -> set[Part]:
        """Return ``parts`` with all that lifts join them with."""
        return parts.union(*(joined for joined in self._joined if joined & parts))


def unreached(project: Project, solids: Sequence[Solid]) -> Iterator[Violation]:
    """Yield what cannot be reached, for each width of aisle that is needed."""
    aisle = project.site.aisle.width
    fixed = [one for one in solids if one.reached]
    widths = sorted({one.item.aisle or aisle for one in fixed} | ({aisle} if fixed else set()))
    for width in widths:
        reach = Reach(project, solids, width)
        if project.site.doors and not any(door.width >= width for door in project.site.doors):
            yield Violation("reach", (), f"no door lets {width} mm through")
            continue
        wanting = {one.name for one in fixed if (one.item.aisle or aisle) == width}
        yield from (found for found in reach.unreached() if set(found.names) <= wanting)
        if width == aisle:
            for a, b in from_to(project):
                if reach.knows(a) and reach.knows(b) and reach.apart(a, b):
                    yield Violation("reach", (a, b), f"no aisle of {width} mm leads from {a} to {b}")


def spots(one: Solid, width: int) -> list[list[Spot]]:
    """Return where the square must get to for an item: to any spot of each list; a list a port, or one for its side."""
    sides, floor = faces(one), one.placed.floor
    if one.item.ports:
        return [[(floor, box) for box in _at_port(one, port_at(one, p.dx, p.dy), width)] for p in one.item.ports]
    wanted = [one.item.access] if one.item.access else list(sides)
    own = one.item.clearance
    near = {"front": own.front, "right": own.right, "back": own.back, "left": own.left}
    return [[(floor, _line(sides[side], width, 0, near[side])) for side in wanted]]


def _at_port(one: Solid, at: tuple[int, int], width: int) -> list[Box]:
    """Return where a square touches the side, or sides, that a port is nearest to, or what is kept free before it."""
    x0, y0, x1, y1 = one.body
    a0, b0, a1, b1 = one.kept
    away = {"south": at[1] - y0, "east": x1 - at[0], "north": y1 - at[1], "west": at[0] - x0}
    lines = {"south": (y0, y0 - b0), "east": (x1, a1 - x1), "north": (y1, b1 - y1), "west": (x0, x0 - a0)}
    nearest = [side for side, distance in away.items() if distance == min(away.values())]
    along = {side: at[0] if side in {"south", "north"} else at[1] for side in nearest}
    return [_line((side, lines[side][0], along[side], along[side]), width, width, lines[side][1]) for side in nearest]


def _line(face: tuple[str, int, int, int], width: int, beyond: int, near: int = 0) -> Box:
    """Return where the middle of a square is that touches a side, or is ``near`` mm from it at most.

    ``beyond`` is how far it may be past the ends of the side, in doubled coordinates.
    """
    side, at, start, end = face
    low, high = 2 * start - beyond, 2 * end + beyond
    out = 1 if side in {"north", "east"} else -1
    first, last = sorted((2 * at + out * width, 2 * at + out * (width + 2 * near)))
    return (low, first, high, last) if side in {"south", "north"} else (first, low, last, high)


def around_lift(at: tuple[int, int], size: tuple[int, int], width: int) -> list[Box]:
    """Return the lines around a lift from which a square touches it."""
    (x, y), (w, d) = at, size
    x0, y0 = x - w // 2, y - d // 2
    x1, y1 = x0 + w, y0 + d
    lines = {"south": (y0, x0, x1), "east": (x1, y0, y1), "north": (y1, x0, x1), "west": (x0, y0, y1)}
    return [_line((side, *line), width, 0) for side, line in lines.items()]


def at_door(door: Door, floor: Floor, width: int) -> Box:
    """Return where the middle of a square is that has just come in; near a slanted wall, anywhere close by."""
    x, y = door.at
    slack = door.width - width
    for (ax, ay), (bx, by) in zip(floor.outline, (*floor.outline[1:], floor.outline[0]), strict=True):
        if ax == bx == x and min(ay, by) <= y <= max(ay, by):
            inner = 2 * x + (width if by < ay else -width)
            return inner, 2 * y - slack, inner, 2 * y + slack
        if ay == by == y and min(ax, bx) <= x <= max(ax, bx):
            inner = 2 * y + (width if bx > ax else -width)
            return 2 * x - slack, inner, 2 * x + slack, inner
    x0, y0, x1, y1 = before(door, floor)
    return 2 * x0, 2 * y0, 2 * x1, 2 * y1


def blocking(project: Project, floor: Floor, solids: Sequence[Solid]) -> list[Box]:
    """Return what a load meets on a floor; departments have aisles of their own."""
    height = project.site.aisle.height
    boxes = walls(floor.outline)
    for _, polygon, z0, _ in standing_on(project.site, floor.id):
        if z0 < height:
            boxes += walls(polygon)
    low = (one for one in solids if one.placed.floor == floor.id and one.z0 < height and one.item.kind == "fixed")
    return boxes + [one.body for one in low]


def _joined(groups: Sequence[set[Part]]) -> list[set[Part]]:
    """Return the parts that lifts join, directly or over one another."""
    joined: list[set[Part]] = []
    for group in groups:
        touching = [other for other in joined if other & group]
        joined = [other for other in joined if other not in touching] + [group.union(*touching)]
    return joined
