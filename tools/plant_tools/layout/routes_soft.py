"""Halls of departments, and machines in one row, for the searches that know only areas or lengths."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from plant_tools.layout.checking.checker import check
from plant_tools.layout.flows import all_flows
from plant_tools.layout.found import Found, Progress
from plant_tools.layout.item import Item
from plant_tools.layout.project import Layout, Placement, Project, expanded_items
from plant_tools.layout.shapes import bounds
from plant_tools.layout.solvers.crew import Crew
from plant_tools.layout.solvers.search import Budget

_STEP = 500
"""How far apart (mm) the rows are that are tried."""


def only_blocks(project: Project) -> bool:
    """Say whether a plant is nothing but departments in one rectangular hall with nothing in it."""
    site = project.site
    hall = site.floors[0].outline
    plain = not (site.obstacles or site.zones or site.lifts) and len(site.floors) == 1
    x0, y0, x1, y1 = bounds(hall)
    square = len(hall) == 4 and all(x in {x0, x1} and y in {y0, y1} for x, y in hall)
    alone = all(item.kind == "soft" and not any(item.clearance.model_dump().values()) for item in project.items)
    return plain and square and alone


def blocks(project: Project, budget: Budget, crew: Crew, progress: Progress | None) -> Found:
    """Cut the hall into departments by slicing trees, or into bays where that is the style."""
    from plant_tools.layout.solvers.blocks import Hall, problem, solve_blocks

    items, floor = expanded_items(project.items), project.site.floors[0]
    x0, y0, x1, y1 = bounds(floor.outline)
    index = {item.id: number for number, item in enumerate(items)}
    points = {door.id: number for number, door in enumerate(project.site.doors)}
    flow, at_doors = np.zeros((len(items), len(items))), np.zeros((len(items), len(points)))
    for each in all_flows(project):
        a, b, money = each.source, each.target, each.loads * each.cost / 1000
        if a in index and b in index:
            flow[index[a], index[b]] += money
        elif a in index or b in index:
            at_doors[index[a if a in index else b], points[b if a in index else a]] += money
    doors = [(float(door.at[0] - x0), float(door.at[1] - y0)) for door in project.site.doors]
    hall = Hall(float(x1 - x0), float(y1 - y0), points=doors, point_flow=at_doors if doors else None)
    try:
        posed = problem(
            [float(item.floor_area) for item in items],
            flow,
            hall,
            [item.aspect_max for item in items],
            [float(item.min_side) for item in items],
        )
    except ValueError:  # what it refuses, the general search may still place or give a reason for
        return Found((), 0, ())
    style = "bays" if project.options.style == "bays" else "free"
    found = solve_blocks(posed, budget, project.options.seed, style=style, crew=crew, progress=progress)  # type: ignore[arg-type]
    layouts = (_snapped(items, np.asarray(found.plan), floor.id, (x0, y0)),) if np.isfinite(found.cost) else ()
    return Found(layouts, found.iterations, found.history)


def _snapped(items: Sequence[Item], boxes: np.ndarray, floor: str, origin: tuple[int, int]) -> Layout:
    """Return boxes on whole mm; edges that were one stay one, for those nearer than a mm are rounded together."""
    edges = [_together(boxes[:, [axis, axis + 2]].ravel()) for axis in (0, 1)]
    placed = []
    for item, box in zip(items, boxes, strict=True):
        (a, c), (b, d) = ((edges[axis][float(box[axis])], edges[axis][float(box[axis + 2])]) for axis in (0, 1))
        x, y, width, depth = origin[0] + a, origin[1] + b, max(c - a, 1), max(d - b, 1)
        placed.append(Placement(item=item.id, floor=floor, x=x, y=y, width=width, depth=depth))
    return tuple(placed)


def _together(values: np.ndarray) -> dict[float, int]:
    """Round values, all within half a mm of the one before to the same whole number."""
    rounded: dict[float, int] = {}
    last, number = -np.inf, 0
    for value in sorted(map(float, values)):
        if value - last > 0.5:
            number = round(value)
        last = value
        rounded[value] = number
    return rounded


def row(project: Project, budget: Budget, crew: Crew, progress: Progress | None) -> Found:
    """Put machines in one line along the hall, in the best order, where the checker lets it stand."""
    from plant_tools.layout.solvers.row import problem, solve_row

    items = expanded_items(project.items)
    index = {item.id: number for number, item in enumerate(items)}
    flow = np.zeros((len(items), len(items)))
    for each in all_flows(project):
        if each.source in index and each.target in index:
            flow[index[each.source], index[each.target]] += each.loads * each.cost
    lengths = [float((item.size or (0, 0, 0))[0] + item.clearance.left + item.clearance.right) for item in items]
    found = solve_row(problem(lengths, flow), budget, project.options.seed, crew=crew, progress=progress)
    order = [items[int(number)] for number in found.plan]
    lined = [layout for line in (order, order[::-1]) if (layout := _lined_up(project, line))]
    return Found(tuple(lined), found.iterations, found.history)


def _lined_up(project: Project, order: Sequence[Item]) -> Layout | None:
    """Return the first row from the middle of the hall outwards that breaks no rule."""
    floor = project.site.floors[0]
    x0, y0, x1, y1 = bounds(floor.outline)
    middle = (y0 + y1) // 2
    for y in sorted(range(y0, y1, _STEP), key=lambda at: abs(at - middle)):
        for start in range(x0, x1, 2 * _STEP):
            layout, x = [], start
            for number, item in enumerate(order):
                before = order[number - 1].clearance.right if number else 0
                x += max(before, item.clearance.left)
                layout.append(Placement(item=item.id, floor=floor.id, x=x, y=y))
                x += (item.size or (0, 0, 0))[0]
            if x > x1:
                break
            if check(project, tuple(layout)).ok:
                return tuple(layout)
    return None
