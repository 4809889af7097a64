"""What a search looks at of hundreds of passages for each question, near at hand: read past the engine, made by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import qdrant_edge as edge

from plant_knowledge_ingest.embedding.protocol import Matrix
from plant_knowledge_ingest.index.payload import ASSETS, ISSUE, SAID, TRAITS, from_line, to_found, to_line
from plant_knowledge_ingest.index.point import SENTENCES
from plant_knowledge_ingest.index.protocol import Found, IndexedPassage
from plant_knowledge_ingest.index.shelf import Copy, Shelf

# Vectors of sentences are stored as half floats, by the engine and here.
_HALF = np.dtype("<f2")


class Nearby:
    """Traits and vectors of sentences of the passages in ``shard``, kept in ``folder`` as soon as they are known."""

    def __init__(self, folder: Path, shard: edge.EdgeShard, size: int) -> None:
        """Open what is kept, for vectors of ``size``. Raises ``OSError``."""
        self._shard = shard
        self._size = size
        self._traits = Shelf(folder, "traits")
        self._sentences = Shelf(folder, "sentences")
        self._changing = Lock()

    def keep(self, passages: Sequence[IndexedPassage], payloads: Sequence[Mapping[str, Any]]) -> None:
        """Take over what the engine was given: ``passages`` and the payload of each."""
        traits = [Copy(s.passage.id, p[ISSUE], to_line(p)) for s, p in zip(passages, payloads, strict=True)]
        vectors = [Copy(s.passage.id, s.document.issue, _halved(s.encoded.sentences)) for s in passages]
        with self._changing:
            self._traits.put(traits)
            self._sentences.put(vectors)

    def found(self, ids: Sequence[str]) -> dict[str, Found]:
        """See ``Index.found``."""
        near = self._traits.get(ids)
        return {one: from_line(line) for one, line in near.items()} | self._fetched_traits(set(ids) - near.keys())

    def sentence_vectors(self, ids: Sequence[str]) -> dict[str, Matrix]:
        """See ``Index.sentence_vectors``."""
        near = self._sentences.get(ids)
        read = {one: np.frombuffer(halves, _HALF).reshape(-1, self._size) for one, halves in near.items()}
        vectors = {one: rows.astype(np.float32) for one, rows in read.items()}
        return vectors | self._fetched_vectors(set(ids) - near.keys())

    @contextmanager
    def without(self, issue: str) -> Iterator[None]:
        """Keep nothing of ``issue`` while it is changed or removed."""
        with self._changing:
            self._traits.drop(issue)
            self._sentences.drop(issue)
            yield

    def close(self) -> None:
        """Release the files; further calls are errors."""
        self._traits.close()
        self._sentences.close()

    def _fetched_traits(self, ids: set[str]) -> dict[str, Found]:
        if not ids:
            return {}
        with self._changing:
            records = self._shard.retrieve(list(ids), [TRAITS, SAID, ASSETS, ISSUE], False)
            payloads = {str(record.id): record.payload or {} for record in records}
            self._traits.put(Copy(one, payload[ISSUE], to_line(payload)) for one, payload in payloads.items())
        return {one: to_found(payload) for one, payload in payloads.items()}

    def _fetched_vectors(self, ids: set[str]) -> dict[str, Matrix]:
        if not ids:
            return {}
        with self._changing:
            records = self._shard.retrieve(list(ids), [ISSUE], [SENTENCES])
            vectors = {str(record.id): _sentences(record) for record in records}
            self._sentences.put(Copy(str(r.id), (r.payload or {})[ISSUE], _halved(vectors[str(r.id)])) for r in records)
        return vectors


def _sentences(record: edge.Record) -> Matrix:
    if not isinstance(record.vector, dict):
        raise TypeError(f"point {record.id} has no named vectors")
    return np.asarray(record.vector[SENTENCES], np.float32)


def _halved(vectors: Matrix) -> bytes:
    return vectors.astype(_HALF).tobytes()
