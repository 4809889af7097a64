"""The plain ranking that answers while the other one learns: prior and tempered log-lifts of symptoms and words.

score(c) = ln prior(c) + t x sum of log-lifts of symptoms + u x sum of log-lifts of words; t and u are those with the
least log-loss on the latest cases, foretold from those before them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from plant_knowledge_ingest.tokens import tokens
from plant_tools.rca.case import Symptoms
from plant_tools.rca.loglift import LogLifts

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

_TEMPERS = (0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0)
_OF_WORDS = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4)
_PULL = 5.0
_LATEST, _SHARE = 150, 5
_LONGEST = 1_000  # characters of a text whose words count


class Tempered:
    """Ranks over ``lifts`` and the words of past texts. Made in a second for thousands of cases."""

    def __init__(self, past: Sequence[Symptoms], y: Ints, lifts: LogLifts) -> None:
        self._lifts, self._words = lifts, _Words(past, y, lifts.causes)
        cut = len(past) - min(_LATEST, len(past) // _SHARE)
        before = LogLifts(past[:cut], y[:cut], lifts.causes)
        words = _Words(past[:cut], y[:cut], lifts.causes)
        signs = np.stack([_signs(before, one) for one in past[cut:]])
        told = np.stack([words.lifts(one.text) for one in past[cut:]])
        self.tempers = min(
            product(_TEMPERS, _OF_WORDS),
            key=lambda tu: _loss(_softmax(before.log_prior + tu[0] * signs + tu[1] * told), y[cut:]),
        )

    def probabilities(self, symptoms: Symptoms) -> Array:
        """Return the probability of each cause."""
        t, u = self.tempers
        told = t * _signs(self._lifts, symptoms) + u * self._words.lifts(symptoms.text)
        return np.asarray(_softmax((self._lifts.log_prior + told)[None])[0])


class _Words:
    """Which past texts have a word, and so how much it speaks for each cause."""

    def __init__(self, past: Sequence[Symptoms], y: Ints, causes: int) -> None:
        places: dict[str, list[int]] = defaultdict(list)
        for at, one in enumerate(past):
            for word in _words(one.text):
                places[word].append(at)
        self._y, self._sizes = y, np.bincount(y, minlength=causes)
        self._places = {word: np.array(found) for word, found in places.items() if len(found) > 1}

    def lifts(self, text: str | None) -> Array:
        made = np.zeros(len(self._sizes))
        for word in _words(text) & self._places.keys():
            counts = np.bincount(self._y[self._places[word]], minlength=len(made))
            share = counts.sum() / len(self._y)
            made += np.log((counts + _PULL * share) / (self._sizes + _PULL) / share)
        return made


def _signs(lifts: LogLifts, one: Symptoms) -> Array:
    return np.asarray(sum((said.lifts for said in lifts.speaks(one)), np.zeros(lifts.causes)))


def _words(text: str | None) -> set[str]:
    return {word for word in tokens((text or "")[:_LONGEST]) if len(word) > 1}


def _loss(p: Array, y: Ints) -> float:
    return -float(np.log(np.maximum(p[np.arange(len(y)), y], 1e-12)).mean())


def _softmax(scores: Array) -> Array:
    raised = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(raised / raised.sum(1, keepdims=True))
