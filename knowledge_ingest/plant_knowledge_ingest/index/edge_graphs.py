"""Building the graphs of an embedded index: of what is new, or one of everything."""

from __future__ import annotations

from pathlib import Path

import qdrant_edge as edge

from plant_knowledge_ingest.index.edge_shape import shape
from plant_knowledge_ingest.index.room import has_room, taken

# What is new is put into one graph with all the rest if it is a quarter of it, so that of each passage graphs are built
# a few times in all. The engine wants room for two copies of what it merges.
_GROWN, _COPIES = 4, 2


def with_graphs(folder: Path, shard: edge.EdgeShard, size: int, added: int) -> edge.EdgeShard:
    """Build graphs after ``added`` passages came, as far as the disk has room; return the shard, perhaps opened anew.

    ``folder`` is the shard's, ``size`` that of the vectors. Raises what the engine raises.
    """
    there, info = taken(folder), shard.info()
    grown = info.segments_count > 1 and added * _GROWN >= info.points_count
    if grown and has_room(folder, _COPIES * there):
        shard.close()
        shard = edge.EdgeShard.load(str(folder), shape(size, one=True))
    if has_room(folder, there):
        shard.optimize()
    return shard
