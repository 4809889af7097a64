"""Why no layout can exist: the smallest sets of things that contradict one another, found before any search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import chain, combinations
from math import hypot

from plant_tools.layout.checking.boxes import Solid, solid
from plant_tools.layout.checking.standing import building, freedom, standing_on
from plant_tools.layout.checking.together import distances, loads, room
from plant_tools.layout.errors import LayoutImpossible
from plant_tools.layout.flows import all_flows, rated_pairs
from plant_tools.layout.item import Item
from plant_tools.layout.project import Placement, Project, expanded_items
from plant_tools.layout.shapes import bounds, twice_area
from plant_tools.layout.site import Floor, Site

_TINY = 1000
"""A hall less long than this (mm) was told in metres."""


def refuse_impossible(project: Project) -> None:
    """Raise ``LayoutImpossible`` with the smallest conflicting set; the others are named after it."""
    found = sorted(conflicts(project), key=lambda one: len(one[0]))
    if not found:
        return
    names, reason = found[0]
    told = f"No layout can exist: {reason}."
    if count := len(found) - 1:
        others = reduce(lambda rest, one: f"{one}; also {rest}", [text for _, text in found[1:4]][::-1])
        told = f"No layout can exist: {reason}. {count} more conflicts: {others}."
    raise LayoutImpossible(told, conflict=names, remedy="Change one of these.")


def conflicts(project: Project) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield sets of names that cannot all have what they want, each with the sentence that says why."""
    items = expanded_items(project.items)
    yield from _tiny(project.site)
    yield from _ways_in(project, items)
    alone = list(chain.from_iterable(_alone(project, item) for item in items))
    yield from alone
    yield from locked(project, items)
    if not alone:
        yield from _crowded(project, items)
    yield from _too_far(project, items)
    if not alone:
        yield from _unjoined(project, items)


def _tiny(site: Site) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the floors that nobody could stand on: their lengths are likely metres."""
    for floor in site.floors:
        x0, y0, x1, y1 = bounds(floor.outline)
        if max(x1 - x0, y1 - y0) < _TINY:
            yield (floor.id,), f"{floor.id} is {x1 - x0} x {y1 - y0} mm; all lengths are millimetres, not metres"


def _ways_in(project: Project, items: Sequence[Item]) -> Iterator[tuple[tuple[str, ...], str]]:
    doors, width = project.site.doors, project.site.aisle.width
    if not doors or all(item.kind == "soft" for item in items):
        return
    if all(door.width < width for door in doors):
        widest = max(doors, key=lambda door: door.width)
        yield (widest.id, "aisle"), f"the widest door, {widest.id}, has {widest.width} mm; the aisle needs {width} mm"
    for item in items:
        if item.aisle and item.aisle > max(door.width for door in doors):
            yield (item.id,), f"{item.id} needs an aisle of {item.aisle} mm; no door is as wide"


def led_to(site: Site) -> set[str]:
    """Return the floors that have a door, or a lift from such a floor; all of them where there are no doors."""
    reached = {door.floor for door in site.doors} or {floor.id for floor in site.floors}
    while more := {f for lift in site.lifts if reached & {*lift.floors} for f in lift.floors} - reached:
        reached |= more
    return reached


def _alone(project: Project, item: Item) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield why an item fits on no floor, or is locked where no way leads."""
    if item.fixed_at:
        floor = item.fixed_at.floor
        if item.kind == "fixed" and floor not in led_to(project.site):
            yield (item.id, floor), f"{item.id} is locked on {floor}, and neither door nor lift leads there"
        return
    reasons = [(floor.id, why_not(project, item, floor)) for floor in project.site.floors]
    if all(why for _, why in reasons):
        told = reduce(lambda rest, one: f"{one}; {rest}", [f"{floor}: {why}" for floor, why in reasons][::-1])
        yield (item.id,), f"{item.id} fits on no floor ({told})"


def why_not(project: Project, item: Item, floor: Floor) -> str:
    """Return the first reason why an item cannot stand on a floor, "" where there is none."""
    own, site = item.clearance, project.site
    tall = item.tall + own.top
    if item.floors and floor.id not in item.floors:
        return "not allowed"
    if item.kind == "fixed" and floor.id not in led_to(site):
        return "neither door nor lift leads there"
    if floor.clear_height and tall > floor.clear_height:
        return f"{tall} mm high under {floor.clear_height} mm"
    pressure = item.weight * 9.81e-3 / (item.floor_area / 1e6)
    if floor.load and item.kind == "fixed" and pressure > floor.load:
        return f"{pressure:.2f} kN/m2 on {floor.load} kN/m2"
    tags = {*item.tags, *item.needs}
    for tag in sorted(tags):
        only = [zone for zone in site.zones if zone.rule == "only" and tag in zone.tags]
        if only and all(zone.floor != floor.id for zone in only):
            return f"{tag} belongs into {only[0].id}"
    return _too_large(item, floor)


