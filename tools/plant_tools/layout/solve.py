"""From a plant to certified layouts: refused where none can exist, searched for, checked, compared with today."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from math import log2

from plant_tools.layout.checking.checker import check
from plant_tools.layout.conflicts import free_area, refuse_impossible
from plant_tools.layout.errors import LayoutImpossible
from plant_tools.layout.evaluating.bound import least_money
from plant_tools.layout.evaluating.closeness import POINTS
from plant_tools.layout.evaluating.moves import flow_money, without_idle_moves
from plant_tools.layout.evaluating.ways import pair_ways, rectilinear, solids_of
from plant_tools.layout.flows import rated_pairs
from plant_tools.layout.found import Found
from plant_tools.layout.project import Layout, Options, Project, expanded_items
from plant_tools.layout.routes import route_of, search
from plant_tools.layout.solution import Rated, Solution
from plant_tools.layout.solvers.crew import Crew
from plant_tools.layout.solvers.search import Budget

_PATIENCE = 90.0
"""Seconds in which to search again, each time twice as long, where nothing was found; three times at least."""
_ELSEWHERE = 1000
"""Two layouts are alike where fewer items than a fifth stand more than this (mm) apart."""


def solve(
    project: Project,
    *,
    crew: Crew | None = None,
    progress: Callable[[float, float], None] | None = None,
) -> Solution:
    """Return the best layouts found within the project's options, never worse than today's where that is right.

    ``options.iterations`` over 0 counts iterations instead of seconds: the same layout every time. ``progress`` is
    told cost and seconds of every improvement. Raises ``LayoutImpossible``.
    """
    refuse_impossible(project)
    began, options, route = time.monotonic(), project.options, route_of(project)
    today = rated(project, project.current) if _complete(project) else None
    good: list[Rated] = []
    refused = 0
    found = Found((), 0, ())
    for attempt in range(_attempts(options)):
        more = project.model_copy(
            update={"options": options.model_copy(update={"seed": options.seed + 7919 * attempt})}
        )
        found = search(more, route, _budget(project, attempt), crew or Crew(), progress)
        ratings = [rated(project, layout) for layout in found.layouts]
        good = [each for each in ratings if each.certificate.ok]
        refused += len(ratings) - len(good)
        if good or (today and today.certificate.ok):
            break
        route = "places" if route in {"blocks", "slots"} and options.style == "auto" else route
    if today and today.certificate.ok:
        good = [_tidied(project, today.layout, each) for each in good] + [today]
    if not good:
        raise _nothing_found(project, time.monotonic() - began)
    good.sort(key=lambda each: each.cost)
    return Solution(
        project,
        good[0],
        _different(project, good, options.alternatives),
        today,
        route,
        options.seed,
        round(time.monotonic() - began, 2),
        found.iterations,
        found.history,
        refused,
        _bound(project),
    )


def rated(project: Project, layout: Layout) -> Rated:
    """Return a layout with its certificate and cost; endless where an item is not in it."""
    certificate = check(project, layout)
    placed = {one.item for one in layout}
    whole = all(item.id in placed for item in expanded_items(project.items))
    return Rated(layout, certificate, cost_of(project, layout) if whole else float("inf"))


def cost_of(project: Project, layout: Layout) -> float:
    """Return money a day: flows and closeness by their weights, moves by theirs; rectilinear, added up anew."""
    weights, solids = project.weights, solids_of(project, layout)
    total = weights.flow * flow_money(project, layout)
    if weights.rel:
        for a, b, rating, distance, _ in rated_pairs(project):
            points = -64 if rating == "X" else POINTS[rating]
            if a in solids and b in solids and not (rating == "X" and distance):
                total += weights.rel * points * rectilinear(project, solids, a, b) / 1000
    if weights.moves:
        before = {placed.item: placed for placed in project.current}
        costs = {item.id: item.move_cost for item in expanded_items(project.items)}
        total += weights.moves * sum(
            costs[placed.item] for placed in layout if before.get(placed.item, placed) != placed
        )
    return total


def _budget(project: Project, attempt: int) -> Budget:
    options, more = project.options, 2**attempt
    if options.iterations:
        return Budget(iterations=options.iterations * more)
    return Budget(seconds=options.seconds * more)


def _attempts(options: Options) -> int:
    """Return how often to search: three times, and more where that is soon done."""
    if options.iterations:
        return 3
    return max(3, int(log2(_PATIENCE / options.seconds + 1)))


def _complete(project: Project) -> bool:
    return {placed.item for placed in project.current} == {item.id for item in expanded_items(project.items)}


def _tidied(project: Project, today: Layout, each: Rated) -> Rated:
    """Leave where they are all items whose move is worth nothing."""
    return rated(project, without_idle_moves(project, today, each.layout))


def _different(project: Project, good: Sequence[Rated], wanted: int) -> tuple[Rated, ...]:
    """Return up to ``wanted`` - 1 further layouts in which something stands elsewhere than in those before.

    They are found along the walls; the one that is cheapest by the aisles, as loads really go, comes first.
    """
    chosen = [good[0]]
    for each in good[1:]:
        if len(chosen) < wanted and all(_elsewhere(each.layout, other.layout) for other in chosen):
            chosen.append(each)
    return tuple(sorted(chosen[1:], key=lambda each: each.cost + _detours(project, each.layout)))


def _detours(project: Project, layout: Layout) -> float:
    """Return what the aisles cost a day beside the ways along the walls; nothing where no aisle joins two ends."""
    pairs = pair_ways(project, layout)
    return project.weights.flow * sum(p.aisle_money - p.money for p in pairs if p.aisle_money is not None)


def _elsewhere(a: Layout, b: Layout) -> bool:
    there = {placed.item: placed for placed in b}
    moved = sum(
        one.floor != there[one.item].floor
        or abs(one.x - there[one.item].x) + abs(one.y - there[one.item].y) > _ELSEWHERE
        for one in a
    )
    return moved * 5 >= len(a)


def _bound(project: Project) -> float | None:
    """Return what no layout costs less than; closeness may be negative, so that there is none with it."""
    return None if project.weights.rel else project.weights.flow * least_money(project)


def _nothing_found(project: Project, seconds: float) -> LayoutImpossible:
    area = sum(free_area(project.site, floor) for floor in project.site.floors)
    needed = sum(item.floor_area for item in expanded_items(project.items))
    return LayoutImpossible(
        f"No layout was found in {seconds:.0f} s; that none exists is not proven. The items need {needed / 1e6:.0f} m2 "
        f"of {area / 1e6:.0f} m2 ({100 * needed / max(area, 1):.0f} %), clearances and aisles of "
        f"{project.site.aisle.width} mm not counted.",
        remedy="Search longer (--seconds), or make aisles, clearances or locks less strict.",
    )
