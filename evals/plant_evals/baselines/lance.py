"""LanceDB as an index: the same passages, the same legs of a search, with its own vector and full-text indexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import lancedb
import numpy as np
import pyarrow as pa
from lancedb.query import MatchQuery

from plant_knowledge_ingest.embedding.protocol import Encoded, Matrix, Vector
from plant_knowledge_ingest.index.payload import ASSETS, BODY, SAID, TRAITS, to_found, to_passage, to_payload
from plant_knowledge_ingest.index.point import within
from plant_knowledge_ingest.index.protocol import Found, IndexedPassage, Scope, Scored
from plant_knowledge_ingest.passage import Passage

_LISTS = ("rights", "assets", "codes", "concepts", "title")
_WHOLE_WORDS = {"base_tokenizer": "whitespace", "stem": False, "remove_stop_words": False, "ascii_folding": False}


class LanceIndex:
    """What a search asks of an index, on one table of LanceDB."""

    def __init__(self, folder: Path) -> None:
        self._database = lancedb.connect(str(folder))
        self._table: Any = self._database.open_table("passages") if self._there() else None

    def _there(self) -> bool:
        return "passages" in self._database.list_tables().tables

    def add(self, passages: Sequence[IndexedPassage]) -> None:
        """Store passages; all of them answer."""
        size = passages[0].encoded.passage.size
        rows = pa.Table.from_pylist([_row(stored) for stored in passages], _schema(size))
        if self._table is None:
            self._table = self._database.create_table("passages", rows)
        else:
            self._table.add(rows)

    def finish(self) -> None:
        """Build the indexes: HNSW on 8-bit vectors, words, concepts, and what is filtered by."""
        self._table.optimize()
        self._table.create_index("dot", vector_column_name="vector", index_type="IVF_HNSW_SQ", num_partitions=1)
        for field in ("words", "notions"):
            self._table.create_fts_index(field, **_WHOLE_WORDS)
        self._table.create_scalar_index("id")
        for field in ("state", "language"):
            self._table.create_scalar_index(field, index_type="BITMAP")
        for field in _LISTS:
            self._table.create_scalar_index(field, index_type="LABEL_LIST")

    def nearest(self, vector: Vector, scope: Scope, limit: int) -> list[Scored]:
        """Return the passages whose vectors are closest."""
        found = self._table.search(vector, vector_column_name="vector").where(_where(scope)).limit(limit)
        return [Scored(row["id"], 1 - row["_distance"]) for row in found.select(["id", "_distance"]).to_list()]

    def lexical(self, words: list[str], scope: Scope, limit: int) -> list[Scored]:
        """Return the passages that share the rarest words."""
        return self._sharing("words", words, scope, limit)

    def conceptual(self, concepts: frozenset[str], scope: Scope, limit: int) -> list[Scored]:
        """Return the passages that share the rarest concepts."""
        return self._sharing("notions", sorted(concepts), scope, limit)

    def _sharing(self, field: str, words: Sequence[str], scope: Scope, limit: int) -> list[Scored]:
        if not words:
            return []
        found = self._table.search(MatchQuery(" ".join(words), field)).where(_where(scope)).limit(limit)
        return [Scored(row["id"], row["_score"]) for row in found.select(["id", "_score"]).to_list()]

    def found(self, ids: Sequence[str]) -> dict[str, Found]:
        """Return by id what these passages are ranked by."""
        rows = self._rows(ids, TRAITS, SAID, ASSETS).to_pylist() if ids else []
        return {row["id"]: to_found(row) for row in rows}

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Return these passages by id."""
        rows = self._rows(ids, BODY).to_pylist() if ids else []
        return {row["id"]: to_passage(row) for row in rows}

    def similarities(self, vector: Vector, ids: Sequence[str]) -> dict[str, float]:
        """Return the cosine of each of these passages with ``vector``."""
        if not ids:
            return {}
        rows = self._rows(ids, "vector")
        cosines = np.stack(rows["vector"].to_numpy(zero_copy_only=False)) @ vector
        return dict(zip(rows["id"].to_pylist(), cosines.tolist(), strict=True))

    def sentence_vectors(self, ids: Sequence[str]) -> dict[str, Matrix]:
        """Return per passage the unit vectors of its spans."""
        rows = self._rows(ids, "sentences")
        return {
            name: self._rows_of(spans) for name, spans in zip(rows["id"].to_pylist(), rows["sentences"], strict=True)
        }

    def _rows(self, ids: Sequence[str], *fields: str) -> Any:
        chosen = ", ".join(f"'{one}'" for one in ids)
        return self._table.search().where(f"id IN ({chosen})").select(["id", *fields]).limit(len(ids)).to_arrow()

    def languages(self) -> dict[str, int]:
        """Return the number of passages per language without script."""
        return Counter(self._all("language").to_pylist())

    def concept_counts(self) -> dict[str, int]:
        """Return in how many passages each concept stands."""
        return Counter(pa.compute.list_flatten(self._all("concepts")).to_pylist())

    def title_counts(self) -> dict[str, int]:
        """Return in how many passages' document titles each concept stands."""
        return Counter(pa.compute.list_flatten(self._all("title")).to_pylist())

    def assets(self) -> frozenset[str]:
        """Return the tags of all assets."""
        return frozenset(pa.compute.list_flatten(self._all(ASSETS)).to_pylist())

    def _all(self, field: str) -> Any:
        return self._table.search().select([field]).limit(None).to_arrow()[field].combine_chunks()

    def sample(self, language: str, limit: int) -> list[Encoded]:
        """Return the vectors of up to ``limit`` passages of ``language``."""
        fields = ["vector", "sentences"]
        rows = self._table.search().where(f"language = '{language}'").select(fields).limit(limit).to_arrow()
        return [
            Encoded(np.asarray(vector, np.float32), self._rows_of(spans))
            for vector, spans in zip(rows["vector"].to_pylist(), rows["sentences"], strict=True)
        ]

    def _rows_of(self, spans: Any) -> Matrix:
        size = self._table.schema.field("vector").type.list_size
        return np.asarray(spans.values, np.float32).reshape(-1, size)

    def close(self) -> None:
        """Let go of the table."""
        self._table = None


def _schema(size: int) -> pa.Schema:
    texts = ("id", "state", "language", BODY, TRAITS, SAID, "words", "notions")
    return pa.schema(
        [
            *((name, pa.string()) for name in texts),
            *((name, pa.list_(pa.string())) for name in _LISTS),
            ("vector", pa.list_(pa.float32(), size)),
            ("sentences", pa.list_(pa.float16())),
        ]
    )


def _row(stored: IndexedPassage) -> dict[str, Any]:
    payload = to_payload(stored)
    return {
        **{field: payload[field] for field in ("language", BODY, TRAITS, SAID, *_LISTS)},
        "id": stored.passage.id,
        "state": "live",
        "words": " ".join(stored.tokens),
        "notions": " ".join(sorted(stored.notions.all)),
        "vector": stored.encoded.passage,
        "sentences": stored.encoded.sentences.astype(np.float16).ravel(),
    }


def _where(scope: Scope) -> str:
    return " AND ".join(_condition(field, values) for field, values in within(scope).items())


def _condition(field: str, values: Iterable[str]) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"array_has_any({field}, [{listed}])" if field in _LISTS else f"{field} IN ({listed})"
