"""Late pooling: one forward pass gives the vector of a passage and of each of its sentences."""

from __future__ import annotations

import numpy as np

from plant_knowledge_ingest.embedding.protocol import Encoded, Matrix, Vector
from plant_knowledge_ingest.embedding.windows import Window


class Pool:
    """Sums the hidden states of a passage as its windows come in."""

    def __init__(self, sentences: int, size: int) -> None:
        self._whole = np.zeros(size, np.float32)
        self._sentences = np.zeros((sentences, size), np.float32)

    def add(self, window: Window, states: Matrix) -> None:
        """Add the hidden states (tokens, size) of one window."""
        self._whole += states.sum(axis=0)
        for sentence, start, end in window.spans:
            self._sentences[sentence] += states[start:end].sum(axis=0)

    def encoded(self) -> Encoded:
        """Return unit vectors; a sentence without a token shares the vector of its passage."""
        whole = _unit(self._whole)
        empty = ~self._sentences.any(axis=1)
        self._sentences[empty] = whole
        return Encoded(whole, _unit(self._sentences))


def _unit(vectors: Matrix) -> Vector | Matrix:
    """Scale to length one; the mean and the sum point the same way, so sums need no division first."""
    unit: Matrix = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return unit
