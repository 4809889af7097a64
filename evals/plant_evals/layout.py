"""How near the layout search comes to the best known costs, on published problems or anybody's.

Every layout found is judged again by arithmetic that shares nothing with the search, and is part of the result.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING, Any

from plant_evals.layout_instances import layout_like, read_instances
from plant_evals.layout_judge import judge
from plant_evals.layout_made import made
from plant_evals.layout_problem import BadInstance, Instance

if TYPE_CHECKING:
    from plant_tools.layout.solvers.crew import Crew
    from plant_tools.layout.solvers.search import Budget, Clock, Found

Json = dict[str, Any]
Told = Callable[[str], None]

# Sums of fractions are equal where they are as near as that.
_HIT = 1e-6


def run_layout(  # noqa: PLR0913 - what may be said of a measurement
    paths: Sequence[Path],
    *,
    seconds: float = 30.0,
    clock: Clock = "wall",
    iterations: int | None = None,
    seeds: Sequence[int] = (0,),
    only: Sequence[str] = (),
    made_up: bool = False,
    peer: bool = False,
    told: Told = lambda _: None,
) -> Json:
    """Return {seconds, clock, cores, load, families: {...}, instances: [...]}: every instance once a seed.

    A search ends when the best known cost is reached. By the clock "cpu" the seconds are those that each worker
    computes itself. ``peer`` lets SciPy's quadratic assignment search for slots on as many cores and for as long,
    by the same clock, or until it reaches the best known cost. ``made_up`` adds the problems of ``layout_made``.
    """
    from plant_tools.layout.solvers.compiling import COMPILES
    from plant_tools.layout.solvers.crew import Crew
    from plant_tools.layout.solvers.search import Budget

    instances = [one for one in _all(paths, made_up=made_up) if not only or one.name in only]
    if not instances:
        raise BadInstance("none of the instances named is there")
    crew, results = Crew(say=told), list[Json]()
    for instance in instances:
        for seed in seeds:
            budget = Budget(None if iterations else seconds, iterations, _target(instance), clock)
            result = _one(instance, crew, budget, seed)
            if peer and instance.family == "slots":
                result["peer"] = _peer(instance, replace(budget, seconds=seconds), seed, crew.processes)
            results.append(result)
            told(_line(result))
    return {
        "seconds": seconds,
        "clock": clock,
        "iterations": iterations,
        "seeds": list(seeds),
        "cores": crew.processes,
        "compiled": COMPILES,
        "load": [round(value, 1) for value in os.getloadavg()],
        "families": _families(results),
        "instances": results,
    }


def judge_again(paths: Sequence[Path], document: Json, *, made_up: bool = False) -> Json:
    """Return {instances: [{instance, seed, cost, stored, faults, same}], wrong} of a stored result."""
    known = {one.name: one for one in _all(paths, made_up=made_up)}
    judged = []
    for result in document["instances"]:
        if result["instance"] in known and result["layout"]:
            found = judge(known[result["instance"]], result["layout"])
            near = found["cost"] is not None and abs(found["cost"] - result["cost"]) <= _HIT * abs(result["cost"])
            row = {key: result[key] for key in ("instance", "seed")}
            judged.append({**row, **found, "stored": result["cost"], "same": near and not found["faults"]})
    return {"instances": judged, "wrong": sum(not row["same"] for row in judged)}


def _all(paths: Sequence[Path], *, made_up: bool) -> list[Instance]:
    return [*(one for path in paths for one in read_instances(path)), *(made() if made_up else ())]


def _target(instance: Instance) -> float | None:
    """Return the best known cost, and half a unit of its last decimal place, for it was rounded, as sums are."""
    if instance.best is None:
        return None
    places = Decimal(repr(float(instance.best))).normalize().as_tuple().exponent
    rounded = 10.0**places / 2 if isinstance(places, int) and places < 0 else 0.0
    return instance.best + max(rounded, 1e-9 * abs(instance.best))


def _one(instance: Instance, crew: Crew, budget: Budget, seed: int) -> Json:
    """Solve one instance and return what came out, judged."""
    cpu = time.process_time()
    try:
        found = _solved(instance, budget, crew, seed)
    except ValueError as error:
        raise BadInstance(f"{instance.name}: {error}") from error
    layout = found.plan.tolist() if found.cost < float("inf") else []
    judged: Json = judge(instance, layout) if layout else {"cost": None, "faults": ["nothing was found"]}
    best: float | None = instance.best
    cost: float | None = judged["cost"]
    gap = None if best is None or cost is None else 100 * (cost - best) / abs(best)
    return {
        "instance": instance.name,
        "family": instance.family,
        "layout_like": instance.family == "slots" and layout_like(instance.name),
        "size": instance.size,
        "seed": seed,
        "cost": cost,
        "best_known": best,
        "gap_percent": None if gap is None else round(gap, 5),
        "hit": best is not None and cost is not None and cost <= (_target(instance) or best) * (1 + _HIT),
        "seconds_to_best": round(found.seconds_to_best, 2),
        "seconds": round(found.seconds, 2),
        "cpu_seconds_here": round(time.process_time() - cpu, 2),
        "iterations": found.iterations,
        "faults": judged["faults"],
        "layout": layout,
    }


def _solved(instance: Instance, budget: Budget, crew: Crew, seed: int) -> Found[Any]:
    from plant_tools.layout.solvers import blocks, row, slots

    numbers = instance.numbers
    if instance.family == "slots":
        return slots.solve_slots(slots.problem(numbers["flow"], numbers["distance"]), budget, seed, crew=crew)
    if instance.family == "rows":
        return row.solve_row(row.problem(numbers["lengths"], numbers["flow"]), budget, seed, crew=crew)
    hall = blocks.Hall(numbers["width"], numbers["height"], straight=numbers["straight"])
    problem = blocks.problem(
        numbers["areas"], numbers["flow"], hall, aspect_most=numbers["aspect"], side_least=numbers["side"]
    )
    return blocks.solve_blocks(problem, budget, seed, crew=crew)


def _peer(instance: Instance, budget: Budget, seed: int, processes: int) -> Json:
    """Return {method: {cost, gap_percent, starts}} of SciPy's two methods, each from random starts."""
    from plant_evals.baselines.slots_scipy import METHODS, many_starts

    rows: Json = {}
    for method in METHODS:
        numbers = instance.numbers
        cost, starts = many_starts(numbers["flow"], numbers["distance"], method, budget, seed, processes)
        gap = None if instance.best is None else round(100 * (cost - instance.best) / abs(instance.best), 5)
        rows[method] = {"cost": cost, "gap_percent": gap, "starts": starts}
    return rows


