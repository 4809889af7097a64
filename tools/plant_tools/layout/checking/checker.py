"""The independent checker: every rule, on whole millimetres, with code that nothing that searches makes use of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from plant_tools.layout.checking.boxes import Solid, solid
from plant_tools.layout.checking.reach import unreached
from plant_tools.layout.checking.standing import building, freedom
from plant_tools.layout.checking.together import distances, loads, room
from plant_tools.layout.checking.violation import Certificate, Violation, digest
from plant_tools.layout.item import Item
from plant_tools.layout.project import Layout, Project, expanded_items


def check(project: Project, layout: Layout) -> Certificate:
    """Check all rules on ``layout`` and return the certificate. Aisles are looked at once the rest is right."""
    items = {item.id: item for item in expanded_items(project.items)}
    wrong = list(_complete(items, layout, {floor.id for floor in project.site.floors}))
    counted: Counter[str] = Counter(items=len(items))
    if not wrong:
        solids = {placed.item: solid(items[placed.item], placed) for placed in layout}
        wrong = list(_rules(project, solids, counted))
        if not wrong:
            counted["reach"] = sum(one.reached for one in solids.values())
            wrong = list(unreached(project, list(solids.values())))
    return Certificate(tuple(wrong), dict(counted), digest(project, layout))


def _complete(items: dict[str, Item], layout: Layout, floors: set[str]) -> Iterator[Violation]:
    placed = Counter(one.item for one in layout)
    for name in items:
        if placed[name] != 1:
            yield Violation("items", (name,), f"{name} is placed {placed[name]} times")
    for one in layout:
        if one.item not in items:
            yield Violation("items", (one.item,), f"there is no item {one.item}")
        if one.floor not in floors:
            yield Violation("items", (one.item,), f"{one.item} stands on {one.floor}, which is no floor")


def _rules(project: Project, solids: dict[str, Solid], counted: Counter[str]) -> Iterator[Violation]:
    floors = {floor.id: floor for floor in project.site.floors}
    for one in solids.values():
        yield from freedom(one)
        yield from building(one, project, floors[one.placed.floor])
        counted["building"] += 1
    for floor in project.site.floors:
        here = [one for one in solids.values() if one.placed.floor == floor.id]
        for a, b in combinations(here, 2):
            counted["pairs"] += 1
            yield from room(a, b)
        yield from loads(here, floor)
    counted["distances"] = sum(rel.rating == "X" and rel.distance > 0 for rel in project.rel)
    yield from distances(solids, project)
