"""Made-up plants: each is certified, or refused for the reason that it was made impossible by."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from statistics import median
from typing import Any

from plant_evals.made_halls import Hall, made_hall
from plant_tools.layout.checking.checker import check
from plant_tools.layout.errors import LayoutImpossible
from plant_tools.layout.reading import layout_of, project_of
from plant_tools.layout.solve import cost_of, solve
from plant_tools.layout.solvers.crew import Crew

Json = dict[str, Any]


def run_plants(
    cases: int, seconds: float, tell: Callable[[str], None], *, first: int = 0, processes: int | None = None
) -> Json:
    """Solve ``cases`` plants, each for ``seconds``; what was neither certified nor rightly refused is listed."""
    began, outcomes = time.monotonic(), Counter[str]()
    wrong: list[Json] = []
    times, gains = list[float](), list[float]()
    crew = Crew(processes)
    for number in range(first, first + cases):
        started = time.monotonic()
        hall = made_hall(number)
        outcome, told, gain = _solved(hall, seconds, crew)
        outcomes[outcome] += 1
        times.append(time.monotonic() - started)
        gains += [gain] if gain is not None else []
        if outcome in {"not found", "wrong reason", "not refused"}:
            wrong.append({"plant": number, "items": len(hall.project["items"]), "outcome": outcome, "told": told})
        if (number + 1 - first) % 50 == 0:
            tell(f"{number + 1 - first} of {cases}: {dict(outcomes)}")
    right = outcomes["certified"] + outcomes["refused"]
    return {
        "cases": cases,
        "seconds_each": seconds,
        **{name: outcomes[name] for name in ("certified", "refused", "not found", "wrong reason", "not refused")},
        "right_percent": round(100 * right / cases, 2),
        "cheaper_than_made_percent": round(100 * median(gains), 1) if gains else None,
        "median_seconds": round(median(times), 2),
        "seconds": round(time.monotonic() - began, 1),
        "wrong": wrong,
    }


def _solved(hall: Hall, seconds: float, crew: Crew) -> tuple[str, str, float | None]:
    """Return the outcome, what was told, and by what share the layout is cheaper than the one it was made from."""
    options = {"seconds": seconds, "seed": hall.number, "alternatives": 1}
    project = project_of(hall.project | {"options": options})
    try:
        solution = solve(project, crew=crew)
    except LayoutImpossible as error:
        if hall.conflict:
            return ("refused" if hall.conflict <= {*error.conflict} else "wrong reason"), str(error), None
        return "not found", str(error), None
    if hall.conflict:
        return "not refused", "", None
    again = check(project, solution.best.layout)
    if not again.ok:
        return "not found", again.as_text(), None
    made = project.model_copy(update={"current": layout_of(hall.layout)})
    before = cost_of(made, made.current)
    return "certified", "", (before - solution.best.cost) / before if before else 0.0


def of_plants(told: Json) -> str:
    """Return the result as lines to print."""
    lines = [f"{told['cases']} plants, {told['seconds_each']} s each: {told['right_percent']} % right"]
    lines += [
        f"  {name}: {told[name]}" for name in ("certified", "refused", "not found", "wrong reason", "not refused")
    ]
    lines.append(f"  median {told['cheaper_than_made_percent']} % cheaper than the layout it was made from")
    lines += [
        f"  plant {one['plant']} ({one['items']} items): {one['outcome']}: {one['told'][:200]}" for one in told["wrong"]
    ]
    return "\n".join(lines)
