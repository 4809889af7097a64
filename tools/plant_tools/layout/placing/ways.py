"""The ways in which an item may stand: turned, at a height, in a shape."""

from __future__ import annotations

from math import ceil, sqrt

from plant_tools.layout.item import Item
from plant_tools.layout.site import Floor

_SHAPES = 9


class Way:
    """One way for an item to stand."""

    def __init__(self, item: Item, turn: int, z: int, size: tuple[int, int]) -> None:
        self.item, self.turn, self.z, self.size = item, turn, z, size
        own, quarters = item.clearance, turn // 90
        sides = (own.front, own.right, own.back, own.left)
        self.keep = [sides[(side - quarters) % 4] for side in range(4)]
        self.level = (z, z + max(item.tall, 1), z + max(item.tall, 1) + own.top)

    @property
    def free(self) -> bool:
        """Whether no aisle has to lead to it: departments have their own."""
        return self.item.kind == "soft"

    def port(self, dx: int, dy: int) -> tuple[int, int]:
        """Return where a port is, from the lower left corner."""
        width, depth = self.item.size[:2] if self.item.size else self.size
        return {0: (dx, dy), 90: (depth - dy, dx), 180: (width - dx, depth - dy), 270: (dy, width - dx)}[self.turn]

    def hand(self) -> list[int]:
        """Return where goods go out and in, doubled: the mean of the ports, the middle without any."""
        found: list[int] = []
        for wanted in ("out", "in"):
            ports = [self.port(p.dx, p.dy) for p in self.item.ports if p.kind in {wanted, "both"}] or [
                self.port(p.dx, p.dy) for p in self.item.ports
            ]
            if ports:
                found += [round(2 * sum(p[axis] for p in ports) / len(ports)) for axis in (0, 1)]
            else:
                found += [self.size[0], self.size[1]]
        return found

    def goals(self, width: int) -> list[tuple[int, int, int, int, int]]:
        """Return what an aisle must get to: group, side, from and to in mm from the corner, how near (mm)."""
        if self.free or self.z:  # decks are served by what is below
            return []
        w, d = self.size
        if self.item.ports:
            found = [
                goal
                for n, p in enumerate(self.item.ports)
                for goal in _port_goals(n, self.port(p.dx, p.dy), w, d, width)
            ]
        else:
            names = ("front", "right", "back", "left")
            wanted = [names.index(self.item.access)] if self.item.access else range(4)
            sides = [(own + self.turn // 90) % 4 for own in wanted]
            found = [(0, side, 0, w if side % 2 == 0 else d) for side in sides]
        return [(*goal, self.keep[goal[1]]) for goal in found]

    def stands(self, floor: Floor) -> bool:
        """Say whether the floor is high enough and strong enough, and allowed."""
        load = self.item.weight * 9.81 / (self.size[0] * self.size[1] / 1e6) if self.item.weight else 0.0
        high = floor.clear_height is None or self.level[2] <= floor.clear_height
        strong = floor.load is None or load <= floor.load * 1000
        return high and strong and (not self.item.floors or floor.id in self.item.floors)


def _port_goals(group: int, at: tuple[int, int], w: int, d: int, width: int) -> list[tuple[int, int, int, int]]:
    away = [at[1], w - at[0], d - at[1], at[0]]
    half = width // 2
    return [
        (group, side, at[side % 2] - half, at[side % 2] + half)
        for side, distance in enumerate(away)
        if distance == min(away)
    ]


def ways_of(item: Item) -> list[Way]:
    """Return how an item may stand: its turns, on the floor or above others; a department in several shapes."""
    if item.kind == "soft":
        return [Way(item, 0, 0, size) for size in _shapes(item)]
    width, depth = item.size[:2] if item.size else (1, 1)
    if item.fixed_at:
        pairs: list[tuple[int, int]] = [(item.fixed_at.turn, item.fixed_at.z)]
    else:
        pairs = [(turn, z) for z in dict.fromkeys((0, item.stack.above)) for turn in item.turns]
    return [Way(item, turn, z, (width, depth) if turn % 180 == 0 else (depth, width)) for turn, z in pairs]


def _shapes(item: Item) -> list[tuple[int, int]]:
    """Return widths and depths of a department, from its narrowest to its widest."""
    area, (short, long) = item.floor_area, item.sides
    narrow = max(short, ceil(sqrt(area / item.aspect_max)), item.min_side, 1)
    wide = max(area // narrow, narrow)
    widths = {round(narrow * (wide / narrow) ** (step / (_SHAPES - 1))) for step in range(_SHAPES)}
    return [(width, ceil(area / width)) for width in sorted(widths) if width <= max(long, wide)]
