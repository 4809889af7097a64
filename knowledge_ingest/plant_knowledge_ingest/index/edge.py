"""The embedded index: Qdrant Edge, Qdrant's own engine in this process."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import qdrant_edge as edge

from plant_knowledge_ingest.embedding.protocol import Encoded, Matrix, Vector
from plant_knowledge_ingest.errors import IndexMismatch
from plant_knowledge_ingest.index.edge_errors import translated
from plant_knowledge_ingest.index.edge_graphs import with_graphs
from plant_knowledge_ingest.index.edge_made import MADE_BY, create, keywords
from plant_knowledge_ingest.index.edge_shape import EXACT, PRECISE, shape
from plant_knowledge_ingest.index.nearby import Nearby
from plant_knowledge_ingest.index.payload import (
    ASSETS,
    BODY,
    CONCEPTS,
    LIVE,
    SITE,
    STATE,
    STORED,
    labels_of,
    to_passage,
    to_payload,
)
from plant_knowledge_ingest.index.point import (
    DENSE,
    NOTIONS,
    SENTENCES,
    WORDS,
    asked,
    of_issue,
    sites,
    sparse,
    within,
)
from plant_knowledge_ingest.index.protocol import Found, IndexedPassage, Scope, Scored
from plant_knowledge_ingest.index.room import A_PASSAGE, LITTLE, has_room, require_room, taken_by
from plant_knowledge_ingest.passage import Document, Passage

_AT_ONCE, _ALL = 256, 1_000_000
# Stretches of pages that are kept: those around good passages, and short manuals whole.
_STRETCHES = 64


class EdgeIndex:
    """One index folder. Only one process may have it open; its threads share it freely."""

    def __init__(self, folder: Path, *, size: int, fingerprint: str) -> None:
        """Open the index in ``folder``, or create it for vectors of ``size`` made by ``fingerprint``.

        Raises ``IndexBusy`` when another process has it open, ``IndexMismatch`` when another model built it,
        ``LibraryWriteFailed`` where the disk has no room at all.
        """
        self._folder, self._size = folder, size
        if not folder.exists():
            create(folder, size, fingerprint)
        self._check(json.loads((folder / MADE_BY).read_text()), fingerprint)
        require_room(folder, spare=LITTLE)
        with translated(folder):
            self._shard = edge.EdgeShard.load(str(folder / "shard"), shape(size))
            # It was made before documents had sites.
            if SITE not in self._shard.info().payload_schema and has_room(folder):
                self._shard.update(keywords(SITE))
            self._nearby = Nearby(folder / "nearby", self._shard, size)
        self._added = 0
        self._on_pages = lru_cache(maxsize=_STRETCHES)(self._read_pages)

    def _check(self, made_by: dict[str, Any], fingerprint: str) -> None:
        if made_by["fingerprint"] != fingerprint:
            raise IndexMismatch(
                f"The index in {self._folder} was built with {made_by['fingerprint']}, not with {fingerprint}.",
                remedy="Ingest the documents again into a new home, or use the model that built it.",
            )

    def missing(self, ids: Sequence[str]) -> set[str]:
        """Return those of ``ids`` that are not stored yet."""
        return set(ids) - {str(record.id) for record in self._shard.retrieve(list(ids), False, False)}

    def add(self, passages: Sequence[IndexedPassage]) -> None:
        """Store passages, unpublished. Raises ``LibraryWriteFailed`` while there is still some room."""
        require_room(self._folder, taken_by(stored.encoded for stored in passages))
        payloads = [to_payload(stored) for stored in passages]
        points = [_point(stored, payload) for stored, payload in zip(passages, payloads, strict=True)]
        self._update(edge.UpdateOperation.upsert_points(points))
        self._nearby.keep(passages, payloads)
        self._on_pages.cache_clear()
        self._added += len(passages)

    def live(self) -> dict[str, int]:
        """Return how many searchable passages each issue has."""
        return self._live_counts("issue")

    def stored(self) -> dict[str, int]:
        """Return how many passages each issue has, searchable or not."""
        return _counts(self._shard.facet(edge.FacetRequest("issue", limit=_ALL, exact=True)))

    def publish(self, issue: str) -> None:
        """Make the passages of this issue searchable."""
        self._label(issue, {STATE: LIVE})

    def retire(self, issue: str) -> None:
        """Make the passages of this issue unsearchable; they stay stored."""
        self._label(issue, {STATE: STORED})

    def delete(self, issue: str) -> None:
        """Remove all passages of this issue."""
        require_room(self._folder, spare=LITTLE)
        with translated(self._folder), self._nearby.without(issue):
            self._shard.update(edge.UpdateOperation.delete_points_by_filter(_filter(of_issue(issue))))
        self._on_pages.cache_clear()

    def relabel(self, document: Document) -> None:
        """Take over the assets, rights and site of ``document`` for its passages."""
        with translated(self._folder), self._nearby.without(document.issue):
            self._label(document.issue, labels_of(document))

    def similarities(self, vector: Vector, ids: Sequence[str]) -> dict[str, float]:
        """Return the cosine of each of these passages with ``vector``."""
        if not ids:
            return {}
        request = edge.QueryRequest(
            limit=len(ids),
            query=edge.Query.Nearest(vector.tolist(), using=DENSE),
            filter=edge.Filter(must=[edge.HasIdCondition(set(ids))]),
        )
        return {str(point.id): point.score for point in self._shard.query(request)}

    def nearest(self, vector: Vector, scope: Scope, limit: int, *, exact: bool = False) -> list[Scored]:
        """Return the passages whose vectors are closest, with their cosines; ``exact`` compares all."""
        return self._query(vector.tolist(), DENSE, scope, limit, EXACT if exact else PRECISE)

    def lexical(self, words: list[str], scope: Scope, limit: int) -> list[Scored]:
        """Return the passages that share the rarest words (BM25)."""
        return self._sharing(frozenset(words), WORDS, scope, limit)

    def _query(
        self, vector: Any, using: str, scope: Scope, limit: int, how: edge.SearchParams = PRECISE
    ) -> list[Scored]:
        request = edge.QueryRequest(
            limit=limit,
            query=edge.Query.Nearest(vector, using=using),
            filter=_within(scope),
            params=how,
        )
        return [Scored(str(point.id), point.score) for point in self._shard.query(request)]

    def conceptual(self, concepts: frozenset[str], scope: Scope, limit: int) -> list[Scored]:
        """Return the passages that share the rarest concepts."""
        return self._sharing(concepts, NOTIONS, scope, limit)

    def _sharing(self, words: frozenset[str], using: str, scope: Scope, limit: int) -> list[Scored]:
        return self._query(edge.SparseVector(*asked(words)), using, scope, limit) if words else []

    def found(self, ids: Sequence[str]) -> dict[str, Found]:
        """Return by id what these passages are ranked by, of those that are stored."""
        return self._nearby.found(ids)

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Return these passages by id, of those that are stored."""
        records = self._shard.retrieve(list(ids), [BODY], False)
        return {str(record.id): to_passage(record.payload or {}) for record in records}

    def concept_counts(self) -> dict[str, int]:
        """Return in how many published passages each concept stands."""
        return self._live_counts(CONCEPTS)

    def title_counts(self) -> dict[str, int]:
        """Return in how many published passages' document titles each concept stands."""
        return self._live_counts("title")

    def assets(self) -> frozenset[str]:
        """Return the tags of all assets that published documents are about."""
        return frozenset(self._live_counts(ASSETS))

    def _live_counts(self, field: str) -> dict[str, int]:
        """Return the counts of all less those of the unpublished: the engine counts all ten times as fast as many."""
        others = edge.FacetRequest(field, limit=_ALL, exact=True, filter=_filter({STATE: [STORED]}))
        every = edge.FacetRequest(field, limit=_ALL, exact=True)
        return dict(+(Counter(_counts(self._shard.facet(every))) - Counter(_counts(self._shard.facet(others)))))

    def on_pages(self, issue: str, first: int, last: int) -> list[Passage]:
        """Return the passages on pages ``first`` to ``last`` of an issue, in reading order."""
        return list(self._on_pages(issue, first, last))

    def _read_pages(self, issue: str, first: int, last: int) -> tuple[Passage, ...]:
        pages = edge.FieldCondition("page", range=edge.RangeFloat(gte=first, lte=last))
        chosen = _filter(of_issue(issue), pages)
        records, _ = self._shard.scroll(edge.ScrollRequest(limit=1_000, filter=chosen, with_payload=[BODY]))
        found = [to_passage(record.payload or {}) for record in records]
        return tuple(sorted(found, key=lambda passage: (passage.page, passage.order)))

    def contents(self, issue: str) -> Iterator[tuple[Passage, Encoded]]:
        """Yield the passages of this issue, published or not, with their vectors."""
        chosen, vectors_of = _filter(of_issue(issue)), [DENSE, SENTENCES]
        after = None
        while True:
            records, after = self._shard.scroll(
                edge.ScrollRequest(after, _AT_ONCE, chosen, with_payload=[BODY], with_vector=vectors_of)
            )
            for record in records:
                yield to_passage(record.payload or {}), _encoded(record)
            if after is None:
                return

    def sentence_vectors(self, ids: Sequence[str]) -> dict[str, Matrix]:
        """Return per passage the unit vectors of its spans, shape (spans, size)."""
        return self._nearby.sentence_vectors(ids)

    def languages(self) -> dict[str, int]:
        """Return the number of published passages per language without script."""
        return self._live_counts("language")

    def sample(self, language: str, limit: int) -> list[Encoded]:
        """Return the vectors of up to ``limit`` published passages of ``language``."""
        chosen = _filter({"language": [language], STATE: [LIVE]})
        records, _ = self._shard.scroll(edge.ScrollRequest(limit=limit, filter=chosen, with_vector=[DENSE, SENTENCES]))
        return [_encoded(record) for record in records]

    def flush(self) -> None:
        """Make everything acknowledged so far survive a power cut."""
        with translated(self._folder):
            self._shard.flush()

    def close(self) -> None:
        """Release the folder for other processes; where much was added, build the graph first.

        That is done last because nothing else runs in this process meanwhile: the engine keeps Python's lock for it.
        Whoever is killed over it loses no passage. It copies what it is built of; where the disk has no room for
        that, passages are compared one by one until there is.
        """
        if self._added:
            with translated(self._folder):
                self._shard = with_graphs(self._folder / "shard", self._shard, self._size, self._added)
        self._added = 0
        self._nearby.close()
        self._shard.close()

    def _label(self, issue: str, labels: dict[str, Any]) -> None:
        """Set fields of the passages of an issue; those that are in a graph are moved out of it for that."""
        these = _filter(of_issue(issue))
        require_room(self._folder, A_PASSAGE * self._shard.count(edge.CountRequest(filter=these)))
        self._update(edge.UpdateOperation.set_payload_by_filter(these, labels))

    def _update(self, operation: edge.UpdateOperation) -> None:
        with translated(self._folder):
            self._shard.update(operation)


