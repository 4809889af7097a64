"""The way of every flow: along the walls from handle to handle, and along the aisles as a load really goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plant_tools.layout.checking.boxes import Solid, port_at, solid
from plant_tools.layout.evaluating.aisles import aisle_ways
from plant_tools.layout.flows import all_flows
from plant_tools.layout.project import Flow, Layout, Project, expanded_items
from plant_tools.layout.site import Lift


@dataclass(frozen=True, slots=True)
class PairWay:
    """The flow between two ends: loads a day, metres one way (along the walls; by aisles, if any), money a day."""

    source: str
    target: str
    loads: float
    metres: float
    aisle_metres: float | None
    money: float
    aisle_money: float | None


def solids_of(project: Project, layout: Layout) -> dict[str, Solid]:
    """Return the items as they stand, by name."""
    items = {item.id: item for item in expanded_items(project.items)}
    return {placed.item: solid(items[placed.item], placed) for placed in layout}


def pair_ways(project: Project, layout: Layout, *, aisles: bool = True) -> list[PairWay]:
    """Return the way of every flow, the dearest first. Without ``aisles`` only the rectilinear ways."""
    solids = solids_of(project, layout)
    flows = _merged(all_flows(project))
    by_aisle = aisle_ways(project, solids, {(a, b) for a, b in flows}) if aisles else {}
    found = []
    for (source, target), (loads, money) in flows.items():
        metres = rectilinear(project, solids, source, target) / 1000
        real = by_aisle.get((source, target))
        real = real / 1000 if real is not None else None
        found.append(
            PairWay(source, target, loads, metres, real, money * metres, None if real is None else money * real)
        )
    return sorted(found, key=lambda pair: -pair.money)


def _merged(flows: Sequence[Flow]) -> dict[tuple[str, str], tuple[float, float]]:
    """Return loads, and money for a metre, by (from, to)."""
    merged: dict[tuple[str, str], tuple[float, float]] = {}
    for flow in flows:
        loads, money = merged.get((flow.source, flow.target), (0.0, 0.0))
        merged[flow.source, flow.target] = (loads + flow.loads, money + flow.loads * flow.cost)
    return merged


def rectilinear(project: Project, solids: Mapping[str, Solid], source: str, target: str) -> float:
    """Return the way from where goods leave to where they come in, in mm; over the lift that makes it shortest."""
    fa, xa, ya = _end(project, solids, source, "out")
    fb, xb, yb = _end(project, solids, target, "in")
    if fa == fb:
        return abs(xa - xb) + abs(ya - yb)
    rise = {floor.id: floor.elevation for floor in project.site.floors}
    ways = [
        abs(xa - x) + abs(ya - y) + abs(xb - x) + abs(yb - y) + lift.trip * 1000 + abs(rise[fa] - rise[fb])
        for lift in project.site.lifts
        for x, y in [lift.at]
        if joins(lift, fa, fb)
    ]
    return min(ways, default=10_000_000.0)


def joins(lift: Lift, a: str, b: str) -> bool:
    """Say whether a lift goes from one floor to the other."""
    return a in lift.floors and b in lift.floors


def _end(project: Project, solids: Mapping[str, Solid], name: str, kind: str) -> tuple[str, float, float]:
    """Return the floor and the place of an end: the mean of its ports of that kind, of all its ports, its middle."""
    for door in project.site.doors:
        if door.id == name:
            return door.floor, door.at[0], door.at[1]
    one = solids[name]
    ports = [p for p in one.item.ports if p.kind in {kind, "both"}] or list(one.item.ports)
    if not ports:
        x0, y0, x1, y1 = one.body
        return one.placed.floor, (x0 + x1) / 2, (y0 + y1) / 2
    places = [port_at(one, p.dx, p.dy) for p in ports]
    return one.placed.floor, sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places)
