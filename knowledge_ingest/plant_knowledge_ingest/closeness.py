"""How close a passage is in meaning to a question: as a whole, by its best sentence, by its best two in a row.

A whole passage says what it is about, one sentence of it what it answers; each alone finds less than they do together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plant_knowledge_ingest.embedding.protocol import Encoded, Matrix, Vector

# Passages that are all unlike the question may be unlike it to nearly the same degree.
_LEAST_SPREAD = 0.01
# Not with "@": its threads would wait for one another longer than one alone takes, and twice as long where others work.
_PRODUCT = "ij,j->i"


@dataclass(frozen=True, slots=True)
class Scale:
    """Mean and standard deviation of cosines, and of closeness, among the passages of one language."""

    cosine: tuple[float, float]
    closeness: tuple[float, float]

    def of_cosine(self, value: float) -> float:
        """Return a cosine in standard deviations above the mean."""
        return (value - self.cosine[0]) / self.cosine[1]

    def of_closeness(self, value: float) -> float:
        """Return a closeness in standard deviations above the mean."""
        return (value - self.closeness[0]) / self.closeness[1]


class Sentences:
    """The sentences of several passages, compared at once."""

    def __init__(self, sentences: Sequence[Matrix]) -> None:
        """``sentences`` are the unit vectors of each passage (at least one of each, of at least one)."""
        lengths = [len(rows) for rows in sentences]
        self._rows = np.concatenate(sentences)
        self._first = np.cumsum([0, *lengths[:-1]])
        self._last = self._first + lengths - 1
        # The last of a passage has no other after it; one that is alone stands for itself.
        sums = np.linalg.norm(self._rows[:-1] + self._rows[1:], axis=1)
        self._norms = np.maximum(np.append(sums, 1.0), _LEAST_SPREAD).astype(np.float32)
        self._alone = self._last[self._first == self._last]

    def cosines(self, vector: Vector) -> Vector:
        """Return that of each sentence, passage after passage."""
        cosines: Vector = np.einsum(_PRODUCT, self._rows, vector)
        return cosines

    def apart(self, cosines: Vector) -> list[Vector]:
        """Return the ``cosines`` of each passage."""
        return np.split(cosines, self._first[1:])

    def closeness(self, whole: Vector, cosines: Vector) -> Vector:
        """Return of each passage the sum of three cosines: ``whole``, its best sentence's, its best two's in a row.

        Of unlike passages it is near 0.
        """
        pairs = np.zeros_like(cosines)
        np.add(cosines[:-1], cosines[1:], out=pairs[:-1])
        pairs /= self._norms
        pairs[self._last] = -np.inf
        pairs[self._alone] = cosines[self._alone]
        best: Vector = whole + np.maximum.reduceat(cosines, self._first) + np.maximum.reduceat(pairs, self._first)
        return best


class Sample:
    """Some passages of one language, which tell how close its passages are to a question anyway."""

    def __init__(self, encoded: Sequence[Encoded]) -> None:
        """Keep the vectors of ``encoded`` (at least one)."""
        self._whole = np.stack([one.passage for one in encoded])
        self._sentences = Sentences([one.sentences for one in encoded])

    def scale(self, vector: Vector) -> Scale:
        """Return how close the passages are to a question with this vector."""
        whole: Vector = np.einsum(_PRODUCT, self._whole, vector)
        return Scale(_spread(whole), _spread(self._sentences.closeness(whole, self._sentences.cosines(vector))))


def _spread(values: NDArray[np.float32]) -> tuple[float, float]:
    return float(values.mean()), max(float(values.std()), _LEAST_SPREAD)
