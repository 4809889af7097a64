"""Back-test of root-cause ranking: later cases ranked from earlier ones, by ours and by plain ways."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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

OURS = "ours"
_TIMED = 100


@dataclass(frozen=True, slots=True)
class Ranked:
    """Later cases as each way ranks them: probabilities by name, "ours" first, and the right causes; -1: never seen."""

    ranker: Ranker
    p: Mapping[str, NDArray[np.float32]]
    y: NDArray[np.int64]
    choices: Json
    fit_seconds: float


def run_rca(
    past: Sequence[PastCase], tested: Sequence[PastCase], embed: Embed | None, tell: Callable[[str], None]
) -> Json:
    """Rank ``tested`` from ``past``: {n, hit@1, hit@1_95, ..., ece, hit@1_at, baselines: {name: {...}}, ...}."""
    made = ranked(past, tested, embed, tell)
    told = {name: figures(p, made.y) for name, p in made.p.items()}
    return {
        "n": len(tested),
        "past": len(made.ranker.cases),
        "causes": len(made.ranker.causes),
        "never_seen": int((made.y < 0).sum()),
        **told.pop(OURS),
        "baselines": told,
        "choices": made.choices | _learnt(made.ranker),
        "fit_seconds": round(made.fit_seconds, 1),
        "rank_ms_p95": round(percentile(_timed(made.ranker, tested), 95), 1),
    }


def ranked(
    past: Sequence[PastCase], tested: Sequence[PastCase], embed: Embed | None, tell: Callable[[str], None]
) -> Ranked:
    """Rank ``tested`` from ``past`` by ours and by the plain ways."""
    began = time.perf_counter()
    ranker = Ranker(past, embed=embed, tell=tell)
    fitted = time.perf_counter() - began
    names = {spelling: at for at, name in enumerate(ranker.causes) for spelling in ranker.spelt[name].spellings}
    y = np.array([names.get(case.cause, -1) for case in tested])
    new = [case.symptoms for case in tested]
    ours = {OURS: ranker.probabilities(new)}
    tell("plain ways")
    before = np.array([names[case.cause] for case in ranker.cases])
    ways, choices = _plain_ways(ranker, before)
    return Ranked(ranker, ours | {name: way(new) for name, way in ways.items()}, y, choices, fitted)


def _plain_ways(ranker: Ranker, y: NDArray[np.int64]) -> tuple[dict[str, plain.Predict], Json]:
    past, at = [case.symptoms for case in ranker.cases], [case.at for case in ranker.cases]
    causes = len(ranker.causes)
    item = plain.best_item(past, y, causes, at)
    tempered = plain.best_temper(past, y, causes, at)
    ways = {
        "majority": plain.majority(past, y, causes),
        "frequency given item": plain.given_item(past, y, causes, item),
        "tempered log-lift": plain.log_lift(past, y, causes, tempered),
        "logistic": plain.logistic(past, y, causes),
    }
    return ways, {"item": item, "tempered": tempered}


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
