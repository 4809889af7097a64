"""How long a ranking takes with many cases and causes; the cases are made."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from plant_evals.figures import percentile
from plant_tools.rca.case import PastCase, Symptoms
from plant_tools.rca.ranker import Ranker

Json = dict[str, Any]

BAR_MS = 100
_RANKINGS, _SYMPTOMS, _VALUES, _WORDS, _SEED = 200, 12, 8, 12, 0


def made_cases(cases: int, causes: int) -> list[PastCase]:
    """Return cases whose symptoms and words depend on their cause as often as not, the same every time."""
    draw = np.random.default_rng(_SEED)
    usual = draw.integers(0, _VALUES, (causes, _SYMPTOMS))
    y = np.minimum(draw.zipf(1.3, cases) - 1, causes - 1)
    y[:causes] = np.arange(causes)
    made = []
    for at in range(cases):
        noise = draw.integers(0, _VALUES, _SYMPTOMS)
        values = np.where(draw.random(_SYMPTOMS) < 0.5, usual[y[at]], noise)
        seen: dict[str, str | float | None] = {f"s{n}": f"v{value}" for n, value in enumerate(values)}
        seen["hours"] = float(draw.gamma(2.0, 1000.0))
        words = [f"w{int(word)}" for word in (y[at] * 3 + draw.integers(0, 4 * _WORDS, _WORDS)) % (4 * causes)]
        made.append(PastCase(str(at), Symptoms(seen, " ".join(words)), f"cause {y[at]}", float(at)))
    return made


def run_rca_speed(cases: int, causes: int, tell: Callable[[str], None]) -> Json:
    """Fit once, rank many: {cases, causes, fit_seconds, p50_ms, p95_ms, rankings, bar_ms}."""
    made = made_cases(cases + _RANKINGS, causes)
    began = time.perf_counter()
    ranker = Ranker(made[:cases], tell=tell)
    fitted, times = time.perf_counter() - began, []
    for case in made[cases:]:
        began = time.perf_counter()
        ranker.rank(case.symptoms)
        times.append(1000 * (time.perf_counter() - began))
    return {
        "cases": cases,
        "causes": len(ranker.causes),
        "fit_seconds": round(fitted, 1),
        "p50_ms": round(percentile(times, 50), 1),
        "p95_ms": round(percentile(times, 95), 1),
        "rankings": len(times),
        "bar_ms": BAR_MS,
    }
