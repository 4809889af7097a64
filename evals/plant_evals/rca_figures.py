"""How good ranked probabilities are: hits, reciprocal rank with bootstrap intervals, calibration, coverage."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from plant_tools.rca.calibration import calibration_error

Json = dict[str, Any]

_RESAMPLES, _SEED, _DRAWN = 2_000, 0, 200
COVERAGES = (100, 75, 50, 25)


def figures(p: NDArray[np.float32], y: NDArray[np.int64]) -> Json:
    """Return the figures of probabilities ``p``, shape (cases, causes); ``y`` is -1 for a cause never seen before.

    Of equal probabilities the later cause comes last; intervals are 2.5 and 97.5 % of 2,000 resamples of the cases.
    ``ece_by_chance``: the calibration error that so few cases show where nothing is wrong.
    """
    order = np.argsort(-p, axis=1, kind="stable")
    found = order == y[:, None]
    rank = np.where(found.any(1), found.argmax(1) + 1, np.inf)
    sure, hit = p.max(1), rank == 1
    scores = {"hit@1": hit.astype(float), "hit@3": (rank <= 3).astype(float), "mrr": 1 / rank}
    drawn = np.random.default_rng(_SEED).integers(0, len(y), (_RESAMPLES, len(y)))
    made: Json = {}
    for name, score in scores.items():
        low, high = np.quantile(score[drawn].mean(1), (0.025, 0.975))
        made |= {name: round(float(score.mean()), 3), f"{name}_95": [round(float(low), 3), round(float(high), 3)]}
    surest = np.argsort(-sure, kind="stable")
    at = {str(share): float(hit[surest[: max(1, len(y) * share // 100)]].mean()) for share in COVERAGES}
    made |= {"ece": round(calibration_error(sure, hit), 3), "ece_by_chance": round(_by_chance(sure), 3)}
    return made | {"hit@1_at": {share: round(value, 3) for share, value in at.items()}}


def _by_chance(sure: NDArray[np.floating]) -> float:
    """Return the ECE that so many cases show on average where every probability is exactly right."""
    random = np.random.default_rng(_SEED)
    return float(np.mean([calibration_error(sure, random.random(len(sure)) < sure) for _ in range(_DRAWN)]))
