"""What the library needs of a vector index. The embedded engine lives beside it, in ``edge.py``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from plant_knowledge_ingest.embedding.protocol import Encoded, Matrix, Vector
from plant_knowledge_ingest.notions import Notions
from plant_knowledge_ingest.passage import Document, Passage
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.traits import Traits


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage ready to be stored: with its document, its vectors, its tokens, codes and notions, and its traits."""

    document: Document
    passage: Passage
    encoded: Encoded
    tokens: tuple[str, ...]
    codes: frozenset[str]
    notions: Notions
    traits: Traits


@dataclass(frozen=True, slots=True)
class Scope:
    """What a search may return: what ``principal`` may see, of current revisions, perhaps of one asset.

    ``language`` is the language without script ("zh"); ``kind`` one kind of passage ("alarms"); ``codes`` keeps
    passages holding any of them. ``issues``, at least one where given, are searched in place of the current revisions.
    """

    principal: Principal
    asset: str | None = None
    language: str | None = None
    codes: frozenset[str] = frozenset()
    issues: frozenset[str] | None = None
    kind: str | None = None


class Scored(NamedTuple):
    """The id of a stored passage, and its score by one leg of the search."""

    id: str
    score: float


class Found(NamedTuple):
    """What a stored passage is ranked by, and its document's assets as codes."""

    traits: Traits
    assets: frozenset[str]


class Index(Protocol):
    """Passages with dense, sentence and lexical vectors. All methods are safe to call from several threads."""

    def missing(self, ids: Sequence[str]) -> set[str]:
        """Return those of ``ids`` that are not stored yet."""

    def add(self, passages: Sequence[IndexedPassage]) -> None:
        """Store passages, unpublished: no search returns them until ``publish``."""

    def live(self) -> dict[str, int]:
        """Return how many searchable passages each issue has."""

    def stored(self) -> dict[str, int]:
        """Return how many passages each issue has, searchable or not."""

    def publish(self, issue: str) -> None:
        """Make the passages of this issue searchable."""

    def retire(self, issue: str) -> None:
        """Make the passages of this issue unsearchable; they stay stored."""

    def delete(self, issue: str) -> None:
        """Remove all passages of this issue."""

    def relabel(self, document: Document) -> None:
        """Take over the assets, rights and site of ``document`` for its passages."""

    def similarities(self, vector: Vector, ids: Sequence[str]) -> dict[str, float]:
        """Return the cosine of each of these passages with ``vector``."""

    def nearest(self, vector: Vector, scope: Scope, limit: int) -> list[Scored]:
        """Return the passages whose vectors are closest, with their cosines."""

    def lexical(self, words: list[str], scope: Scope, limit: int) -> list[Scored]:
        """Return the passages that share the rarest words (BM25)."""

    def conceptual(self, concepts: frozenset[str], scope: Scope, limit: int) -> list[Scored]:
        """Return the passages that share the rarest concepts."""

    def found(self, ids: Sequence[str]) -> dict[str, Found]:
        """Return by id what these passages are ranked by, of those that are stored."""

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Return these passages by id, of those that are stored."""

    def title_counts(self) -> dict[str, int]:
        """Return in how many published passages' document titles each concept stands."""

    def assets(self) -> frozenset[str]:
        """Return the tags of all assets that published documents are about."""

    def concept_counts(self) -> dict[str, int]:
        """Return in how many published passages each concept stands."""

    def on_pages(self, issue: str, first: int, last: int) -> list[Passage]:
        """Return the passages on pages ``first`` to ``last`` of an issue, in reading order."""

    def contents(self, issue: str) -> Iterator[tuple[Passage, Encoded]]:
        """Yield the passages of this issue, published or not, with their vectors."""

    def sentence_vectors(self, ids: Sequence[str]) -> dict[str, Matrix]:
        """Return per passage the unit vectors of its spans, shape (spans, size)."""

    def languages(self) -> dict[str, int]:
        """Return the number of published passages per language without script."""

    def sample(self, language: str, limit: int) -> list[Encoded]:
        """Return the vectors of up to ``limit`` published passages of ``language``."""

    def flush(self) -> None:
        """Make everything acknowledged so far survive a power cut."""

    def close(self) -> None:
        """Release the index; further calls are errors."""
