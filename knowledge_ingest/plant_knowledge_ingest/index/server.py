"""The index on a Qdrant server: one collection, which several processes may read and write at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar

import numpy as np
from qdrant_client import QdrantClient, models

from plant_knowledge_ingest.embedding.protocol import Encoded, Matrix, Vector
from plant_knowledge_ingest.errors import IndexMismatch, PlantError
from plant_knowledge_ingest.index.cluster import ALONE, Spread
from plant_knowledge_ingest.index.connection import translated
from plant_knowledge_ingest.index.payload import (
    ASSETS,
    BODY,
    CONCEPTS,
    LIVE,
    SAID,
    SITE,
    STATE,
    STORED,
    TRAITS,
    labels_of,
    to_found,
    to_passage,
    to_payload,
)
from plant_knowledge_ingest.index.point import (
    DENSE,
    NOTIONS,
    SENTENCES,
    WORDS,
    Sparse,
    asked,
    dense,
    of_issue,
    sites,
    sparse,
    within,
)
from plant_knowledge_ingest.index.protocol import Found, IndexedPassage, Scope, Scored
from plant_knowledge_ingest.index.rest import Rest
from plant_knowledge_ingest.index.server_shape import payload_indexes, shape
from plant_knowledge_ingest.passage import Document, Passage

P = ParamSpec("P")
T = TypeVar("T")

# A passage is some 70 kB on the wire, and a server takes 32 MB at once.
_BATCH = 64
_ALL = 1_000_000


class ServerIndex:
    """The collection ``collection`` of the server that ``client`` is connected to.

    What is acknowledged is in the server's log, so there is nothing to flush. Every method raises
    ``IndexUnreachable`` or ``IndexRefused`` when the server does not do its part.
    """

    def __init__(
        self,
        client: QdrantClient,
        collection: str,
        *,
        size: int,
        url: str = "",
        spread: Spread = ALONE,
        rest: Rest | None = None,
    ) -> None:
        """Open the collection, or create it for vectors of ``size``, on as many nodes as ``spread`` says.

        Raises ``IndexMismatch`` where something else has taken its name.
        """
        self._client = client
        self._url = url
        self._collection = collection
        self._spread = spread
        self._rest = rest or Rest()
        if not self._ask(client.collection_exists, self._collection):
            self._create(size)
        self._check(size)

    def _create(self, size: int) -> None:
        """Make the collection; of two processes that do it at once, the slower one finds the other's."""
        try:
            self._ask(self._client.create_collection, self._collection, **shape(size, self._spread))
        except PlantError:
            if not self._ask(self._client.collection_exists, self._collection):
                raise

    def _check(self, size: int) -> None:
        """Refuse a collection of another shape; complete one whose maker was interrupted."""
        found = self._ask(self._client.get_collection, self._collection)
        vectors = found.config.params.vectors
        if not isinstance(vectors, dict) or DENSE not in vectors or vectors[DENSE].size != size:
            raise IndexMismatch(
                f"The collection {self._collection} at {self._url} was not made by this program.",
                remedy="Delete or rename it there, then ingest the documents.",
            )
        kinds = payload_indexes()
        for field in kinds.keys() - found.payload_schema.keys():
            self._ask(self._client.create_payload_index, self._collection, field, kinds[field])

    def missing(self, ids: Sequence[str]) -> set[str]:
        """Return those of ``ids`` that are not stored yet."""
        records = self._ask(self._client.retrieve, self._collection, list(ids), with_payload=False)
        return set(ids) - {str(record.id) for record in records}

    def add(self, passages: Sequence[IndexedPassage]) -> None:
        """Store passages, unpublished."""
        for start in range(0, len(passages), _BATCH):
            points = [_point(stored) for stored in passages[start : start + _BATCH]]
            self._ask(self._client.upsert, self._collection, points)

    def live(self) -> dict[str, int]:
        """Return how many searchable passages each issue has."""
        return self._counts("issue", _live())

    def stored(self) -> dict[str, int]:
        """Return how many passages each issue has, searchable or not."""
        return self._counts("issue", None)

    def publish(self, issue: str) -> None:
        """Make the passages of this issue searchable."""
        self._ask(self._client.set_payload, self._collection, {STATE: LIVE}, _filter(of_issue(issue)))

    def retire(self, issue: str) -> None:
        """Make the passages of this issue unsearchable; they stay stored."""
        self._ask(self._client.set_payload, self._collection, {STATE: STORED}, _filter(of_issue(issue)))

    def delete(self, issue: str) -> None:
        """Remove all passages of this issue."""
        self._ask(self._client.delete, self._collection, _filter(of_issue(issue)))

    def relabel(self, document: Document) -> None:
        """Take over the assets, rights and site of ``document`` for its passages."""
        self._ask(self._client.set_payload, self._collection, labels_of(document), _filter(of_issue(document.issue)))

    def similarities(self, vector: Vector, ids: Sequence[str]) -> dict[str, float]:
        """Return the cosine of each of these passages with ``vector``."""
        if not ids:
            return {}
        these = models.Filter(must=[models.HasIdCondition(has_id=list(ids))])
        return dict(self._query(vector.tolist(), DENSE, these, len(ids)))

    def nearest(self, vector: Vector, scope: Scope, limit: int) -> list[Scored]:
        """Return the passages whose vectors are closest, with their cosines."""
        return self._query(vector.tolist(), DENSE, _within(scope), limit)

    def lexical(self, words: list[str], scope: Scope, limit: int) -> list[Scored]:
        """Return the passages that share the rarest words (BM25)."""
        return self._sharing(frozenset(words), WORDS, scope, limit)

    def conceptual(self, concepts: frozenset[str], scope: Scope, limit: int) -> list[Scored]:
        """Return the passages that share the rarest concepts."""
        return self._sharing(concepts, NOTIONS, scope, limit)

    def _sharing(self, words: frozenset[str], using: str, scope: Scope, limit: int) -> list[Scored]:
        return self._query(_sparse_vector(asked(words)), using, _within(scope), limit) if words else []

    def found(self, ids: Sequence[str]) -> dict[str, Found]:
        """Return by id what these passages are ranked by, of those that are stored."""
        wanted = [TRAITS, SAID, ASSETS]
        return self._retrieved(ids, lambda record: to_found(record.payload or {}), with_payload=wanted)

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Return these passages by id, of those that are stored."""
        return self._retrieved(ids, lambda record: to_passage(record.payload or {}), with_payload=[BODY])

    def _query(
        self, vector: list[float] | models.SparseVector, using: str, chosen: models.Filter, limit: int
    ) -> list[Scored]:
        response = self._ask(
            self._client.query_points,
            self._collection,
            query=vector,
            using=using,
            query_filter=chosen,
            limit=limit,
            with_payload=False,
        )
        return [Scored(str(point.id), point.score) for point in response.points]

    def concept_counts(self) -> dict[str, int]:
        """Return in how many published passages each concept stands."""
        return self._counts(CONCEPTS, _live())

    def title_counts(self) -> dict[str, int]:
        """Return in how many published passages' document titles each concept stands."""
        return self._counts("title", _live())

    def assets(self) -> frozenset[str]:
        """Return the tags of all assets that published documents are about."""
        return frozenset(self._counts(ASSETS, _live()))

    def _counts(self, field: str, chosen: models.Filter | None) -> dict[str, int]:
        counted = self._ask(self._client.facet, self._collection, field, chosen, limit=_ALL, exact=True)
        return {str(hit.value): hit.count for hit in counted.hits}

    def on_pages(self, issue: str, first: int, last: int) -> list[Passage]:
        """Return the passages on pages ``first`` to ``last`` of an issue, in reading order."""
        chosen = _filter(of_issue(issue), models.FieldCondition(key="page", range=models.Range(gte=first, lte=last)))
        records, _ = self._ask(self._client.scroll, self._collection, chosen, limit=1_000, with_payload=[BODY])
        with translated(self._url):
            found = [to_passage(record.payload or {}) for record in records]
        return sorted(found, key=lambda passage: (passage.page, passage.order))

    def contents(self, issue: str) -> Iterator[tuple[Passage, Encoded]]:
        """Yield the passages of this issue, published or not, with their vectors."""
        after: models.ExtendedPointId | None = None
        while True:
            records, after = self._ask(
                self._client.scroll,
                self._collection,
                _filter(of_issue(issue)),
                limit=_BATCH,
                offset=after,
                with_payload=[BODY],
                with_vectors=[DENSE, SENTENCES],
            )
            for record in records:
                vectors = (_named(record, name) for name in (DENSE, SENTENCES))
                yield to_passage(record.payload or {}), Encoded(*vectors)
            if after is None:
                return

    def sentence_vectors(self, ids: Sequence[str]) -> dict[str, Matrix]:
        """Return per passage the unit vectors of its spans, shape (spans, size)."""
        wanted = [SENTENCES]
        return self._retrieved(ids, lambda record: _named(record, SENTENCES), with_payload=False, with_vectors=wanted)

    def languages(self) -> dict[str, int]:
        """Return the number of published passages per language without script."""
        return self._counts("language", _live())

    def sample(self, language: str, limit: int) -> list[Encoded]:
        """Return the vectors of up to ``limit`` published passages of ``language``."""
        chosen, both = _filter({"language": [language], STATE: [LIVE]}), [DENSE, SENTENCES]
        scroll, name = self._client.scroll, self._collection
        records, _ = self._ask(scroll, name, chosen, limit=limit, with_payload=False, with_vectors=both)
        with translated(self._url):
            return [Encoded(_named(record, DENSE), _named(record, SENTENCES)) for record in records]

    def flush(self) -> None:
        """Do nothing: the server has written down what it acknowledged."""

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _retrieved(self, ids: Sequence[str], of: Callable[[models.Record], T], **wanted: Any) -> dict[str, T]:
        records = self._ask(self._client.retrieve, self._collection, list(ids), **wanted)
        with translated(self._url):
            return {str(record.id): of(record) for record in records}

    def _ask(self, method: Callable[P, T], /, *arguments: P.args, **named: P.kwargs) -> T:
        with self._rest.asking(), translated(self._url):
            return method(*arguments, **named)


