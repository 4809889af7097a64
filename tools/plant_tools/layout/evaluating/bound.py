"""A cost that no layout can be below: every pair of items as near as two things that do not overlap can ever be.

Weak but true: pairs are looked at alone. It proves a layout best only where the two meet.
"""

from __future__ import annotations

from itertools import product

from plant_tools.layout.conflicts import why_not
from plant_tools.layout.flows import all_flows
from plant_tools.layout.item import Item
from plant_tools.layout.project import Project, expanded_items


def least_money(project: Project) -> float:
    """Return what the flows cost a day at least, rectilinear."""
    items = {item.id: item for item in expanded_items(project.items)}
    total = 0.0
    for flow in all_flows(project):
        if flow.source in items and flow.target in items:
            least = _nearest(project, items[flow.source], items[flow.target])
            total += flow.loads * flow.cost * least / 1000
    return total


def _nearest(project: Project, a: Item, b: Item) -> float:
    """Return the least way between two items, in mm: on one floor, or by lift between the floors they may be on."""
    if a.fixed_at and b.fixed_at:
        return _locked_apart(project, a, b)
    floors = project.site.floors
    may = [_allowed(project, item) for item in (a, b)]
    ways = [0.0 if _stackable(a, b) else _to_edge(a, "out") + _to_edge(b, "in")] if may[0] & may[1] else []
    rise = {floor.id: floor.elevation for floor in floors}
    for lift in project.site.lifts:
        beside = min(lift.size) / 2
        ways += [
            _to_edge(a, "out") + _to_edge(b, "in") + 2 * beside + lift.trip * 1000 + abs(rise[one] - rise[other])
            for one, other in product(may[0], may[1])
            if one != other and {one, other} <= {*lift.floors}
        ]
    return min(ways, default=0.0)


def _allowed(project: Project, item: Item) -> set[str]:
    """Return the floors that an item may stand on."""
    if item.fixed_at:
        return {item.fixed_at.floor}
    return {floor.id for floor in project.site.floors if not why_not(project, item, floor)}


def _locked_apart(project: Project, a: Item, b: Item) -> float:
    from plant_tools.layout.evaluating.ways import rectilinear, solids_of
    from plant_tools.layout.project import Placement

    layout = tuple(Placement(item=one.id, **one.fixed_at.model_dump()) for one in (a, b) if one.fixed_at)
    return rectilinear(project, solids_of(project, layout), a.id, b.id)


def _stackable(a: Item, b: Item) -> bool:
    return bool((a.stack.above and b.stack.carries) or (b.stack.above and a.stack.carries))


def _to_edge(item: Item, kind: str) -> float:
    """Return how far the handle of an item is from its nearest edge, however it is turned or shaped."""
    if not item.size:
        return item.sides[0] / 2
    width, depth = item.size[:2]
    ports = [p for p in item.ports if p.kind in {kind, "both"}] or list(item.ports)
    if not ports:
        return min(width, depth) / 2
    x, y = sum(p.dx for p in ports) / len(ports), sum(p.dy for p in ports) / len(ports)
    return min(x, width - x, y, depth - y)