def _too_large(item: Item, floor: Floor) -> str:
    x0, y0, x1, y1 = bounds(floor.outline)
    if not item.size:
        short = item.sides[0]
        return f"{short} mm wide at least" if short > min(x1 - x0, y1 - y0) else ""
    width, depth, own = *item.size[:2], item.clearance
    wide, deep = width + own.left + own.right, depth + own.front + own.back
    turned = [(wide, deep) if turn % 180 == 0 else (deep, wide) for turn in item.turns]
    if any(w <= x1 - x0 and d <= y1 - y0 for w, d in turned):
        return ""
    return f"{wide} x {deep} mm with clearance in {x1 - x0} x {y1 - y0} mm"


def locked(project: Project, items: Sequence[Item]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the locks that break a rule, alone or two together."""
    floors = {floor.id: floor for floor in project.site.floors}
    held: dict[str, Solid] = {
        item.id: solid(item, Placement(item=item.id, **item.fixed_at.model_dump())) for item in items if item.fixed_at
    }
    found = [v for one in held.values() for v in (*freedom(one), *building(one, project, floors[one.placed.floor]))]
    for a, b in combinations(held.values(), 2):
        if a.placed.floor == b.placed.floor:
            found += room(a, b)
    found += distances(held, project)
    for floor in project.site.floors:
        found += loads([one for one in held.values() if one.placed.floor == floor.id], floor)
    for violation in found:
        yield violation.names, f"locked: {violation.text}"


def _crowded(project: Project, items: Sequence[Item]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the fewest items that need more area than the floors have on which they may stand (Hall's condition)."""
    floors = {floor.id: free_area(project.site, floor) for floor in project.site.floors}
    may = {
        item.id: {f.id for f in project.site.floors if not why_not(project, item, f)}
        or {item.fixed_at.floor if item.fixed_at else ""}
        for item in items
    }
    grounded = [item for item in items if not item.stack.above and not item.stack.carries]
    for size in range(1, len(floors) + 1):
        for chosen in combinations(floors, size):
            area = sum(floors[floor] for floor in chosen)
            mine = sorted((item for item in grounded if may[item.id] <= {*chosen}), key=lambda item: -item.floor_area)
            needed = 0
            for number, item in enumerate(mine, 1):
                needed += item.floor_area
                if needed > area:
                    names = tuple(item.id for item in mine[:number])
                    have = area / 1e6
                    told = f"{', '.join(names)} need {needed / 1e6:.1f} m2 of {have:.1f} m2 on {', '.join(chosen)}"
                    yield names, told
                    break


def free_area(site: Site, floor: Floor) -> int:
    """Return the area of a floor without what stands on it from the ground up, in mm2."""
    taken = sum(abs(twice_area(polygon)) // 2 for _, polygon, z0, _ in standing_on(site, floor.id) if z0 == 0)
    return abs(twice_area(floor.outline)) // 2 - taken


def _unjoined(project: Project, items: Sequence[Item]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the ends of flows that can only be on floors which no lifts join."""
    may = {
        item.id: {item.fixed_at.floor}
        if item.fixed_at
        else {floor.id for floor in project.site.floors if not why_not(project, item, floor)}
        for item in items
    }
    may |= {door.id: {door.floor} for door in project.site.doors}
    for flow in all_flows(project):
        if not any(may[flow.target] & _joined(project.site, floor) for floor in may[flow.source]):
            there, here = (", ".join(sorted(may[end])) for end in (flow.target, flow.source))
            said = f"loads go from {flow.source} on {here} to {flow.target} on {there}, and no lift joins them"
            yield (flow.source, flow.target), said


def _joined(site: Site, floor: str) -> set[str]:
    """Return the floors that lifts join with ``floor``, and itself."""
    reached = {floor}
    while more := {f for lift in site.lifts if reached & {*lift.floors} for f in lift.floors} - reached:
        reached |= more
    return reached


def _too_far(project: Project, items: Sequence[Item]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield pairs that are to be farther apart than any floor that both must share is long."""
    known = {item.id: item for item in items}
    for a, b, rating, least, _ in rated_pairs(project):
        if rating != "X" or not least or a not in known or b not in known:
            continue
        may = [{f.id for f in project.site.floors if not why_not(project, known[name], f)} for name in (a, b)]
        if len(may[0] | may[1]) != 1:
            continue
        floor = next(f for f in project.site.floors if f.id in may[0])
        x0, y0, x1, y1 = bounds(floor.outline)
        if hypot(x1 - x0, y1 - y0) < least:
            yield (a, b), f"{a} and {b} are to be {least} mm apart; {floor.id} is shorter"
