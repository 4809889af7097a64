"""Our server adapter on qdrant-client's local mode: the engine's interface, searched in Python and kept in SQLite."""

from __future__ import annotations

import warnings
from pathlib import Path

from qdrant_client import QdrantClient

from plant_knowledge_ingest.index.server import ServerIndex


def local_index(folder: Path) -> ServerIndex:
    """Open or create the index in ``folder``."""
    warnings.simplefilter("ignore", UserWarning)  # that it is slow beyond 20,000 points, and has no field indexes
    return ServerIndex(QdrantClient(path=str(folder)), "passages", size=384)
