"""What a Qdrant server answers, computed by the local mode of its own client, and filled with a library's passages."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from qdrant_client import QdrantClient, models

from plant_copilot.settings import Settings
from plant_copilot.wiring import open_library
from plant_evals.faults_outside import OutsideIndex
from plant_knowledge_ingest.index.collections import IndexCollections
from plant_knowledge_ingest.index.prepare import indexed

Json = dict[str, Any]


class Answering:
    """Computes results of requests to a Qdrant server, as JSON."""

    def __init__(self) -> None:
        self._client = QdrantClient(":memory:")

    def __call__(self, method: str, path: str, body: Json) -> Any:
        """Return the result of one request."""
        parts = path.strip("/").split("/")[1:]
        if not parts:
            return self._client.get_collections().model_dump(mode="json")
        name, asked = parts[0], "/".join([method, *parts[1:]])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # payload indexes have no effect here
            return getattr(self, _METHODS[asked])(name, body)

    def _exists(self, name: str, _: Json) -> Any:
        return {"exists": self._client.collection_exists(name)}

    def _told(self, name: str, _: Json) -> Any:
        return self._client.get_collection(name).model_dump(mode="json")

    def _make(self, name: str, body: Json) -> Any:
        made = models.CreateCollection.model_validate(body)
        return self._client.create_collection(
            name, vectors_config=made.vectors, sparse_vectors_config=made.sparse_vectors
        )

    def _nothing(self, *_: Any) -> Any:
        return {"operation_id": 0, "status": "completed"}

    def _points(self, name: str, body: Json) -> Any:
        asked = models.PointRequest.model_validate(body)
        found = self._client.retrieve(name, asked.ids, asked.with_payload or False, asked.with_vector or False)
        return [record.model_dump(mode="json") for record in found]

    def _upsert(self, name: str, body: Json) -> Any:
        self._client.upsert(name, models.PointsList.model_validate(body).points)
        return self._nothing()

    def _set(self, name: str, body: Json) -> Any:
        asked = models.SetPayload.model_validate(body)
        self._client.set_payload(name, asked.payload, asked.filter or models.PointIdsList(points=asked.points or []))
        return self._nothing()

    def _delete(self, name: str, body: Json) -> Any:
        self._client.delete(name, models.FilterSelector.model_validate(body))
        return self._nothing()

    def _query(self, name: str, body: Json) -> Any:
        asked = models.QueryRequest.model_validate(body)
        query = asked.query.nearest if isinstance(asked.query, models.NearestQuery) else asked.query
        found = self._client.query_points(
            name, query, using=asked.using, query_filter=asked.filter, limit=asked.limit or 10, with_payload=False
        )
        return found.model_dump(mode="json")

    def _scroll(self, name: str, body: Json) -> Any:
        asked = models.ScrollRequest.model_validate(body)
        records, after = self._client.scroll(
            name,
            asked.filter,
            limit=asked.limit or 10,
            offset=asked.offset,
            with_payload=asked.with_payload or False,
            with_vectors=asked.with_vector or False,
        )
        return {"points": [record.model_dump(mode="json") for record in records], "next_page_offset": after}

    def _facet(self, name: str, body: Json) -> Any:
        asked = models.FacetRequest.model_validate(body)
        return self._client.facet(name, asked.key, asked.filter, asked.limit or 10, exact=True).model_dump(mode="json")


_METHODS = {
    "GET/exists": "_exists",
    "GET": "_told",
    "PUT": "_make",
    "DELETE": "_nothing",
    "PUT/index": "_nothing",
    "POST/points": "_points",
    "PUT/points": "_upsert",
    "POST/points/payload": "_set",
    "POST/points/delete": "_delete",
    "POST/points/query": "_query",
    "POST/points/scroll": "_scroll",
    "POST/facet": "_facet",
}


def outside_index() -> OutsideIndex:
    """Return a server, not started yet, that answers as Qdrant does; ``fill`` gives it the passages of a home."""
    return OutsideIndex(Answering())


def fill(home: Path, address: str) -> None:
    """Store the passages of the embedded index of ``home``, with their vectors, on the server at ``address``."""
    library = open_library(Settings.read({}, home=home))
    try:
        with library._indexes.answering(library.glossary) as opened:  # noqa: SLF001 - there is no other way to vectors
            place = IndexCollections.at(address, "", home / "library")
            recipe, embedder = opened.recipe, opened.embedder
            index = place.open(recipe.name, size=embedder.size, fingerprint=recipe.fingerprint)
            for entry in library._catalogue.entries():  # noqa: SLF001 - as above
                document = entry.document
                contents = opened.index.contents(document.issue)
                index.add([indexed(document, passage, encoded, library.glossary) for passage, encoded in contents])
                if document.issue in opened.index.live():
                    index.publish(document.issue)
            index.close()
    finally:
        library.close()
