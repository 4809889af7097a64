"""From a question to passages: dense by language, lexical, concepts, exact codes, merged on one scale.

Similarities of a multilingual model are comparable within one language of documents, not between two: in
a mixed library the documents in the question's own language would always win. So each language is
searched apart and its similarities are expressed in standard deviations above that language's mean for
this very question; only then are they merged. Words, which names and numbers are in any language, speak the
louder the more of the question's words are found. Concepts of the glossary and exact
codes speak in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock

import numpy as np

from plant_knowledge_ingest.closeness import Scale, Sentences
from plant_knowledge_ingest.embedding.protocol import Embedder, Matrix
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index.protocol import Index, Scope
from plant_knowledge_ingest.language import base, detect
from plant_knowledge_ingest.learnt import Learnt
from plant_knowledge_ingest.passage import Hit
from plant_knowledge_ingest.ranking import Candidate, Query
from plant_knowledge_ingest.reranking.order import REACH, reordered
from plant_knowledge_ingest.reranking.protocol import Reranker
from plant_knowledge_ingest.tokens import codes, token_set

# How many candidates each leg brings, and how many of them are looked at sentence by sentence.
_CANDIDATES, _FINER = 40, 32


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, and what is needed to judge whether any of them answers."""

    query: Query
    hits: tuple[Hit, ...]
    known_codes: frozenset[str]


class Searcher:
    """Searches one index with one embedder. Safe to share between threads."""

    def __init__(self, index: Index, embedder: Embedder, glossary: Glossary, reranker: Reranker | None = None) -> None:
        self._index = index
        self._embedder = embedder
        self._glossary = glossary
        self._reranker = reranker
        self._lock = Lock()
        self._known: Learnt | None = None

    @property
    def languages(self) -> frozenset[str]:
        """The languages, without script, of what can be found; none when the index is empty."""
        return frozenset(self._learnt().samples)

    def refresh(self) -> None:
        """Forget what was learnt of the index; call after documents came or went."""
        with self._lock:
            self._known = None

    def query(
        self, text: str, language: str = "", seen: Callable[[frozenset[str]], frozenset[str]] = frozenset
    ) -> Query:
        """Prepare a question; ``language`` overrides detection.

        ``seen`` returns those of some tags that the asker may know of; the others are codes like any that is unknown.
        """
        told = base(language or detect(text, ""))
        senses = self._glossary.senses(text, told)
        concepts: frozenset[str] = frozenset().union(*senses)
        learnt = self._learnt()
        named = codes(text)
        assets = seen(named & learnt.assets)
        return Query(
            text=text,
            vector=self._embedder.query(text),
            words=token_set(text),
            codes=named - assets,
            assets=assets,
            concepts=concepts,
            weights={c: learnt.rarity.get(c, learnt.unknown) for c in concepts if not self._glossary.concepts[c].asks},
            unknown=self._unknown(senses, learnt),
            quantities=frozenset(c for c in concepts if self._glossary.concepts[c].units),
            machines=concepts & learnt.machines,
            technical=_technical(self._glossary.explained(text, told)),
            language=told,
        )

    def _unknown(self, senses: Sequence[frozenset[str]], learnt: Learnt) -> frozenset[str]:
        """Return the concepts of words none of whose senses stands in the library."""
        foreign = (sense for sense in senses if sense.isdisjoint(learnt.rarity))
        return frozenset(c for sense in foreign for c in sense if not self._glossary.concepts[c].asks)

    def search(self, query: Query, scope: Scope, *, limit: int = 10) -> SearchResult:
        """Return up to ``limit`` hits within ``scope``."""
        legs = self._legs(query, scope)
        hits = self._ranked(query, legs, max(limit, REACH) if self._reranker else limit)
        if self._reranker:
            hits = reordered(hits, query.text, self._reranker)[:limit]
        return SearchResult(query, hits, frozenset(legs.known_codes))

    def _legs(self, query: Query, scope: Scope) -> _Legs:
        """Ask for passages by concepts, by words, by codes, and for the nearest of each language."""
        legs = _Legs(
            dict(self._index.conceptual(query.concepts, scope, _CANDIDATES)),
            dict(self._index.lexical(sorted(query.content), scope, _CANDIDATES)),
        )
        for code in query.codes:
            if found := self._index.nearest(query.vector, replace(scope, codes=frozenset({code})), _CANDIDATES):
                legs.known_codes.add(code)
                legs.cosines.update(found)
        for language in self._learnt().samples:
            if scope.language in {None, language}:
                own = replace(scope, language=language)
                legs.cosines.update(self._index.nearest(query.vector, own, _CANDIDATES))
        unlike = [passage_id for passage_id in legs.ids if passage_id not in legs.cosines]
        legs.cosines |= self._index.similarities(query.vector, unlike)
        return legs

    def _ranked(self, query: Query, legs: _Legs, limit: int) -> tuple[Hit, ...]:
        """Rank coarsely, then look at the sentences of the best.

        A document may be forgotten while this goes on.
        """
        scales = self._learnt().scales(query.vector)
        candidates = self._candidates(query, legs, scales)
        coarse = sorted(candidates, key=lambda passage_id: candidates[passage_id].rough(query), reverse=True)
        vectors = self._index.sentence_vectors(coarse[: max(_FINER, limit)])
        fine = {passage_id: candidates[passage_id] for passage_id in coarse if passage_id in vectors}
        ordered = sorted(_scored(query, fine, vectors, scales), reverse=True)[:limit]
        shown = self._index.passages([passage_id for *_, passage_id in ordered])
        there = [(score, best, shown[passage_id]) for score, best, passage_id in ordered if passage_id in shown]
        return tuple(Hit(passage, rank, score, best) for rank, (score, best, passage) in enumerate(there, 1))

    def _candidates(self, query: Query, legs: _Legs, scales: Mapping[str, Scale]) -> dict[str, Candidate]:
        """Return what was found, each told what its words are worth and how it compares with its language.

        Of a language whose first document comes in just now nothing is known yet.
        """
        found = self._index.found(legs.ids)
        candidates = {passage_id: Candidate(*found[passage_id]) for passage_id in legs.ids if passage_id in found}
        most = max(legs.words.values(), default=1.0)
        for passage_id, candidate in candidates.items():
            if passage_id in legs.words:
                cover = candidate.traits.said[0].shared(query.content) / len(query.content)
                candidate.lexical = cover**2 * legs.words[passage_id] / most
            if scale := scales.get(candidate.traits.language):
                candidate.cosine = legs.cosines.get(passage_id, scale.cosine[0])
                candidate.similarity = scale.of_cosine(candidate.cosine)
        return candidates

    def _learnt(self) -> Learnt:
        with self._lock:
            if self._known is None:
                self._known = Learnt.of(self._index)
            return self._known


