"""Texts by meaning in Qdrant Edge, in a folder named by the embedder that made their vectors."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import qdrant_edge as edge

from plant_knowledge_ingest.embedding.protocol import Encoded, Vector
from plant_knowledge_ingest.index.edge_errors import translated
from plant_knowledge_ingest.index.edge_shape import PRECISE, shape
from plant_knowledge_ingest.index.point import DENSE, NOTIONS, SENTENCES, WORDS, asked
from plant_knowledge_ingest.index.room import LITTLE, require_room, taken_by
from plant_knowledge_ingest.likeness.protocol import IndexedText
from plant_knowledge_ingest.tokens import lexical_vector

_LANGUAGE, _CONCEPTS = "language", "concepts"
_MAKING = ".making"


class EdgeTexts:
    """One folder of texts under ``folder``. Only one process may have it open; its threads share it freely."""

    def __init__(self, folder: Path, *, size: int, fingerprint: str) -> None:
        """Open the texts for vectors of ``size`` made by ``fingerprint``; those of another embedder are removed.

        Raises ``IndexBusy`` when another process has them open, ``LibraryWriteFailed``.
        """
        self._folder = folder / fingerprint
        if not self._folder.exists():
            _create(self._folder, size)
        require_room(self._folder, spare=LITTLE)
        with translated(self._folder):
            self._shard = edge.EdgeShard.load(str(self._folder))
        for other in folder.iterdir():
            if other.is_dir() and other != self._folder:
                shutil.rmtree(other, ignore_errors=True)

    def missing(self, ids: Sequence[str]) -> set[str]:
        """See TextIndex."""
        return set(ids) - {str(record.id) for record in self._shard.retrieve(list(ids), False, False)}

    def add(self, texts: Sequence[IndexedText]) -> None:
        """See TextIndex. Raises ``LibraryWriteFailed`` while there is still some room."""
        require_room(self._folder, taken_by(text.encoded for text in texts))
        self._update(edge.UpdateOperation.upsert_points([_point(text) for text in texts]))

    def nearest(self, vector: Vector, limit: int, *, language: str = "", among: Sequence[str] = ()) -> list[str]:
        """See TextIndex."""
        conditions: list[Any] = [_spoken(language)] if language else []
        conditions += [edge.HasIdCondition(set(among))] if among else []
        return self._found(vector.tolist(), DENSE, limit, edge.Filter(must=conditions) if conditions else None)

    def sharing(self, words: frozenset[str], concepts: frozenset[str], limit: int) -> list[str]:
        """See TextIndex."""
        legs = ((words, WORDS), (concepts, NOTIONS))
        found = [self._found(edge.SparseVector(*asked(signs)), using, limit) for signs, using in legs if signs]
        return list(dict.fromkeys(text for leg in found for text in leg))

    def _found(self, query: Any, using: str, limit: int, chosen: edge.Filter | None = None) -> list[str]:
        nearest = edge.Query.Nearest(query, using=using)
        request = edge.QueryRequest(limit=limit, query=nearest, filter=chosen, params=PRECISE)
        return [str(point.id) for point in self._shard.query(request)]

    def encoded(self, ids: Sequence[str]) -> Mapping[str, Encoded]:
        """See TextIndex."""
        records = self._shard.retrieve(list(ids), False, [DENSE, SENTENCES])
        return {str(record.id): _encoded(record) for record in records}

    def languages(self) -> Mapping[str, int]:
        """See TextIndex."""
        return self._counts(_LANGUAGE)

    def concept_counts(self) -> Mapping[str, int]:
        """See TextIndex."""
        return self._counts(_CONCEPTS)

    def _counts(self, field: str) -> dict[str, int]:
        response = self._shard.facet(edge.FacetRequest(field, limit=1_000_000, exact=True))
        return {str(hit.value): hit.count for hit in response.hits if hit.count}

    def sample(self, language: str, limit: int) -> list[Encoded]:
        """See TextIndex."""
        chosen = edge.Filter(must=[_spoken(language)]) if language else None
        request = edge.ScrollRequest(limit=limit, filter=chosen, with_vector=[DENSE, SENTENCES])
        return [_encoded(record) for record in self._shard.scroll(request)[0]]

    def delete(self, ids: Sequence[str]) -> None:
        """See TextIndex."""
        if ids:
            require_room(self._folder, spare=LITTLE)
            self._update(edge.UpdateOperation.delete_points(list(ids)))

    def flush(self) -> None:
        """See TextIndex."""
        with translated(self._folder):
            self._shard.flush()

    def close(self) -> None:
        """See TextIndex."""
        self._shard.close()

    def _update(self, operation: edge.UpdateOperation) -> None:
        with translated(self._folder):
            self._shard.update(operation)


def _create(folder: Path, size: int) -> None:
    """Make an empty store aside and put it in its place whole: a process that is killed leaves none behind."""
    require_room(folder)
    making = folder.with_name(f"{folder.name}{_MAKING}")
    with translated(folder):
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        shard = edge.EdgeShard.create(str(making), shape(size))
        for field in (_LANGUAGE, _CONCEPTS):
            shard.update(edge.UpdateOperation.create_field_index(field, edge.PayloadSchemaType.Keyword))
        shard.flush()
        shard.close()
        making.rename(folder)


def _point(text: IndexedText) -> edge.Point:
    concepts = lexical_vector(sorted(text.concepts), query=True)
    vectors: dict[str, Any] = {DENSE: text.encoded.passage.tolist(), SENTENCES: text.encoded.sentences.tolist()}
    vectors |= {WORDS: edge.SparseVector(*lexical_vector(list(text.words))), NOTIONS: edge.SparseVector(*concepts)}
    return edge.Point(text.id, vectors, {_LANGUAGE: text.language, _CONCEPTS: sorted(text.concepts)})


def _spoken(language: str) -> edge.FieldCondition:
    return edge.FieldCondition(_LANGUAGE, match=edge.MatchAny([language]))


def _encoded(record: edge.Record) -> Encoded:
    vectors = record.vector
    if not isinstance(vectors, dict):
        raise TypeError(f"point {record.id} has no named vectors")
    return Encoded(np.asarray(vectors[DENSE], np.float32), np.asarray(vectors[SENTENCES], np.float32))
