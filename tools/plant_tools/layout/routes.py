"""Which search a plant is given to: slots, a row, departments, or places. What they return is still to be checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from plant_tools.layout.checking.boxes import solid
from plant_tools.layout.checking.standing import building
from plant_tools.layout.evaluating.ways import rectilinear, solids_of
from plant_tools.layout.flows import all_flows
from plant_tools.layout.found import Found, Progress
from plant_tools.layout.item import Item
from plant_tools.layout.placing.boarding import Boarding
from plant_tools.layout.placing.search import Placing
from plant_tools.layout.project import Placement, Project, expanded_items
from plant_tools.layout.routes_soft import blocks, only_blocks, row
from plant_tools.layout.site import Floor, Slot
from plant_tools.layout.solvers.crew import Crew
from plant_tools.layout.solvers.search import Budget


def route_of(project: Project) -> str:
    """Return the search that fits: "slots" where there are slots for all, "row", "blocks", or "places" for the rest."""
    style = project.options.style
    if project.site.slots and style in {"auto", "slots"}:
        return "slots"
    if style in {"rows", "single_row"} and all(item.kind == "fixed" for item in project.items):
        return "row"
    return "blocks" if only_blocks(project) else "places"


def search(project: Project, route: str, budget: Budget, crew: Crew, progress: Progress | None) -> Found:
    """Search by ``route``."""
    routes = {"slots": _slots, "places": _places, "blocks": blocks, "row": row}
    return routes[route](project, budget, crew, progress)


def _places(project: Project, budget: Budget, crew: Crew, progress: Progress | None) -> Found:
    boarding, seed = Boarding(project), project.options.seed
    board = boarding.board()
    found = crew.race(lambda number: Placing(board, (seed, number)), budget, progress)
    layouts = tuple(boarding.layout(state) for _, state in found.plan)
    return Found(layouts, found.iterations, found.history)


def _slots(project: Project, budget: Budget, crew: Crew, progress: Progress | None) -> Found:
    from plant_tools.layout.solvers.slots import problem, solve_slots

    items, slots = expanded_items(project.items), project.site.slots
    floors = {floor.id: floor for floor in project.site.floors}
    ways = [[_allowed(project, item, _in_slot(item, slot), floors) for slot in slots] for item in items]
    n = len(slots)
    flow, linear = np.zeros((n, n)), np.zeros((n, n))
    index = {item.id: number for number, item in enumerate(items)}
    distance = np.array([[_between(project, a, b) for b in slots] for a in slots])
    doors = {door.id: np.array([_to_door(project, door.id, slot) for slot in slots]) for door in project.site.doors}
    for each in all_flows(project):
        a, b, money = index.get(each.source), index.get(each.target), each.loads * each.cost / 1000
        if a is not None and b is not None:
            flow[a, b] += money
        elif a is not None:
            linear[a] += money * doors[each.target]
        elif b is not None:
            linear[b] += money * doors[each.source]
    dear = 1e3 * (flow.sum() * distance.max() + np.abs(linear).sum() + 1)
    for i in range(len(items)):
        linear[i, [way is None for way in ways[i]]] += dear
    fixed = {i: s for i, item in enumerate(items) for s, slot in enumerate(slots) if _locked_in(item, ways[i][s])}
    first = _today(project, ways, n)
    found = solve_slots(
        problem(flow, distance, linear, fixed), budget, project.options.seed, first=first, crew=crew, progress=progress
    )
    placed = [ways[i][int(found.plan[i])] for i in range(len(items))]
    layout = tuple(one for one in placed if one is not None)
    return Found((layout,), found.iterations, found.history)


def _in_slot(item: Item, slot: Slot) -> Placement | None:
    """Return an item in the middle of a slot, turned as it fits; None where it does not."""
    if item.floors and slot.floor not in item.floors:
        return None
    if item.kind == "soft":
        x, y, (w, d) = *slot.at, slot.size
        return Placement(item=item.id, floor=slot.floor, x=x - w // 2, y=y - d // 2, width=w, depth=d)
    size = item.size or (1, 1, 1)
    for turn in (item.fixed_at.turn,) if item.fixed_at else item.turns:
        w, d = size[:2] if turn % 180 == 0 else (size[1], size[0])
        if w <= slot.size[0] and d <= slot.size[1]:
            x, y = slot.at[0] - w // 2, slot.at[1] - d // 2
            return Placement(item=item.id, floor=slot.floor, x=x, y=y, turn=turn)
    return None


def _allowed(project: Project, item: Item, placed: Placement | None, floors: Mapping[str, Floor]) -> Placement | None:
    """Return a placement that the building does not forbid, None otherwise."""
    if placed is None or any(building(solid(item, placed), project, floors[placed.floor])):
        return None
    return placed


def _locked_in(item: Item, placed: Placement | None) -> bool:
    lock = item.fixed_at
    return bool(lock and placed and (lock.floor, lock.x, lock.y) == (placed.floor, placed.x, placed.y))


def _today(project: Project, ways: Sequence[Sequence[Placement | None]], n: int) -> list[np.ndarray]:
    """Return the slots that the items are in today, as a plan, where all of them are in one."""
    today = {placed.item: placed for placed in project.current}
    plan = []
    for ways_of_one in ways:
        here = [s for s, way in enumerate(ways_of_one) if way is not None and way == today.get(way.item)]
        if not here:
            return []
        plan.append(here[0])
    if len({*plan}) < len(plan):
        return []
    return [np.array([*plan, *(s for s in range(n) if s not in plan)], np.int64)]


def _between(project: Project, a: Slot, b: Slot) -> float:
    """Return the way between the middles of two slots, in mm."""
    if a.floor == b.floor:
        return float(abs(a.at[0] - b.at[0]) + abs(a.at[1] - b.at[1]))
    ends = {name: _point(name, slot) for name, slot in (("a", a), ("b", b))}
    pair = project.model_copy(update={"items": tuple(item for item, _ in ends.values())})
    return rectilinear(pair, solids_of(pair, tuple(placed for _, placed in ends.values())), "a", "b")


def _to_door(project: Project, door: str, slot: Slot) -> float:
    item, placed = _point("a", slot)
    alone = project.model_copy(update={"items": (item,)})
    return rectilinear(alone, solids_of(alone, (placed,)), "a", door)


def _point(name: str, slot: Slot) -> tuple[Item, Placement]:
    """Return an item that fills a slot."""
    (x, y), (w, d) = slot.at, slot.size
    item = Item(id=name, size=(w, d, 1))
    return item, Placement(item=name, floor=slot.floor, x=x - w // 2, y=y - d // 2)