@dataclass(slots=True)
class _Legs:
    """What was found: by concepts and by words, with their scores; the cosines of all; the codes that exist."""

    concepts: dict[str, float]
    words: dict[str, float]
    cosines: dict[str, float] = field(default_factory=dict)
    known_codes: set[str] = field(default_factory=set)

    @property
    def ids(self) -> list[str]:
        """Each passage once."""
        return list(dict.fromkeys((*self.concepts, *self.words, *self.cosines)))


def _scored(
    query: Query, fine: Mapping[str, Candidate], vectors: Mapping[str, Matrix], scales: Mapping[str, Scale]
) -> list[tuple[float, int, str]]:
    """Return of each candidate its score, the span that carries it, and its id."""
    if not fine:
        return []
    sentences = Sentences([vectors[passage_id] for passage_id in fine])
    cosines = sentences.cosines(query.vector)
    whole = np.asarray([candidate.cosine for candidate in fine.values()], np.float32)
    for candidate, close in zip(fine.values(), sentences.closeness(whole, cosines).tolist(), strict=True):
        if scale := scales.get(candidate.traits.language):
            candidate.similarity = scale.of_closeness(close)
    own = sentences.apart(cosines)
    return [(*candidate.score(query, own[n]), passage_id) for n, (passage_id, candidate) in enumerate(fine.items())]


def _technical(explained: float) -> float:
    """Return 0 for a question of which the glossary knows less than 40 %, 1 for three quarters and more.

    Of nine in ten questions about general knowledge it knows less than half, of nine in ten about machines more.
    """
    return min(max((explained - 0.4) / 0.35, 0.0), 1.0)
