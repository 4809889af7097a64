"""From a question to passages: dense by language, lexical, concepts, exact codes, merged on one scale.

Similarities of a multilingual model are comparable within one language of documents, not between two: in
a mixed library the documents in the question's own language would always win. So each language is
searched apart and its similarities are expressed in standard deviations above that language's mean for
this very question; only then are they merged. Words, which names and numbers are in any language, speak the
louder the more of the question's words are found. Concepts of the glossary and exact
codes speak in every language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from threading import Lock

from plant_knowledge_ingest.closeness import Sample, Scale, closeness
from plant_knowledge_ingest.embedding.protocol import Embedder
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index.protocol import Found, Index, Scope
from plant_knowledge_ingest.language import base, detect
from plant_knowledge_ingest.passage import Hit
from plant_knowledge_ingest.ranking import Candidate, Query
from plant_knowledge_ingest.reranking.order import REACH, reordered
from plant_knowledge_ingest.reranking.protocol import Reranker
from plant_knowledge_ingest.tokens import asset_codes, codes, token_set

# How many candidates each leg brings, and how many of them are looked at sentence by sentence.
_CANDIDATES, _FINER = 40, 32
_SAMPLE = 256
# A concept in the titles of more than this share of the library says nothing of one document.
_TELLS_APART = 0.34


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, and what is needed to judge whether any of them answers."""

    query: Query
    hits: tuple[Hit, ...]
    known_codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Learnt:
    """What is known of the index as it is now.

    Passages by language; how rare each concept is, and how rare one that stands nowhere; asset tags as codes; the
    concepts that tell the documents' titles apart.
    """

    samples: Mapping[str, Sample]
    rarity: Mapping[str, float]
    unknown: float
    assets: frozenset[str]
    machines: frozenset[str]