def _families(results: Sequence[Json]) -> Json:
    """Return the figures of each family: the mean and the largest of the medians over seeds, and how many were hit."""
    groups: dict[str, list[Json]] = {}
    for result in results:
        if result["gap_percent"] is not None:
            groups.setdefault(result["family"], []).append(result)
            if result["family"] == "slots":
                like = "slots, layout-like" if result["layout_like"] else "slots, others"
                groups.setdefault(like, []).append(result)
    return {name: _figures(rows) for name, rows in groups.items()}


def _figures(rows: Sequence[Json]) -> Json:
    names = sorted({row["instance"] for row in rows})
    runs = Counter(row["instance"] for row in rows)
    medians = [median(row["gap_percent"] for row in rows if row["instance"] == name) for name in names]
    found: Json = {
        "instances": len(names),
        "runs": len(rows),
        "mean_gap_percent": round(mean(medians), 5),
        "max_gap_percent": round(max(medians), 5),
        "hits": sum(2 * sum(row["hit"] for row in rows if row["instance"] == name) > runs[name] for name in names),
        "faults": sum(bool(row["faults"]) for row in rows),
    }
    compared = [row for row in rows if "peer" in row]
    if compared:
        peers = [(row["cost"], min(one["cost"] for one in row["peer"].values()), row["best_known"]) for row in compared]
        found["worse_than_peer"] = sum(ours > theirs * (1 + _HIT) for ours, theirs, _ in peers)
        found["peer_misses"] = sum(theirs > best * (1 + _HIT) for _, theirs, best in peers)
        found["better_where_peer_misses"] = sum(
            theirs > best * (1 + _HIT) and ours < theirs * (1 - _HIT) for ours, theirs, best in peers
        )
    return found


def _line(result: Json) -> str:
    gap = "no best known" if result["gap_percent"] is None else f"{result['gap_percent']:.4f} %"
    return f"{result['instance']} seed {result['seed']}: {result['cost']}, {gap}, {result['seconds_to_best']:g} s"
