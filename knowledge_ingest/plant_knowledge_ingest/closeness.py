"""How close a passage is in meaning to a question: as a whole, by its best sentence, by its best two in a row.

A whole passage says what it is about, one sentence of it what it answers; each alone finds less than they do together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from plant_knowledge_ingest.embedding.protocol import Encoded, Matrix, Vector

# Passages that are all unlike the question may be unlike it to nearly the same degree.
_LEAST_SPREAD = 0.01


def closeness(whole: float, sentences: Matrix, vector: Vector) -> float:
    """Return the sum of the three cosines with ``vector``; ``whole`` is the passage's own. Unlike passages: near 0."""
    return whole + float(np.max(sentences @ vector)) + float(np.max(_in_a_row(sentences) @ vector))


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


class Sample:
    """Some passages of one language, which tell how close its passages are to a question anyway."""

    def __init__(
        self, whole: Matrix, sentences: Matrix, pairs: Matrix, first: NDArray[np.intp], pair: NDArray[np.intp]
    ):
        self._whole, self._sentences, self._pairs = whole, sentences, pairs
        self._first_sentence, self._first_pair = first, pair

    @classmethod
    def of(cls, encoded: Sequence[Encoded]) -> Self:
        """Keep the vectors of ``encoded`` (at least one)."""
        pairs = [_in_a_row(one.sentences) for one in encoded]
        return cls(
            np.stack([one.passage for one in encoded]),
            np.concatenate([one.sentences for one in encoded]),
            np.concatenate(pairs),
            _starts([len(one.sentences) for one in encoded]),
            _starts([len(rows) for rows in pairs]),
        )

    def scale(self, vector: Vector) -> Scale:
        """Return how close the passages are to a question with this vector."""
        whole = self._whole @ vector
        best = np.maximum.reduceat(self._sentences @ vector, self._first_sentence)
        row = np.maximum.reduceat(self._pairs @ vector, self._first_pair)
        return Scale(_spread(whole), _spread(whole + best + row))


def _in_a_row(sentences: Matrix) -> Matrix:
    """Return the unit vectors of each two sentences in a row; of a single sentence itself."""
    if len(sentences) < 2:
        return sentences
    sums = sentences[:-1] + sentences[1:]
    rows: Matrix = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), _LEAST_SPREAD)
    return rows


def _starts(lengths: Sequence[int]) -> NDArray[np.intp]:
    return np.cumsum([0, *lengths[:-1]])


def _spread(values: NDArray[np.float32]) -> tuple[float, float]:
    return float(values.mean()), max(float(values.std()), _LEAST_SPREAD)
