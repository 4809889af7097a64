"""From a question to passages: dense by language, lexical, exact codes, merged on one scale.

Similarities of a multilingual model are comparable within one language of documents, not between two: in
a mixed library the documents in the question's own language would always win. So each language is
searched apart and its similarities are expressed in standard deviations above that language's mean for
this very question; only then are they merged. The lexical leg speaks where it can: among passages that
share the question's language, or where most of the question's words are found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

import numpy as np

from plant_knowledge_ingest.embedding.protocol import Embedder, Matrix, Vector
from plant_knowledge_ingest.index.protocol import Found, Index, Scope
from plant_knowledge_ingest.language import base, detect
from plant_knowledge_ingest.passage import Hit, Passage
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.tokens import codes, tokens

# How many candidates each leg brings.
_CANDIDATES = 40
_SAMPLE = 1024
# Standard deviations that full lexical cover, and each exact code, are worth.
_LEXICAL, _CODE = 2.0, 2.0
# Words in another language than the question's count when at least this share of them is found.
_SPEAKS_ANYWAY = 0.5


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the search sees it. ``language`` is without script; "" when nothing tells."""

    text: str
    vector: Vector
    words: tuple[str, ...]
    codes: frozenset[str]
    language: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, and what is needed to judge whether any of them answers."""

    query: Query
    hits: tuple[Hit, ...]
    known_codes: frozenset[str]


@dataclass(slots=True)
class _Candidate:
    passage: Passage
    similarity: float = 0.0
    lexical: float = 0.0
    codes: int = 0
    cover: float = field(default=0.0)

    @property
    def score(self) -> float:
        return self.similarity + _LEXICAL * self.lexical + _CODE * self.codes


class Searcher:
    """Searches one index with one embedder. Safe to share between threads."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self._index = index
        self._embedder = embedder
        self._lock = Lock()
        self._samples: Mapping[str, Matrix] | None = None

    def refresh(self) -> None:
        """Forget what was learnt of the index; call after documents came or went."""
        with self._lock:
            self._samples = None

    def query(self, text: str, language: str = "") -> Query:
        """Prepare a question; ``language`` overrides detection."""
        told = base(language or detect(text, ""))
        return Query(text, self._embedder.query(text), tuple(tokens(text)), codes(text), told)

    def search(
        self, query: Query, principal: Principal, *, limit: int = 10, language: str = "", asset: str | None = None
    ) -> SearchResult:
        """Return up to ``limit`` hits that ``principal`` may see.

        ``language`` keeps passages of one language, ``asset`` those of documents about one asset tag.
        """
        samples = self._by_language()
        candidates: dict[str, _Candidate] = {}
        for known, sample in samples.items():
            if language in {"", known} or base(language) == known:
                self._dense(query, Scope(principal, asset, known), sample, candidates)
        scope = Scope(principal, asset, base(language) if language else None)
        self._lexical(query, scope, candidates)
        known_codes = self._codes(query, scope, candidates)
        ranked = sorted(candidates.values(), key=lambda candidate: candidate.score, reverse=True)[:limit]
        return SearchResult(query, self._hits(query, ranked), known_codes)

    def _dense(self, query: Query, scope: Scope, sample: Matrix, candidates: dict[str, _Candidate]) -> None:
        usual = sample @ query.vector
        mean, deviation = float(usual.mean()), max(float(usual.std()), 0.01)
        for found in self._index.nearest(query.vector, scope, _CANDIDATES):
            _candidate(candidates, found).similarity = (found.score - mean) / deviation

    def _lexical(self, query: Query, scope: Scope, candidates: dict[str, _Candidate]) -> None:
        wanted = set(query.words)
        results = self._index.lexical(list(query.words), scope, _CANDIDATES)
        best = results[0].score if results else 1.0
        for found in results:
            cover = len(wanted & set(tokens(found.passage.text))) / len(wanted)
            if base(found.passage.language) == query.language or cover >= _SPEAKS_ANYWAY:
                candidate = _candidate(candidates, found)
                candidate.cover = cover
                candidate.lexical = cover * found.score / best

    def _codes(self, query: Query, scope: Scope, candidates: dict[str, _Candidate]) -> frozenset[str]:
        known: set[str] = set()
        for code in query.codes:
            exact = Scope(scope.principal, scope.asset, scope.language, frozenset({code}))
            for found in self._index.nearest(query.vector, exact, _CANDIDATES):
                known.add(code)
                _candidate(candidates, found).codes += 1
        return frozenset(known)

    def _hits(self, query: Query, ranked: list[_Candidate]) -> tuple[Hit, ...]:
        vectors = self._index.sentence_vectors([candidate.passage.id for candidate in ranked])
        return tuple(
            Hit(candidate.passage, rank, candidate.score, tuple(map(float, vectors[candidate.passage.id] @ query.vector)))
            for rank, candidate in enumerate(ranked, 1)
        )

    def _by_language(self) -> Mapping[str, Matrix]:
        with self._lock:
            if self._samples is None:
                self._samples = {language: self._index.sample(language, _SAMPLE) for language in self._index.languages()}
            return self._samples


def _candidate(candidates: dict[str, _Candidate], found: Found) -> _Candidate:
    return candidates.setdefault(found.passage.id, _Candidate(found.passage))
