"""Making an empty embedded index."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import qdrant_edge as edge

from plant_knowledge_ingest.index.edge_errors import translated
from plant_knowledge_ingest.index.edge_shape import shape
from plant_knowledge_ingest.index.payload import KEYWORDS, VARIED
from plant_knowledge_ingest.index.room import require_room

MADE_BY = "made-by.json"
"""The file of an index that says what made it."""


def create(folder: Path, size: int, fingerprint: str) -> None:
    """Make an empty index aside and put it in its place whole: a process that is killed leaves none behind.

    Of two processes that do it at once, the slower one finds the other's.
    """
    require_room(folder)
    making = folder.with_name(f"{folder.name}.{os.getpid()}")
    with translated(folder):
        shutil.rmtree(making, ignore_errors=True)
        (making / "shard").mkdir(parents=True)
        shard = edge.EdgeShard.create(str(making / "shard"), shape(size))
        for field in KEYWORDS:
            shard.update(keywords(field))
        shard.update(edge.UpdateOperation.create_field_index("page", edge.PayloadSchemaType.Integer))
        shard.flush()
        shard.close()
        (making / MADE_BY).write_text(json.dumps({"fingerprint": fingerprint, "size": size}))
        if folder.exists():
            shutil.rmtree(making)
        else:
            making.rename(folder)


def keywords(field: str) -> edge.UpdateOperation:
    """Return what makes a field of words one to search by; what nearly each passage has others of stays on the disk."""
    memory = edge.Memory.Cold if field in VARIED else edge.Memory.Pinned
    return edge.UpdateOperation.create_field_index(field, edge.KeywordIndexParams(memory=memory))
