"""A solution in plain fields: what every door gives, files are written from, and tools stand behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from plant_tools.layout.checking.checker import check
from plant_tools.layout.evaluating.closeness import closeness
from plant_tools.layout.evaluating.moves import Move, moves
from plant_tools.layout.evaluating.usage import usage
from plant_tools.layout.evaluating.ways import PairWay, pair_ways, solids_of
from plant_tools.layout.flows import all_flows, from_to
from plant_tools.layout.project import Layout, Project, expanded_items
from plant_tools.layout.solution import Rated, Solution

Json = dict[str, Any]
_TOP = 10


def solution_json(solution: Solution) -> Json:
    """Return a solution.

    {project, route, seed, seconds, iterations, history, refused, layout, certificate, evaluation, today,
    alternatives, bound, moves, payback, notes}: ``layout`` are the placements of the best one, ``today`` and each of
    ``alternatives`` {layout, certificate, evaluation}.
    """
    project, best, today = solution.project, solution.best, solution.today
    moved = moves(project, today.layout, best.layout) if today else []
    before = evaluation(project, today.layout) if today else None
    after = evaluation(project, best.layout)
    return {
        "name": project.name,
        "route": solution.route,
        "seed": solution.seed,
        "seconds": solution.seconds,
        "iterations": solution.iterations,
        "history": [[round(seconds, 2), round(cost, 3)] for seconds, cost in solution.history],
        "refused": solution.refused,
        "layout": placements(best.layout),
        "certificate": best.certificate.as_json(),
        "cost": round(best.cost, 3),
        "evaluation": after,
        "today": _rated(project, today) | {"evaluation": before} if today else None,
        "alternatives": [_rated(project, other) for other in solution.others],
        "bound": _bound(solution),
        "moves": [asdict(move) for move in moved],
        "payback": _payback(project, moved, before, after),
        "notes": _notes(project),
        "project": project.model_dump(mode="json", exclude_defaults=True),
    }


def checked_json(project: Project, layout: Layout) -> Json:
    """Return {certificate, evaluation, layout, notes} of a layout that somebody else made.

    There is no evaluation where items are missing.
    """
    certificate = check(project, layout)
    whole = not any(found.rule == "items" for found in certificate.violations)
    told = {"certificate": certificate.as_json(), "layout": placements(layout), "notes": _notes(project)}
    return told | {"evaluation": evaluation(project, layout) if whole else None}


def _notes(project: Project) -> list[str]:
    """Return what had to be guessed, and that nothing flows where that is so."""
    idle = [] if any(all_flows(project)) else ["nothing flows here, so that no place is better: add flows or routings"]
    return [*project.notes, *idle]


def placements(layout: Layout) -> list[Json]:
    """Return placements in plain fields."""
    return [placed.model_dump(mode="json", exclude_none=True) for placed in layout]


def _rated(project: Project, rated: Rated) -> Json:
    whole = {placed.item for placed in rated.layout} >= {item.id for item in expanded_items(project.items)}
    return {
        "layout": placements(rated.layout),
        "certificate": rated.certificate.as_json(),
        "cost": round(rated.cost, 3) if whole else None,
        "evaluation": evaluation(project, rated.layout) if whole else None,
    }


def evaluation(project: Project, layout: Layout) -> Json:
    """Return what a layout is worth.

    {flow: {metres, money, aisle_metres, aisle_money, without_aisle}, pairs, from_to, closeness, usage, area_percent,
    volume_percent}; money and metres a day, ``pairs`` the ten dearest flows.
    """
    pairs, solids = pair_ways(project, layout), solids_of(project, layout)
    floors = usage(project, solids)
    area, volume = sum(floor.area for floor in floors), sum(floor.volume or 0 for floor in floors)
    used = sum(floor.used_volume for floor in floors if floor.volume)
    return {
        "flow": _flow(pairs),
        "pairs": [_rounded(asdict(pair)) for pair in pairs[:_TOP]],
        "from_to": [[a, b, round(loads, 3)] for (a, b), loads in from_to(project).items()],
        "closeness": asdict(closeness(project, solids)) if project.rel else None,
        "usage": [asdict(floor) for floor in floors],
        "area_percent": round(100 * sum(floor.items for floor in floors) / area, 1) if area else None,
        "volume_percent": round(100 * used / volume, 1) if volume else None,
    }


def _flow(pairs: Sequence[PairWay]) -> Json:
    real = [pair for pair in pairs if pair.aisle_metres is not None]
    return {
        "metres": round(sum(pair.loads * pair.metres for pair in pairs), 1),
        "money": round(sum(pair.money for pair in pairs), 2),
        "aisle_metres": round(sum(pair.loads * (pair.aisle_metres or 0) for pair in real), 1),
        "aisle_money": round(sum(pair.aisle_money or 0 for pair in real), 2),
        "without_aisle": [[pair.source, pair.target] for pair in pairs if pair.aisle_metres is None],
    }


def _bound(solution: Solution) -> Json:
    """Return what no layout can be below, and how far above it the best one is."""
    bound, cost = solution.bound, solution.best.cost
    if bound is None or cost <= 0:
        return {"value": None, "gap_percent": None, "proved": False, "text": "no proof"}
    gap = 100 * (cost - bound) / cost
    proved = gap < 1e-6
    told = (
        "proved best" if proved else f"no proof: no layout costs less than {bound:.2f}; the gap is unknown below that"
    )
    return {"value": round(bound, 3), "gap_percent": round(gap, 2), "proved": proved, "text": told}


def _payback(project: Project, moved: Sequence[Move], before: Json | None, after: Json) -> Json | None:
    """Return what moving costs, what is saved a year, and after how many years that is paid back."""
    if before is None:
        return None
    cost = sum(move.cost for move in moved)
    saved = (before["flow"]["money"] - after["flow"]["money"]) * project.options.days_per_year
    years = round(cost / saved, 2) if saved > 0 else None
    return {
        "moving_cost": round(cost, 2),
        "saved_a_year": round(saved, 2),
        "years": years,
        "currency": project.options.currency,
    }


def _rounded(told: Json) -> Json:
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in told.items()}
