"""Plants on several floors, with lifts, loads, heights, mezzanines and stacking, whose best cost is known.

Each is made so that every pair with a flow stands as near as two things that do not overlap can: chains along their
shorter sides, pairs on two floors each beside the lift, a deck right above what it serves. Loads and heights force the
floors. So the sum of the least ways of the pairs is reached, and nothing can be below it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from plant_tools.layout.checking.checker import check
from plant_tools.layout.project import Layout
from plant_tools.layout.reading import layout_of, project_of
from plant_tools.layout.solve import cost_of, solve

Json = dict[str, Any]

INSTANCES = 14
_AISLE = 1000


def known(number: int) -> tuple[Json, list[Json]]:
    """Return instance ``number`` and its best layout: 1 to 3 floors of chains, with decks above some of the items."""
    chance = random.Random(1000 + number)  # noqa: S311 - a made-up plant, not a secret
    floors, items = 1 + number % 3, list[Json]()
    layout, flows, site = list[Json](), list[Json](), _site(chance, floors)
    for level in range(floors):
        for chain in range(chance.randint(1, 2)):
            made = _chain(chance, level, chain, site, items, layout)
            flows += [
                {"source": a, "target": b, "loads": chance.randint(2, 40), "cost": 0.1} for a, b in pairwise(made)
            ]
            if floors > 1 and chain == 0:
                site["first"].append(made[0])
    for below, above in pairwise(site.pop("first")):
        flows.append({"source": below, "target": above, "loads": chance.randint(2, 20), "cost": 0.1})
    if number % 2:
        _deck(chance, items, layout, flows)
    return {"name": f"known {number}", "site": site, "items": items, "flows": flows}, layout


def _site(chance: random.Random, floors: int) -> Json:
    """Return halls one over the other: the lowest is strong, each higher one weaker and higher than the one below."""
    deep, wide, elevation = 26000, 24000, 0
    site: Json = {"floors": [], "lifts": [], "aisle": {"width": _AISLE}, "first": []}
    for level in range(floors):
        high = 3000 + 1500 * level
        site["floors"].append(
            {"id": f"L{level}", "outline": [[0, 0], [wide, deep]], "clear_height": high, "load": 40.0 - 15 * level}
            | {"elevation": elevation}
        )
        elevation += high + 500
    if floors > 1:
        names = [floor["id"] for floor in site["floors"]]
        site["lifts"] = [
            {"id": "lift", "at": [6000, 2000], "size": [2000, 2000], "floors": names, "trip": chance.randint(2, 9)}
        ]
    return site


def _chain(
    chance: random.Random, level: int, chain: int, site: Json, items: list[Json], layout: list[Json]
) -> list[str]:
    """Put items in a line along y, their middles above one another; the first one beside the lift.

    Too high for the floors below, too heavy for those above: each can only stand on its own floor.
    """
    high, load = site["floors"][level]["clear_height"], site["floors"][level]["load"]
    middle, y, names = 6000 + 10000 * chain, 3000, list[str]()
    for place in range(chance.randint(3, 6)):
        name = f"{'ABC'[level]}{chain + 1}{place + 1}"
        depth = chance.randrange(1000, 2401, 100)
        width = depth + chance.randrange(200, 2001, 100)
        area = width * depth / 1e6
        weight = int(area * (load - 5) * 1000 / 9.81)
        items.append({"id": name, "size": [width, depth, high - chance.randrange(100, 1001, 100)], "weight": weight})
        layout.append({"item": name, "floor": f"L{level}", "x": middle - width // 2, "y": y})
        y += depth
        names.append(name)
    return names


def _deck(chance: random.Random, items: list[Json], layout: list[Json], flows: list[Json]) -> None:
    """Put a hopper on legs right above an item of the lowest floor: their middles are one point, the way is none."""
    below = next(item for item in items if item["id"] == "A11")
    below["stack"], below["size"][2] = {"carries": True}, 1400
    at = next(placed for placed in layout if placed["item"] == "A11")
    width, depth = below["size"][0], below["size"][1]
    items.append(
        {"id": "HOPPER", "size": [width, depth, 1200], "weight": 100, "stack": {"above": 1500}, "floors": ["L0"]}
    )
    layout.append({"item": "HOPPER", "floor": "L0", "x": at["x"], "y": at["y"], "z": 1500})
    flows.append({"source": "HOPPER", "target": "A11", "loads": chance.randint(5, 30), "cost": 0.1})


def run_known(
    seconds: float,
    tell: Callable[[str], None],
    *,
    seed: int = 0,
    iterations: int = 0,
    instances: int = INSTANCES,
) -> Json:
    """Solve each instance for ``seconds``, or ``iterations`` of two searches; gaps to the best costs, and layouts."""
    rows: list[Json] = []
    options = {"seconds": seconds, "seed": seed, "iterations": iterations, "alternatives": 1}
    for number in range(instances):
        told, best = known(number)
        project = project_of(told | {"options": options})
        optimum = _optimum(project_of(told), layout_of(best))
        solution = solve(project)
        gap = 100 * (solution.best.cost - optimum) / optimum
        proved = solution.bound is not None and optimum - solution.bound < 1e-6
        rows.append(
            {
                "instance": told["name"],
                "floors": len(project.site.floors),
                "items": len(project.items),
                "optimum": round(optimum, 4),
                "optimum_proved": proved,
                "cost": round(solution.best.cost, 4),
                "gap_percent": round(gap, 3),
                "seconds": solution.seconds,
                "layout": [placed.model_dump(mode="json", exclude_none=True) for placed in solution.best.layout],
            }
        )
        tell(f"{told['name']}: {gap:.3f} %")
    gaps = [row["gap_percent"] for row in rows]
    return {
        "seconds_each": seconds,
        "iterations": iterations,
        "mean_gap": round(sum(gaps) / len(gaps), 3),
        "max_gap": max(gaps),
        "instances": rows,
    }


def _optimum(project: Any, best: Layout) -> float:
    """Return the cost of the layout that an instance was made from; it must be right."""
    certificate = check(project, best)
    if not certificate.ok:
        raise ValueError(f"{project.name}: {certificate.as_text()}")
    return cost_of(project, best)


def of_known(told: Json) -> str:
    """Return the result as lines to print."""
    each = f"{told['iterations']:,} iterations" if told["iterations"] else f"{told['seconds_each']} s"
    lines = [f"{len(told['instances'])} instances, {each} each: mean gap {told['mean_gap']} %"]
    lines += [
        f"  {row['instance']}: {row['floors']} floors, {row['items']} items, best {row['optimum']}, "
        f"found {row['cost']} (+{row['gap_percent']} %)"
        for row in told["instances"]
    ]
    return "\n".join([*lines, f"largest gap {told['max_gap']} %"])
