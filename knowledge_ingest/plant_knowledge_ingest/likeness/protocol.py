"""What is needed of a store of short texts by meaning. The embedded engine lives beside it, in ``edge.py``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from plant_knowledge_ingest.embedding.protocol import Encoded, Vector


@dataclass(frozen=True, slots=True)
class IndexedText:
    """A text ready to be stored: its id (a UUID as text), language without script, vectors, words and concepts."""

    id: str
    language: str
    encoded: Encoded
    words: tuple[str, ...]
    concepts: frozenset[str]


class TextIndex(Protocol):
    """Texts with vectors, words and concepts; what they say is kept elsewhere. Safe to use from several threads."""

    def missing(self, ids: Sequence[str]) -> set[str]:
        """Return those of ``ids`` that are not stored."""

    def add(self, texts: Sequence[IndexedText]) -> None:
        """Store texts; they are found at once."""

    def nearest(self, vector: Vector, limit: int, *, language: str = "", among: Sequence[str] = ()) -> list[str]:
        """Return the ids of the texts closest in meaning, of one language or among some, where that is asked."""

    def sharing(self, words: frozenset[str], concepts: frozenset[str], limit: int) -> list[str]:
        """Return the ids of the texts that share the rarest words, then of those that share the rarest concepts."""

    def encoded(self, ids: Sequence[str]) -> Mapping[str, Encoded]:
        """Return the vectors of those of ``ids`` that are stored."""

    def languages(self) -> Mapping[str, int]:
        """Return how many texts there are of each language."""

    def concept_counts(self) -> Mapping[str, int]:
        """Return in how many texts each concept stands."""

    def sample(self, language: str, limit: int) -> list[Encoded]:
        """Return the vectors of up to ``limit`` texts of ``language``, "" for any."""

    def delete(self, ids: Sequence[str]) -> None:
        """Remove texts; those that are not there already are no error."""

    def flush(self) -> None:
        """Make everything acknowledged so far survive a power cut."""

    def close(self) -> None:
        """Release the store; further calls are errors."""
