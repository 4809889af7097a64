"""What an embedding model must offer. The simplest implementation lives beside it, in ``e5.py``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vector: TypeAlias = NDArray[np.float32]
Matrix: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Encodable:
    """A passage as the model sees it: its sentences, under a ``context`` (headings) that colours them.

    ``language`` is that of the sentences, "" when nobody knows.
    """

    context: str
    sentences: tuple[str, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Encoded:
    """Unit vectors: one for the passage, shape (size,), and one per sentence, shape (sentences, size)."""

    passage: Vector
    sentences: Matrix


class Embedder(Protocol):
    """Turns questions and passages into unit vectors of one space."""

    @property
    def fingerprint(self) -> str:
        """Name and hash of the weights and of the recipe; vectors of two fingerprints never mix."""

    @property
    def size(self) -> int:
        """The length of a vector."""

    def query(self, text: str) -> Vector:
        """Return the unit vector of a question, shape (size,)."""

    def passages(self, passages: Sequence[Encodable], on_done: Callable[[int], None] | None = None) -> list[Encoded]:
        """Return the vectors of each passage, in order; ``on_done`` is told how many are ready so far."""
