"""One space for all languages: what a vector says of its language is taken out of it.

The vectors of a multilingual model lie in a cloud per language; part of every similarity is that both texts are in
the same language. So the mean of its language is taken from each vector, questions and passages apart, and half of
the mean of all languages is put back: of that half, similarities within one language live. The means are measured
on parallel text by ``plant_evals.alignment`` and shipped beside this file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Self

import numpy as np

from plant_knowledge_ingest.embedding.protocol import Embedder, Encodable, Encoded, Matrix, Vector
from plant_knowledge_ingest.genuine import genuine
from plant_knowledge_ingest.language import base, detect

MEANS = Path(__file__).with_name("alignment.npz")
SHA256 = "a1bbaff474a4ae1c072ff62c8a458292b31ee2721a39d26674b4e35eef1dc508"
"""The hash of the means; whoever measures them anew writes it here."""

_REMEDY = "Install plant-copilot again."

_PUT_BACK = 0.5
_LATEST = 64  # questions whose vectors are kept: router and search ask for the same one


@dataclass(frozen=True)
class Alignment:
    """The mean vectors of questions and of passages by language without script, each of shape (size,)."""

    questions: Mapping[str, Vector]
    passages: Mapping[str, Vector]

    @classmethod
    def shipped(cls, file: Path = MEANS) -> Self:
        """Return the means of multilingual-e5-small. Raises ``WeightsInvalid`` where ``file`` is not what they were."""
        with np.load(genuine(file, SHA256, _REMEDY)) as means:
            return cls(*({k.split(" ")[1]: means[k] for k in means if k.startswith(kind)} for kind in ("q ", "p ")))

    @cached_property
    def fingerprint(self) -> str:
        """Changes with every mean."""
        means = [self.questions[k] for k in sorted(self.questions)] + [self.passages[k] for k in sorted(self.passages)]
        return hashlib.sha256(np.concatenate(means).astype("<f4").tobytes()).hexdigest()[:6]

    def question(self, vector: Vector, language: str) -> Vector:
        """Return the aligned unit vector of a question, shape (size,)."""
        return _aligned(vector, self.questions, language)

    def passage(self, encoded: Encoded, language: str) -> Encoded:
        """Return the aligned unit vectors of a passage and its sentences."""
        whole = _aligned(encoded.passage, self.passages, language)
        return Encoded(whole, _aligned(encoded.sentences, self.passages, language))


class AlignedEmbedder:
    """An embedder whose vectors are comparable between languages."""

    def __init__(self, embedder: Embedder, alignment: Alignment) -> None:
        self._embedder = embedder
        self._alignment = alignment
        self._latest = lru_cache(maxsize=_LATEST)(self._question)

    @property
    def fingerprint(self) -> str:
        """Name and hash of the weights, the recipe and the means."""
        return f"{self._embedder.fingerprint}-a{self._alignment.fingerprint}"

    @property
    def size(self) -> int:
        """The length of a vector."""
        return self._embedder.size

    def query(self, text: str) -> Vector:
        """Return the unit vector of a question, shape (size,), not to be written to. The latest are kept."""
        return self._latest(text)

    def _question(self, text: str) -> Vector:
        vector = self._alignment.question(self._embedder.query(text), base(detect(text)))
        vector.flags.writeable = False
        return vector

    def passages(self, passages: Sequence[Encodable], on_done: Callable[[int], None] | None = None) -> list[Encoded]:
        """Return the vectors of each passage, in order; ``on_done`` is told how many are ready so far."""
        encoded = self._embedder.passages(passages, on_done)
        return [self._alignment.passage(e, base(p.language)) for p, e in zip(passages, encoded, strict=True)]


def _aligned(vectors: Matrix, means: Mapping[str, Vector], language: str) -> Matrix:
    everywhere = np.mean(list(means.values()), axis=0)
    # In another language, what its vectors have in common is not known: only what all have is taken out.
    moved = vectors - means.get(language, everywhere) + _PUT_BACK * everywhere
    aligned: Matrix = (moved / np.linalg.norm(moved, axis=-1, keepdims=True)).astype(np.float32)
    return aligned
