"""Where the indexes of a library lie on a Qdrant server: a collection for each, named after the library."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Self

from plant_knowledge_ingest.index.cluster import ALONE, Spread
from plant_knowledge_ingest.index.rest import Rest
from plant_knowledge_ingest.known_as import known_as

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

    from plant_knowledge_ingest.index.server import ServerIndex


class IndexCollections:
    """The Place on a server. ``folder`` is the library's; see ``known_as`` for the name it has there."""

    def __init__(
        self, folder: Path, url: str, connect: Callable[[], QdrantClient], spread: Spread = ALONE, named: str = ""
    ) -> None:
        self._folder = folder
        self._url = url
        self._connect = connect
        self._spread = spread
        self._rest = Rest()
        self._named = named

    @classmethod
    def at(cls, url: str, key: str, folder: Path, spread: Spread = ALONE, named: str = "") -> Self:
        """Return the Place on the server at ``url``; it is connected to when an index is opened."""

        def connected() -> QdrantClient:
            from plant_knowledge_ingest.index.connection import connect

            return connect(url, key)

        return cls(folder, url, connected, spread, named)

    def open(self, name: str, *, size: int, fingerprint: str) -> ServerIndex:  # noqa: ARG002 - it is part of the name
        """See Place. Raises ``IndexUnreachable``, ``IndexRefused``."""
        from plant_knowledge_ingest.index.server import ServerIndex

        with self._rest.asking():
            client = self._connect()
        return ServerIndex(
            client, self._collection(name), size=size, url=self._url, spread=self._spread, rest=self._rest
        )

    def has(self, name: str) -> bool:  # noqa: ARG002 - the server knows
        """See Place."""
        return True

    def require_room(self, name: str) -> None:
        """Do nothing: the server looks after its own disk, and refuses what it cannot keep."""

    def remove_all_but(self, name: str) -> None:
        """See Place."""
        from plant_knowledge_ingest.index.connection import translated

        with translated(self._url):
            client = self._connect()
            for collection in client.get_collections().collections:
                if collection.name.startswith(self._collection("")) and collection.name != self._collection(name):
                    client.delete_collection(collection.name)
            client.close()

    def _collection(self, name: str) -> str:
        """Return the name of a collection, in characters that a server takes."""
        return known_as(self._folder, self._named) + re.sub(r"[^\w.-]+", "-", name, flags=re.ASCII)
