"""Whether a question means to defeat a protection, by its vector and the signs in its words.

A logistic regression, fitted by ``python -m plant_evals.bypass_meaning``, which writes the weights: for the ways round
that no list of words foresaw. They hold for the vectors of one embedder; with another one the lists decide alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from plant_agents.safety.bypass import only_asks
from plant_agents.safety.folding import folded
from plant_agents.safety.wishes import Signs, signs
from plant_knowledge_ingest.chinese import simplified
from plant_knowledge_ingest.genuine import genuine

WEIGHTS = Path(__file__).with_name("meaning.npz")
SHA256 = "9b5f2329cd8d3ab0e2f50d6bef41801b6d2f3366306e84f1514c27bb7d956f6b"
"""The hash of the weights; whoever fits them anew writes it here."""

Vector: TypeAlias = NDArray[np.float32]
Embedding: TypeAlias = Callable[[str], tuple[str, Vector]]
"""Gives the fingerprint of an embedder and the unit vector of a text, shape (size,)."""


class Meant(Enum):
    """Whether a question means to defeat a protection. What does PERHAPS is answered in quotes alone."""

    NO = "no"
    PERHAPS = "perhaps"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Weights:
    """What each number weighs: of the vectors of the embedder with ``fingerprint``, shape (size,), and of the signs.

    From the score ``perhaps`` on a question may mean it, from ``surely`` on it does.
    """

    fingerprint: str
    vector: Vector
    signs: Signs
    bias: float
    perhaps: float
    surely: float

    @classmethod
    def read(cls, file: Path = WEIGHTS) -> Self:
        """Read the weights that are shipped. Raises ``WeightsInvalid`` where ``file`` is not what they were."""
        with np.load(genuine(file, SHA256, "Install plant-copilot again.")) as kept:
            numbers = (float(kept[name]) for name in ("bias", "perhaps", "surely"))
            return cls(str(kept["fingerprint"]), kept["vector"], kept["signs"], *numbers)

    def score(self, vector: Vector, found: Signs) -> float:
        """Return how likely a question means to defeat a protection: the logarithm of the odds."""
        return float(self.vector @ vector + self.signs @ found + self.bias)

    def meant(self, question: str, vector: Vector) -> Meant:
        """Judge a question by the vector of its ``wording``."""
        score = self.score(vector, signs(question))
        if score < self.perhaps or only_asks(folded(question)):
            return Meant.NO
        return Meant.YES if score >= self.surely else Meant.PERHAPS


def wording(question: str) -> str:
    """Return ``question`` as it is embedded here: both kinds of Chinese characters are taught as one."""
    return simplified(question)


def means_to_bypass(embedding: Embedding) -> Callable[[str], Meant]:
    """Return what tells, by ``embedding``, whether a question means to defeat a protection."""

    def means(question: str) -> Meant:
        fingerprint, vector = embedding(wording(question))
        weights = _weights()
        return weights.meant(question, vector) if fingerprint == weights.fingerprint else Meant.NO

    return means


@cache
def _weights() -> Weights:
    return Weights.read()
