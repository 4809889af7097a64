"""Plain ways to rank causes, to compare with; what they choose is chosen on the past, in the order of time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from plant_tools.rca.calibration import blocks
from plant_tools.rca.case import Symptoms
from plant_tools.rca.encoding import Encoder, label
from plant_tools.rca.logistic import Logistic, softmax
from plant_tools.rca.loglift import LogLifts
from plant_tools.rca.texts import TextMap, words

Matrix = NDArray[np.float32]
Ints = NDArray[np.int64]
Predict: TypeAlias = Callable[[Sequence[Symptoms]], Matrix]

_TEMPERS = (0.2, 0.4, 0.6, 0.8, 1.0)
_STEPS, _STRENGTH = 5, 1.0
_CUTS = ((words, 2),)


def majority(_: Sequence[Symptoms], y: Ints, causes: int) -> Predict:
    """Return what says for every case how frequent each cause is."""
    share = np.bincount(y, minlength=causes) / len(y)
    return lambda new: np.tile(share, (len(new), 1)).astype(np.float32)


def given_item(past: Sequence[Symptoms], y: Ints, causes: int, name: str) -> Predict:
    """Return what says how frequent each cause is among the cases with the same value of one symptom."""
    usual = np.bincount(y, minlength=causes) / len(y)
    counts: dict[str, NDArray[np.float64]] = defaultdict(lambda: np.zeros(causes))
    for one, cause in zip(past, y, strict=True):
        counts[label(one.seen.get(name))][cause] += 1

    def share(one: Symptoms) -> NDArray[np.float64]:
        found = counts.get(label(one.seen.get(name)), np.zeros(causes)) + usual
        return np.asarray(found / found.sum())

    return lambda new: np.stack([share(one) for one in new]).astype(np.float32)


def log_lift(past: Sequence[Symptoms], y: Ints, causes: int, tempered: float) -> Predict:
    """Return the prior and the tempered sum of log-lifts."""
    lifts = LogLifts(past, y, causes)
    return lambda new: softmax(np.stack([lifts.scores(one, tempered) for one in new]).astype(np.float32))


def logistic(past: Sequence[Symptoms], y: Ints, causes: int) -> Predict:
    """Return logistic regression over the symptoms and, where there are texts, their words and pairs of words.

    As it is usually published: tf-idf with 1 + ln of the counts, each text of length 1, a ridge of strength 1.
    """
    encoder, texts = Encoder(past, _STEPS), [one.text or "" for one in past]
    told = TextMap(texts, _CUTS) if any(texts) else None

    def columns(symptoms: Sequence[Symptoms]) -> Matrix:
        made = encoder.encode(symptoms)
        said = [told.coordinates([one.text or "" for one in symptoms])] if told else []
        return np.hstack([made, *said]).astype(np.float32)

    model = Logistic(columns(past), y, causes, _STRENGTH)
    return lambda new: model.probabilities(columns(new))


def best_item(past: Sequence[Symptoms], y: Ints, causes: int, at: Sequence[float]) -> str:
    """Return the one symptom that alone hits most, later cases foretold from earlier ones."""
    values: Counter[str] = Counter({name: 0 for one in past for name in one.seen})
    for name in values:
        values[name] = _hits(partial(given_item, causes=causes, name=name), past, y, at)
    return max(sorted(values), key=values.__getitem__)


def best_temper(past: Sequence[Symptoms], y: Ints, causes: int, at: Sequence[float]) -> float:
    """Return the tempering that hits most, later cases foretold from earlier ones."""
    return max(_TEMPERS, key=lambda t: _hits(partial(log_lift, causes=causes, tempered=t), past, y, at))


def _hits(
    fit: Callable[[Sequence[Symptoms], Ints], Predict], past: Sequence[Symptoms], y: Ints, at: Sequence[float]
) -> int:
    hits = 0
    for before, later in blocks(at):
        predict = fit([past[i] for i in before], y[before])
        hits += int((predict([past[i] for i in later]).argmax(1) == y[later]).sum())
    return hits
