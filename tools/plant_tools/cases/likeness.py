"""How much an order's text is like what is said now: by meaning, by shared concepts, by shared letters, by its place.

The weights and the bounds were fitted (logistic regression) on the half of ``plant_evals/cases/similar.jsonl`` that
is marked "seen", and rounded; `plant-copilot eval similar` counts both halves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

import numpy as np

from plant_knowledge_ingest.closeness import Sample, Scale, Sentences
from plant_knowledge_ingest.tokens import codes
from plant_tools.cases.places import NEARNESS, Place, bare
from plant_tools.cases.texts import CODE, piece_set

if TYPE_CHECKING:
    from plant_knowledge_ingest.embedding.protocol import Encoded, Vector
    from plant_knowledge_ingest.glossary import Glossary
    from plant_knowledge_ingest.likeness.protocol import TextIndex

_COSINE, _UNUSUAL, _CONCEPTS, _LETTERS, _NEAR, _OFFSET = 2.0, 1.0, 9.0, 2.5, 3.0, -8.0
ALIKE = -3.0
"""What is less like than this is not said to be like it at all."""
BEHIND = 3.0
"""What is so much less like than the best is left out."""

_OF_MACHINE = 0.3
"""Of a word that names a machine: what went wrong says more than what it went wrong on."""
_SAMPLE, _FEW = 256, 8
_THIRDS = 3.0  # closeness is the sum of three cosines


@dataclass(frozen=True, slots=True)
class Asked:
    """What is said now: as a vector, as the readings of its words with their weights, as pieces of words."""

    vector: Vector
    senses: tuple[tuple[frozenset[str], float], ...]
    pieces: frozenset[str]

    @property
    def concepts(self) -> frozenset[str]:
        """Every concept that its words may stand for."""
        return frozenset().union(*(sense for sense, _ in self.senses))


def asked(text: str, vector: Vector, glossary: Glossary, machines: frozenset[str], tags: frozenset[str]) -> Asked:
    """Read what is said; ``machines``: concepts in the names of assets, ``tags``: assets that are named in it."""
    known = {bare(tag) for tag in tags}
    written = [frozenset({CODE + code}) for code in sorted(codes(text)) if bare(code) not in known]
    senses = [*glossary.asked(text), *written]
    weighed = ((sense, _OF_MACHINE if sense & machines else 1.0) for sense in senses)
    return Asked(vector, tuple(weighed), piece_set(text))


class Usual:
    """What is usual in the index: how rare each concept is, and how close texts are to a question anyway."""

    def __init__(self, index: TextIndex) -> None:
        languages = index.languages()
        self._texts = sum(languages.values())
        self._counts = index.concept_counts()
        self.languages = tuple(languages)
        many = [language for language, count in languages.items() if count >= _FEW]
        self._samples = {language: Sample(index.sample(language, _SAMPLE)) for language in many}
        self._any = Sample(index.sample("", _SAMPLE)) if self._texts else None

    def scales(self, vector: Vector) -> Mapping[str, Scale]:
        """Return how close the texts of each language are to a question; "" for all of them."""
        samples = {**self._samples, **({"": self._any} if self._any else {})}
        return {language: sample.scale(vector) for language, sample in samples.items()}

    def rarity(self, concept: str) -> float:
        """Return the inverse document frequency of a concept."""
        count = self._counts.get(concept, 0)
        return log(1 + (self._texts - count + 0.5) / (count + 0.5))


@dataclass(frozen=True, slots=True)
class Judge:
    """Tells how much texts are like what was ``asked``."""

    asked: Asked
    usual: Usual
    scales: Mapping[str, Scale]

    def closeness(self, encoded: Sequence[Encoded]) -> list[float]:
        """Return how close texts are in meaning, as passages of manuals are compared: the sum of three cosines."""
        if not encoded:
            return []
        sentences = Sentences([one.sentences for one in encoded])
        whole = np.stack([one.passage for one in encoded]) @ self.asked.vector
        return [float(value) for value in sentences.closeness(whole, sentences.cosines(self.asked.vector))]

    def score(self, said: str, language: str, close: float, concepts: frozenset[str]) -> float:
        """Return how much a text is like it, wherever it was said; ``close`` is its closeness."""
        unusual = (self.scales.get(language) or self.scales[""]).of_closeness(close)
        shared = len(self.asked.pieces & piece_set(said)) / max(1, len(self.asked.pieces))
        meant = _COSINE * close / _THIRDS + _UNUSUAL * unusual
        return meant + _CONCEPTS * self._covered(concepts) + _LETTERS * shared + _OFFSET

    def _covered(self, concepts: frozenset[str]) -> float:
        """Return which share of what was asked stands in a text, rare things counting more, 0 to 1."""
        whole = found = 0.0
        for sense, weight in self.asked.senses:
            rarest = max(map(self.usual.rarity, sense))
            whole += weight * rarest
            found += weight * max((self.usual.rarity(concept) for concept in sense & concepts), default=0.0)
        return found / whole if whole else 0.0


def nearer(place: Place) -> float:
    """Return what it is worth that an order stands near the asset that is asked about."""
    return _NEAR * NEARNESS[place]
