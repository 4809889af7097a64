"""SciPy's quadratic assignment from random starts, again and again until time is up, on several cores."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np

METHODS = ("faq", "2opt")


def many_starts(
    flow: list[list[float]], distance: list[list[float]], method: str, seconds: float, seed: int, processes: int
) -> tuple[float, int]:
    """Return the least cost of all starts, and how many there were; each process starts for ``seconds``."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        tasks = [pool.submit(_starts, flow, distance, method, seconds, (seed, at)) for at in range(processes)]
        results = [task.result() for task in tasks]
    return min(cost for cost, _ in results), sum(starts for _, starts in results)


def _starts(
    flow: list[list[float]], distance: list[list[float]], method: str, seconds: float, seed: tuple[int, int]
) -> tuple[float, int]:
    """Start from random permutations (2opt) or random doubly stochastic matrices (faq)."""
    from scipy.optimize import quadratic_assignment

    a, b, random = np.array(flow), np.array(distance), np.random.default_rng(seed)
    best, starts, began = float("inf"), 0, time.monotonic()
    while starts == 0 or time.monotonic() - began < seconds:
        options: dict[str, Any] = {"rng": random}
        if method == "faq":
            options["P0"] = "randomized"
        found = quadratic_assignment(a, b, method=method, options=options)
        place = found.col_ind
        best = min(best, float((a * b[np.ix_(place, place)]).sum()))
        starts += 1
    return best, starts