def _counts(response: edge.FacetResponse) -> dict[str, int]:
    """Return the counts; the engine lists what was deleted with none."""
    return {str(hit.value): hit.count for hit in response.hits if hit.count}


def _point(stored: IndexedPassage, payload: dict[str, Any]) -> edge.Point:
    vectors: dict[str, Any] = {DENSE: stored.encoded.passage, SENTENCES: stored.encoded.sentences}
    vectors |= {name: edge.SparseVector(*vector) for name, vector in sparse(stored).items()}
    return edge.Point(stored.passage.id, vectors, payload)


def _encoded(record: edge.Record) -> Encoded:
    return Encoded(*(np.asarray(_named(record, name), np.float32) for name in (DENSE, SENTENCES)))


def _named(record: edge.Record, name: str) -> Any:
    vector = record.vector
    if not isinstance(vector, dict):
        raise TypeError(f"point {record.id} has no named vectors")
    return vector[name]


def _filter(wanted: Mapping[str, list[str]], *more: edge.FieldCondition) -> edge.Filter:
    fields = (edge.FieldCondition(field, match=edge.MatchAny(values)) for field, values in wanted.items())
    return edge.Filter(must=[*fields, *more])


def _within(scope: Scope) -> edge.Filter:
    """Return the condition of all that a search returns; it is made here and nowhere else."""
    if (own := sites(scope)) is None:
        return _filter(within(scope))
    theirs = edge.Filter(should=[edge.IsEmptyCondition(SITE), edge.FieldCondition(SITE, match=edge.MatchAny(own))])
    return edge.Filter(must=[_filter(within(scope)), theirs])
