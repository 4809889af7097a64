"""What is learnt from past cases once: columns, models, and how sure they may be. The rest of a ranking is counting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plant_tools.rca.blend import Blend
from plant_tools.rca.calibration import Calibration, blocks, fitted
from plant_tools.rca.case import Symptoms
from plant_tools.rca.features import Embed, Features

Array = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(slots=True)
class Learnt:
    """Fitted on past cases in the order of time."""

    features: Features
    blend: Blend
    calibration: Calibration


def learn(  # noqa: PLR0913 - what is learnt from
    past: Sequence[Symptoms],
    at: Sequence[float],
    y: Ints,
    causes: int,
    embed: Embed | None,
    *,
    seed: int = 0,
    tell: Callable[[str], None] | None = None,
) -> Learnt:
    """Fit to ``past`` with causes ``y``; ``at`` orders them in time, ``tell`` is told of progress."""
    features = Features(past, embed)
    foreseen, known, usual = [], [], []
    for before, later in blocks(at):
        earlier = Blend(features.past.of(before), y[before], causes, seed=seed, tell=tell)
        foreseen.append(earlier.probabilities(features.past.of(later)))
        known.append(y[later])
        usual += [usually(np.bincount(y[before], minlength=causes))] * len(later)
    calibration = Calibration()
    if foreseen:
        calibration = fitted(np.vstack(foreseen), np.concatenate(known), np.stack(usual))
    blend = Blend(features.past, y, causes, seed=seed, tell=tell)
    features.let_go()
    return Learnt(features, blend, calibration)


def usually(counts: Ints) -> Array:
    """Return how frequent causes are; one that was never seen counts half a case."""
    seen = counts.astype(np.float64) + 0.5
    return np.asarray(seen / max(1.0, float(seen.sum())), np.float64)
