"""From a question to passages: dense by language, lexical, exact codes, merged on one scale.

Similarities of a multilingual model are comparable within one language of documents, not between two: in
a mixed library the documents in the question's own language would always win. So each language is
searched apart and its similarities are expressed in standard deviations above that language's mean for
this very question; only then are they merged. The lexical leg speaks where it can: among passages that
share the question's language, or where most of the question's words are found. Concepts of the glossary
and exact codes speak in every language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import log
from threading import Lock

from plant_knowledge_ingest.embedding.protocol import Embedder, Matrix, Vector
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index.protocol import Found, Index, Scope
from plant_knowledge_ingest.language import base, detect
from plant_knowledge_ingest.passage import Hit, Passage
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.tokens import codes, tokens

# How many candidates each leg brings.
_CANDIDATES = 40
_SAMPLE = 1024
# Standard deviations of similarity that full cover by words, full cover by concepts, and an exact code are worth.
_LEXICAL, _CONCEPTS, _CODE = 2.0, 6.0, 2.0
# Words in another language than the question's count when at least this share of them is found.
_SPEAKS_ANYWAY = 0.5


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the search sees it. ``language`` is without script; "" when nothing tells.

    ``weights`` has the question's concepts that stand in the library, each with how rare it is there.
    """

    text: str
    vector: Vector
    words: tuple[str, ...]
    codes: frozenset[str]
    concepts: frozenset[str]
    weights: Mapping[str, float]
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
    concepts: frozenset[str]
    similarity: float = 0.0
    lexical: float = 0.0
    codes: int = 0


@dataclass(frozen=True, slots=True)
class _Learnt:
    """What is known of the index as it is now: vectors by language, and how rare each concept is."""

    samples: Mapping[str, Matrix]
    rarity: Mapping[str, float]


class Searcher:
    """Searches one index with one embedder. Safe to share between threads."""

    def __init__(self, index: Index, embedder: Embedder, glossary: Glossary) -> None:
        self._index = index
        self._embedder = embedder
        self.glossary = glossary
        self._lock = Lock()
        self._known: _Learnt | None = None

    def refresh(self) -> None:
        """Forget what was learnt of the index; call after documents came or went."""
        with self._lock:
            self._known = None

    def query(self, text: str, language: str = "") -> Query:
        """Prepare a question; ``language`` overrides detection."""
        told = base(language or detect(text, ""))
        concepts = self.glossary.find(text)
        rarity = self._learnt().rarity
        weights = {concept: rarity[concept] for concept in concepts if concept in rarity}
        return Query(text, self._embedder.query(text), tuple(tokens(text)), codes(text), concepts, weights, told)

    def search(
        self,
        query: Query,
        principal: Principal,
        *,
        limit: int = 10,
        language: str = "",
        asset: str | None = None,
    ) -> SearchResult:
        """Return up to ``limit`` hits that ``principal`` may see.

        ``language`` keeps passages of one language, ``asset`` those of documents about one asset tag.
        """
        candidates: dict[str, _Candidate] = {}
        scope = Scope(principal, asset, base(language) if language else None)
        for found in self._index.conceptual(query.concepts, scope, _CANDIDATES):
            _candidate(candidates, found)
        known_codes = self._codes(query, scope, candidates)
        self._lexical(query, scope, candidates)
        self._dense(query, scope, candidates)
        scored = ((self._score(query, candidate), candidate) for candidate in candidates.values())
        ranked = sorted(scored, key=lambda pair: pair[0], reverse=True)[:limit]
        return SearchResult(query, self._hits(query, ranked), known_codes)

    def _score(self, query: Query, candidate: _Candidate) -> float:
        total = sum(query.weights.values())
        covered = sum(query.weights[concept] for concept in candidate.concepts & query.weights.keys())
        cover = covered / total if total else 0.0
        return candidate.similarity + _LEXICAL * candidate.lexical + _CONCEPTS * cover + _CODE * candidate.codes

    def _dense(self, query: Query, scope: Scope, candidates: dict[str, _Candidate]) -> None:
        """Add the nearest of each language, and tell every candidate how it compares with its language."""
        for language, sample in self._learnt().samples.items():
            if scope.language in {None, language}:
                usual = sample @ query.vector
                mean, deviation = float(usual.mean()), max(float(usual.std()), 0.01)
                for found in self._index.nearest(query.vector, replace(scope, language=language), _CANDIDATES):
                    _candidate(candidates, found).similarity = (found.score - mean) / deviation

    def _lexical(self, query: Query, scope: Scope, candidates: dict[str, _Candidate]) -> None:
        wanted = set(query.words)
        results = self._index.lexical(list(query.words), scope, _CANDIDATES)
        best = results[0].score if results else 1.0
        for found in results:
            cover = len(wanted & set(tokens(found.passage.text))) / len(wanted)
            if base(found.passage.language) == query.language or cover >= _SPEAKS_ANYWAY:
                candidate = _candidate(candidates, found)
                candidate.lexical = cover * found.score / best

    def _codes(self, query: Query, scope: Scope, candidates: dict[str, _Candidate]) -> frozenset[str]:
        known: set[str] = set()
        for code in query.codes:
            exact = Scope(scope.principal, scope.asset, scope.language, frozenset({code}))
            for found in self._index.nearest(query.vector, exact, _CANDIDATES):
                known.add(code)
                _candidate(candidates, found).codes += 1
        return frozenset(known)

    def _hits(self, query: Query, ranked: list[tuple[float, _Candidate]]) -> tuple[Hit, ...]:
        vectors = self._index.sentence_vectors([candidate.passage.id for _, candidate in ranked])
        return tuple(
            Hit(
                candidate.passage,
                rank,
                score,
                tuple(map(float, vectors[candidate.passage.id] @ query.vector)),
            )
            for rank, (score, candidate) in enumerate(ranked, 1)
        )

    def _learnt(self) -> _Learnt:
        with self._lock:
            if self._known is None:
                languages = self._index.languages()
                passages = sum(languages.values())
                samples = {language: self._index.sample(language, _SAMPLE) for language in languages}
                counts = self._index.concept_counts()
                rarity = {concept: log(1 + (passages - n + 0.5) / (n + 0.5)) for concept, n in counts.items()}
                self._known = _Learnt(samples, rarity)
            return self._known


def _candidate(candidates: dict[str, _Candidate], found: Found) -> _Candidate:
    return candidates.setdefault(found.passage.id, _Candidate(found.passage, found.concepts))