def _point(stored: IndexedPassage) -> models.PointStruct:
    vectors: dict[str, models.Vector] = {**dense(stored)}
    vectors |= {name: _sparse_vector(vector) for name, vector in sparse(stored).items()}
    return models.PointStruct(id=stored.passage.id, vector=vectors, payload=to_payload(stored))


def _sparse_vector(vector: Sparse) -> models.SparseVector:
    indices, weights = vector
    return models.SparseVector(indices=indices, values=weights)


def _live() -> models.Filter:
    return _filter({STATE: [LIVE]})


def _filter(wanted: Mapping[str, list[str]], *more: models.Condition) -> models.Filter:
    return models.Filter(
        must=[
            *(models.FieldCondition(key=field, match=models.MatchAny(any=values)) for field, values in wanted.items()),
            *more,
        ]
    )


def _named(record: models.Record, name: str) -> Matrix:
    if not isinstance(record.vector, dict):
        raise TypeError(f"point {record.id} has no named vectors")
    return np.asarray(record.vector[name], np.float32)


def _within(scope: Scope) -> models.Filter:
    """Return the condition of all that a search returns; it is made here and nowhere else."""
    if (own := sites(scope)) is None:
        return _filter(within(scope))
    nowhere = models.IsEmptyCondition(is_empty=models.PayloadField(key=SITE))
    there = models.FieldCondition(key=SITE, match=models.MatchAny(any=own))
    return _filter(within(scope), models.Filter(should=[nowhere, there]))