class Searcher:
    """Searches one index with one embedder. Safe to share between threads."""

    def __init__(self, index: Index, embedder: Embedder, glossary: Glossary, reranker: Reranker | None = None) -> None:
        self._index = index
        self._embedder = embedder
        self._glossary = glossary
        self._reranker = reranker
        self._lock = Lock()
        self._known: _Learnt | None = None

    @property
    def languages(self) -> frozenset[str]:
        """The languages, without script, of what can be found; none when the index is empty."""
        return frozenset(self._learnt().samples)

    def refresh(self) -> None:
        """Forget what was learnt of the index; call after documents came or went."""
        with self._lock:
            self._known = None

    def query(self, text: str, language: str = "") -> Query:
        """Prepare a question; ``language`` overrides detection."""
        told = base(language or detect(text, ""))
        senses = self._glossary.senses(text, told)
        concepts: frozenset[str] = frozenset().union(*senses)
        learnt = self._learnt()
        named = codes(text)
        return Query(
            text=text,
            vector=self._embedder.query(text),
            words=token_set(text),
            codes=named - learnt.assets,
            assets=named & learnt.assets,
            concepts=concepts,
            weights={c: learnt.rarity.get(c, learnt.unknown) for c in concepts if not self._glossary.concepts[c].asks},
            unknown=self._unknown(senses, learnt),
            quantities=frozenset(c for c in concepts if self._glossary.concepts[c].units),
            machines=concepts & learnt.machines,
            technical=_technical(self._glossary.explained(text, told)),
            language=told,
        )

    def _unknown(self, senses: Sequence[frozenset[str]], learnt: _Learnt) -> frozenset[str]:
        """Return the concepts of words none of whose senses stands in the library."""
        foreign = (sense for sense in senses if sense.isdisjoint(learnt.rarity))
        return frozenset(c for sense in foreign for c in sense if not self._glossary.concepts[c].asks)

    def search(self, query: Query, scope: Scope, *, limit: int = 10) -> SearchResult:
        """Return up to ``limit`` hits within ``scope``."""
        candidates: dict[str, Candidate] = {}
        for found in self._index.conceptual(query.concepts, scope, _CANDIDATES):
            _candidate(candidates, found)
        known_codes = self._codes(query, scope, candidates)
        self._lexical(query, scope, candidates)
        scales = self._dense(query, scope, candidates)
        hits = self._ranked(query, candidates, scales, max(limit, REACH) if self._reranker else limit)
        if self._reranker:
            hits = reordered(hits, query.text, self._reranker)[:limit]
        return SearchResult(query, hits, known_codes)

    def _dense(self, query: Query, scope: Scope, candidates: dict[str, Candidate]) -> dict[str, Scale]:
        """Add the nearest of each language, and tell every candidate how it compares with its language.

        Return what is usual in each language; one whose first document comes in just now has nothing yet.
        """
        scales = {language: sample.scale(query.vector) for language, sample in self._learnt().samples.items()}
        for language in scales:
            if scope.language in {None, language}:
                for found in self._index.nearest(query.vector, replace(scope, language=language), _CANDIDATES):
                    _candidate(candidates, found)
        for passage_id, cosine in self._index.similarities(query.vector, list(candidates)).items():
            candidate = candidates[passage_id]
            if scale := scales.get(base(candidate.passage.language)):
                candidate.cosine, candidate.similarity = cosine, scale.of_cosine(cosine)
        return scales

    def _lexical(self, query: Query, scope: Scope, candidates: dict[str, Candidate]) -> None:
        words = query.content
        results = self._index.lexical(sorted(words), scope, _CANDIDATES)
        best = results[0].score if results else 1.0
        for found in results:
            cover = len(words & token_set(found.passage.text)) / len(words)
            _candidate(candidates, found).lexical = cover**2 * found.score / best

    def _codes(self, query: Query, scope: Scope, candidates: dict[str, Candidate]) -> frozenset[str]:
        known: set[str] = set()
        for code in query.codes:
            for found in self._index.nearest(query.vector, replace(scope, codes=frozenset({code})), _CANDIDATES):
                known.add(code)
                _candidate(candidates, found)
        return frozenset(known)

    def _ranked(
        self, query: Query, candidates: Mapping[str, Candidate], scales: Mapping[str, Scale], limit: int
    ) -> tuple[Hit, ...]:
        """Rank coarsely, then look at the sentences of the best."""
        coarse = sorted(candidates.values(), key=lambda candidate: candidate.rough(query), reverse=True)
        fine = coarse[: max(_FINER, limit)]
        vectors = self._index.sentence_vectors([candidate.passage.id for candidate in fine])
        # A document may have been forgotten since its passages were found.
        there = [candidate for candidate in fine if candidate.passage.id in vectors]
        for candidate in there:
            if scale := scales.get(base(candidate.passage.language)):
                close = closeness(candidate.cosine, vectors[candidate.passage.id], query.vector)
                candidate.similarity = scale.of_closeness(close)
        scored = [(*candidate.score(query, vectors[candidate.passage.id]), candidate) for candidate in there]
        ordered = sorted(scored, key=lambda entry: entry[0], reverse=True)[:limit]
        return tuple(Hit(c.passage, rank, score, best) for rank, (score, best, c) in enumerate(ordered, 1))

    def _learnt(self) -> _Learnt:
        with self._lock:
            if self._known is None:
                languages = self._index.languages()
                passages = sum(languages.values())
                samples = {language: Sample.of(self._index.sample(language, _SAMPLE)) for language in languages}
                counts = self._index.concept_counts()
                rarity = {concept: log(1 + (passages - n + 0.5) / (n + 0.5)) for concept, n in counts.items()}
                unknown = log(1 + (passages + 0.5) / 0.5)
                titles = self._index.title_counts()
                machines = frozenset(c for c, n in titles.items() if n < _TELLS_APART * passages)
                self._known = _Learnt(samples, rarity, unknown, asset_codes(self._index.assets()), machines)
            return self._known


def _technical(explained: float) -> float:
    """Return 0 for a question of which the glossary knows less than 40 %, 1 for three quarters and more.

    Of nine in ten questions about general knowledge it knows less than half, of nine in ten about machines more.
    """
    return min(max((explained - 0.4) / 0.35, 0.0), 1.0)


def _candidate(candidates: dict[str, Candidate], found: Found) -> Candidate:
    return candidates.setdefault(found.passage.id, Candidate(found.passage, found.notions, found.assets))
