"""SciPy's quadratic assignment from random starts, again and again until time is up, on several cores."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from plant_tools.layout.solvers.search import Budget

METHODS = ("faq", "2opt")
_THREADS = "OPENBLAS_NUM_THREADS"


def many_starts(
    flow: list[list[float]], distance: list[list[float]], method: str, budget: Budget, seed: int, processes: int
) -> tuple[float, int]:
    """Return the least cost of all starts, and how many there were; each process has the seconds of ``budget``."""
    with _one_thread_each(), ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        tasks = [pool.submit(_starts, flow, distance, method, budget, (seed, at)) for at in range(processes)]
        results = [task.result() for task in tasks]
    return min(cost for cost, _ in results), sum(starts for _, starts in results)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let processes that are started now multiply with one thread each: there is one for every core."""
    environment = os.environ  # noqa: TID251 - inherited by the processes, and read by their libraries alone
    before = environment.get(_THREADS)
    environment[_THREADS] = "1"
    try:
        yield
    finally:
        if before is None:
            del environment[_THREADS]
        else:
            environment[_THREADS] = before


def _starts(
    flow: list[list[float]], distance: list[list[float]], method: str, budget: Budget, seed: tuple[int, int]
) -> tuple[float, int]:
    """Start from random permutations (2opt) or random doubly stochastic matrices (faq)."""
    from scipy.optimize import quadratic_assignment

    a, b, random = np.array(flow), np.array(distance), np.random.default_rng(seed)
    best, starts, began = float("inf"), 0, budget.now()
    while starts == 0 or (budget.share(budget.now() - began, 0) < 1 and not budget.reached(best)):
        options: dict[str, Any] = {"rng": random}
        if method == "faq":
            options["P0"] = "randomized"
        found = quadratic_assignment(a, b, method=method, options=options)
        place = found.col_ind
        best = min(best, float((a * b[np.ix_(place, place)]).sum()))
        starts += 1
    return best, starts
