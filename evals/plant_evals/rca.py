"""Back-test of root-cause ranking: later cases ranked from earlier ones, by ours and by plain ways."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plant_evals.baselines import causes as plain
from plant_evals.figures import percentile
from plant_evals.rca_figures import figures
from plant_tools.rca.case import PastCase
from plant_tools.rca.features import Embed
from plant_tools.rca.ranker import Ranker

Json = dict[str, Any]

_TIMED = 100


def run_rca(
    past: Sequence[PastCase], tested: Sequence[PastCase], embed: Embed | None, tell: Callable[[str], None]
) -> Json:
    """Rank ``tested`` from ``past``: {n, hit@1, hit@1_95, ..., ece, hit@1_at, baselines: {name: {...}}, ...}."""
    began = time.perf_counter()
    ranker = Ranker(past, embed=embed, tell=tell)
    fitted = time.perf_counter() - began
    names = {spelling: at for at, name in enumerate(ranker.causes) for spelling in ranker.spelt[name].spellings}
    y = np.array([names.get(case.cause, -1) for case in tested])
    ours = figures(ranker.probabilities([case.symptoms for case in tested]), y)
    tell("plain ways")
    before = np.array([names[case.cause] for case in ranker.cases])
    baselines, choices = _plain_ways(ranker, before, tested, y)
    return {
        "n": len(tested),
        "past": len(ranker.cases),
        "causes": len(ranker.causes),
        "never_seen": int((y < 0).sum()),
        **ours,
        "baselines": baselines,
        "choices": choices | _learnt(ranker),
        "fit_seconds": round(fitted, 1),
        "rank_ms_p95": round(percentile(_timed(ranker, tested), 95), 1),
    }


def _plain_ways(
    ranker: Ranker, y: NDArray[np.int64], tested: Sequence[PastCase], right: NDArray[np.int64]
) -> tuple[Json, Json]:
    past, new = [case.symptoms for case in ranker.cases], [case.symptoms for case in tested]
    at, causes = [case.at for case in ranker.cases], len(ranker.causes)
    item = plain.best_item(past, y, causes, at)
    tempered = plain.best_temper(past, y, causes, at)
    ways = {
        "majority": plain.majority(past, y, causes),
        "frequency given item": plain.given_item(past, y, causes, item),
        "tempered log-lift": plain.log_lift(past, y, causes, tempered),
        "logistic": plain.logistic(past, y, causes),
    }
    return {name: figures(way(new), right) for name, way in ways.items()}, {"item": item, "tempered": tempered}


def _learnt(ranker: Ranker) -> Json:
    c = ranker.calibration
    return {"temperature": round(c.temperature, 3), "prior_share": c.share, "foretold": c.cases}


def _timed(ranker: Ranker, tested: Sequence[PastCase]) -> list[float]:
    """Return the milliseconds of single rankings with all their evidence."""
    times = []
    for case in tested[:_TIMED]:
        began = time.perf_counter()
        ranker.rank(case.symptoms)
        times.append(1000 * (time.perf_counter() - began))
    return times
