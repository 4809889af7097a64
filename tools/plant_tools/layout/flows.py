"""What flows between what: the from-to figures of a plant, those of its routings derived and its copies shared out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise, product

from plant_tools.layout.project import Flow, Project


def all_flows(project: Project) -> tuple[Flow, ...]:
    """Return the loads a day of each pair, given and derived: a routing makes demand / batch of them a step.

    Items of which there are several share their flows equally.
    """
    copies = {item.id: [item.id] for item in project.items} | {
        item.id: [f"{item.id}-{n}" for n in range(1, item.count + 1)] for item in project.items if item.count > 1
    }
    return tuple(one for flow in (*project.flows, *_routed(project)) for one in _shared(flow, copies) if one.loads)


def _routed(project: Project) -> Iterable[Flow]:
    for routing in project.routings:
        loads = routing.demand / routing.batch
        for source, target in pairwise(routing.steps):
            if source != target:
                yield Flow(source=source, target=target, loads=loads, cost=routing.cost, product=routing.product)


def _shared(flow: Flow, copies: Mapping[str, list[str]]) -> Iterable[Flow]:
    """Split a flow over the copies of its ends; a copy does not feed itself."""
    pairs = list(product(copies.get(flow.source, [flow.source]), copies.get(flow.target, [flow.target])))
    pairs = [(a, b) for a, b in pairs if a != b]
    for source, target in pairs:
        yield flow.model_copy(update={"source": source, "target": target, "loads": flow.loads / len(pairs)})


def from_to(project: Project) -> dict[tuple[str, str], float]:
    """Return the loads a day by (from, to)."""
    chart: dict[tuple[str, str], float] = {}
    for flow in all_flows(project):
        pair = (flow.source, flow.target)
        chart[pair] = chart.get(pair, 0.0) + flow.loads
    return chart


def rated_pairs(project: Project) -> tuple[tuple[str, str, str, int, str], ...]:
    """Return the closeness ratings of all copies: (a, b, rating, distance in mm, reason)."""
    many = {item.id: item.count for item in project.items}

    def each(name: str) -> list[str]:
        return [name] if many.get(name, 1) == 1 else [f"{name}-{n}" for n in range(1, many[name] + 1)]

    return tuple(
        (a, b, rel.rating, rel.distance, rel.reason)
        for rel in project.rel
        for a, b in product(each(rel.a), each(rel.b))
        if a != b
    )
