"""The shape of an embedded index: its vectors, and when they get a graph to be searched by."""

from __future__ import annotations

import qdrant_edge as edge

from plant_knowledge_ingest.index.point import DENSE, NOTIONS, SENTENCES, WORDS

# Of vectors: what is compared one by one rather than through the graph, and what a segment has when it gets one. A
# passage has 1.5 kB of its own and some 6 kB of its spans.
_SCANNED_KB, _OPTIMIZED_KB = 30_000, 50_000
_UNBOUNDED_KB = 1 << 40
# A graph of a million is walked as far as this to find nineteen of the twenty nearest. Twice as many as are wanted are
# found by the 8-bit copies, and then compared by the vectors themselves.
PRECISE = edge.SearchParams(hnsw_ef=256, quantization=edge.QuantizationSearchParams(rescore=True, oversampling=2.0))

EXACT = edge.SearchParams(exact=True, quantization=edge.QuantizationSearchParams(ignore=True))


def shape(size: int, *, one: bool = False) -> edge.EdgeConfig:
    """Return the shape of an index, and what ``optimize`` makes of it once it is large.

    Where there are enough, the vectors get a graph, and a copy in 8 bits to walk it by; those of the spans, which are
    only ever read, get neither. Below that, and for conditions that few passages meet, all vectors are compared.
    The graph and the copy stay in memory; what only some of a search's candidates are read of stays on the disk.
    ``optimize`` then makes ``one`` graph of everything, or a few, each of what came together: a search walks them all,
    and walking four takes four times as long, but all have to be built anew to become one.
    """
    many = edge.MultiVectorConfig(edge.MultiVectorComparator.MaxSim)
    half = edge.VectorStorageDatatype.Float16
    graph = edge.HnswIndexConfig(m=16, ef_construct=100, full_scan_threshold=_SCANNED_KB, payload_m=0)
    none = edge.HnswIndexConfig(m=0, ef_construct=100, full_scan_threshold=_SCANNED_KB)
    small = edge.ScalarQuantizationConfig(edge.ScalarType.Int8, memory=edge.Memory.Pinned)
    return edge.EdgeConfig(
        vectors={
            DENSE: edge.EdgeVectorParams(
                size, edge.Distance.Dot, hnsw_config=graph, quantization_config=small, memory=edge.Memory.Cold
            ),
            SENTENCES: edge.EdgeVectorParams(
                size,
                edge.Distance.Dot,
                multivector_config=many,
                datatype=half,
                hnsw_config=none,
                memory=edge.Memory.Cold,
            ),
        },
        sparse_vectors={
            name: edge.EdgeSparseVectorParams(modifier=edge.Modifier.Idf, memory=edge.Memory.Cold)
            for name in (WORDS, NOTIONS)
        },
        optimizers=edge.EdgeOptimizersConfig(
            indexing_threshold=_OPTIMIZED_KB,
            # One of them takes in what is new, and has no graph.
            default_segment_number=2 if one else 8,
            max_segment_size=_UNBOUNDED_KB,
        ),
    )
