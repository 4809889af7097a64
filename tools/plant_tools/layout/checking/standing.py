"""The rules that one item obeys or breaks for itself: its own freedom, the building, the floor under it."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from plant_tools.layout.checking.boxes import ENDLESS, Box, Solid, covers, inside
from plant_tools.layout.checking.violation import Violation
from plant_tools.layout.project import Project
from plant_tools.layout.site import Door, Floor, Site


def freedom(one: Solid) -> Iterator[Violation]:
    """Yield where an item is not as it may be: turned, on another floor, unlocked, of another shape."""
    item, placed = one.item, one.placed
    if item.size and placed.turn not in item.turns:
        allowed = ", ".join(f"{turn}°" for turn in item.turns)
        yield Violation("turns", (one.name,), f"{one.name} is turned by {placed.turn}°; allowed: {allowed}")
    if item.floors and placed.floor not in item.floors:
        yield Violation(
            "floors", (one.name,), f"{one.name} is on {placed.floor}; it may be on {', '.join(item.floors)}"
        )
    lock = item.fixed_at
    if lock and (lock.floor, lock.x, lock.y, lock.turn, lock.z) != (
        placed.floor,
        placed.x,
        placed.y,
        placed.turn,
        placed.z,
    ):
        yield Violation("locks", (one.name,), f"{one.name} is locked at {lock.x}, {lock.y} and stands elsewhere")
    elif not lock and placed.z not in {0, item.stack.above}:
        yield Violation("stacking", (one.name,), f"{one.name} hangs {placed.z} mm above the floor")
    if item.kind == "soft":
        yield from _soft(one)


def _soft(one: Solid) -> Iterator[Violation]:
    x0, y0, x1, y1 = one.body
    short, long = sorted((x1 - x0, y1 - y0))
    if short <= 0 or short * long * 1000 < one.item.floor_area * 999:
        yield Violation("area", (one.name,), f"{one.name} has {short} x {long} mm of {one.item.floor_area} mm2")
    elif short < one.item.min_side:
        yield Violation("area", (one.name,), f"{one.name} is {short} mm narrow; it needs {one.item.min_side} mm")
    elif long * 1000 > ceil(short * one.item.aspect_max * 1001):
        yield Violation("area", (one.name,), f"{one.name} is {long} x {short} mm, longer than {one.item.aspect_max}:1")


def building(one: Solid, project: Project, floor: Floor) -> Iterator[Violation]:
    """Yield where an item or what is kept free around it leaves the hall or meets what stands there."""
    if not inside(one.kept, floor.outline):
        yield Violation("outline", (one.name,), f"{one.name} with its clearance is not inside floor {floor.id}")
    if floor.clear_height and one.top > floor.clear_height:
        yield Violation("height", (one.name,), f"{one.name} needs {one.top} mm under {floor.clear_height} mm")
    for name, polygon, z0, z1 in standing_on(project.site, floor.id):
        if z0 < max(one.top, one.z0 + 1) and one.z0 < z1 and covers(polygon, one.kept):
            yield Violation("obstacles", (one.name, name), f"{one.name} or its clearance meets {name}")
    for door in project.site.doors:
        low = one.z0 < project.site.aisle.height and one.item.kind == "fixed"
        if door.floor == floor.id and low and covers(_corners(before(door, floor)), one.body):
            yield Violation("doors", (one.name, door.id), f"{one.name} stands before {door.id}")
    yield from _zones(one, project.site)


def standing_on(site: Site, floor: str) -> Iterator[tuple[str, tuple[tuple[int, int], ...], int, int]]:
    """Yield what stands on a floor for good: obstacles, lifts, and the decks of mezzanines over it."""
    for obstacle in site.obstacles:
        if obstacle.floor == floor:
            yield obstacle.id, obstacle.polygon, obstacle.z0, obstacle.z1 or ENDLESS
    for lift in site.lifts:
        if floor in lift.floors:
            (x, y), (width, depth) = lift.at, lift.size
            left, low = x - width // 2, y - depth // 2
            yield lift.id, _corners((left, low, left + width, low + depth)), 0, ENDLESS
    heights = {each.id: each.elevation for each in site.floors}
    for each in site.floors:
        if each.above == floor:
            yield f"deck of {each.id}", each.outline, each.elevation - heights[floor] - each.deck, ENDLESS


def before(door: Door, floor: Floor) -> Box:
    """Return what is kept free before a door: its width along the wall it is in, its depth to both sides of it."""
    (x, y), half, deep = door.at, door.width // 2, door.depth
    for (ax, ay), (bx, by) in zip(floor.outline, (*floor.outline[1:], floor.outline[0]), strict=True):
        if ax == bx == x and min(ay, by) <= y <= max(ay, by):
            return x - deep, y - half, x + deep, y + half
        if ay == by == y and min(ax, bx) <= x <= max(ax, bx):
            return x - half, y - deep, x + half, y + deep
    reach = max(half, deep)
    return x - reach, y - reach, x + reach, y + reach


def _zones(one: Solid, site: Site) -> Iterator[Violation]:
    """Yield where an item is outside the zone it needs, or in one where it may not be."""
    tags = {*one.item.tags, *one.item.needs}
    for tag in sorted(tags):
        only = [zone for zone in site.zones if zone.rule == "only" and tag in zone.tags]
        if only and not any(zone.floor == one.placed.floor and inside(one.body, zone.polygon) for zone in only):
            yield Violation("zones", (one.name, only[0].id), f"{one.name} ({tag}) is outside {only[0].id}")
    for zone in site.zones:
        barred = zone.rule == "free" or (zone.rule == "forbid" and tags & set(zone.tags))
        if barred and zone.floor == one.placed.floor and covers(zone.polygon, one.body):
            yield Violation("zones", (one.name, zone.id), f"{one.name} stands in {zone.id}")


def _corners(box: Box) -> tuple[tuple[int, int], ...]:
    x0, y0, x1, y1 = box
    return (x0, y0), (x1, y0), (x1, y1), (x0, y1)
