"""What moved against today, what each move is worth, what moving costs and when it is paid back."""

from __future__ import annotations

from dataclasses import dataclass

from plant_tools.layout.checking.checker import check
from plant_tools.layout.evaluating.ways import pair_ways
from plant_tools.layout.project import Layout, Placement, Project, expanded_items


@dataclass(frozen=True, slots=True)
class Move:
    """An item that is to move: by how many metres, turned or to another floor, what that costs once.

    ``worth``: what the flows would cost more a day if this one were left where it is, all others moved as planned;
    ``undone`` says why that cannot be, where it cannot ("" where it can).
    """

    item: str
    metres: float
    turned: bool
    floor: str
    cost: float
    worth: float
    undone: str


def moves(project: Project, today: Layout, planned: Layout) -> list[Move]:
    """Return the moves from ``today`` to ``planned``, the one that is worth most first."""
    before = {placed.item: placed for placed in today}
    costs = {item.id: item.move_cost for item in expanded_items(project.items)}
    money = flow_money(project, planned)
    found = []
    for placed in planned:
        old = before.get(placed.item)
        if old is None or old == placed:
            continue
        undone = tuple(old if one.item == placed.item else one for one in planned)
        wrong = check(project, undone).violations
        found.append(
            Move(
                placed.item,
                round((abs(placed.x - old.x) + abs(placed.y - old.y)) / 1000, 2),
                placed.turn != old.turn,
                placed.floor if placed.floor != old.floor else "",
                costs[placed.item],
                round(flow_money(project, undone) - money, 2),
                wrong[0].text if wrong else "",
            )
        )
    return sorted(found, key=lambda move: -move.worth)


def flow_money(project: Project, layout: Layout) -> float:
    """Return what all flows cost a day, rectilinear."""
    return sum(pair.money for pair in pair_ways(project, layout, aisles=False))


def without_idle_moves(project: Project, today: Layout, planned: Layout) -> Layout:
    """Return ``planned`` with every item left where it is today whose move is worth nothing and can be undone."""
    before: dict[str, Placement] = {placed.item: placed for placed in today}
    kept, money = planned, flow_money(project, planned)
    for placed in planned:
        old = before.get(placed.item)
        if old is None or old == placed:
            continue
        undone = tuple(old if one.item == placed.item else one for one in kept)
        cheaper = flow_money(project, undone)
        if cheaper <= money + 1e-9 and check(project, undone).ok:
            kept, money = undone, cheaper
    return kept
