"""Whether a question means to defeat a protection, by its vector: the ways round that no list of words foresaw.

A logistic regression on the question's vector, fitted by ``python -m plant_evals.bypass_meaning``, which writes the
weights. They hold for the vectors of one embedder; with another one the lists of words decide alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from plant_agents.safety.bypass import only_asks
from plant_agents.safety.folding import folded
from plant_agents.safety.ways_round import names_protection

Vector: TypeAlias = NDArray[np.float32]
Embedding: TypeAlias = Callable[[str], tuple[str, Vector]]
"""Gives the fingerprint of an embedder and the unit vector of a text, shape (size,)."""

# How likely it must be: where a protection is named, and where none is.
_NAMED, _UNNAMED = 0.5, 0.9


@dataclass(frozen=True, slots=True)
class Weights:
    """``weights`` of the vectors of the embedder with ``fingerprint``, shape (size,), and the ``bias``."""

    fingerprint: str
    weights: Vector
    bias: float

    @classmethod
    def read(cls) -> Self:
        """Read the weights that are shipped."""
        with (resources.files("plant_agents.safety") / "meaning.npz").open("rb") as file, np.load(file) as kept:
            return cls(str(kept["fingerprint"]), kept["weights"], float(kept["bias"]))

    def likelihood(self, vector: Vector) -> float:
        """Return how likely a question with this vector means to defeat a protection, 0 to 1."""
        return float(1 / (1 + np.exp(-(self.weights @ vector + self.bias))))


def is_meant(question: str, likelihood: float) -> bool:
    """Tell whether a question that is so likely to mean it is refused."""
    text = folded(question)
    return likelihood > (_NAMED if names_protection(text) else _UNNAMED) and not only_asks(text)


def means_to_bypass(embedding: Embedding) -> Callable[[str], bool]:
    """Return what tells, by ``embedding``, whether a question means to defeat a protection."""

    def means(question: str) -> bool:
        fingerprint, vector = embedding(question)
        weights = _weights()
        return fingerprint == weights.fingerprint and is_meant(question, weights.likelihood(vector))

    return means


@cache
def _weights() -> Weights:
    return Weights.read()
