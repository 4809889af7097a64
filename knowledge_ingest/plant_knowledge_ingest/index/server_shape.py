"""The shape of a collection on a Qdrant server: its vectors, and how it is spread over the nodes of a cluster."""

from __future__ import annotations

from typing import Any

from qdrant_client import models

from plant_knowledge_ingest.index.cluster import Spread
from plant_knowledge_ingest.index.payload import KEYWORDS, SITE
from plant_knowledge_ingest.index.point import DENSE, NOTIONS, SENTENCES, WORDS

_SMALL = models.ScalarQuantization(scalar=models.ScalarQuantizationConfig(type=models.ScalarType.INT8, always_ram=True))


def shape(size: int, spread: Spread) -> dict[str, Any]:
    """Return what a new collection for vectors of ``size`` is made with, as arguments of ``create_collection``."""
    return {
        "vectors_config": _vectors(size),
        "sparse_vectors_config": {
            name: models.SparseVectorParams(modifier=models.Modifier.IDF) for name in (WORDS, NOTIONS)
        },
        "shard_number": spread.shards,
        "replication_factor": spread.copies,
        # What is acknowledged is on most of the copies, so that a lost node loses nothing.
        "write_consistency_factor": spread.copies // 2 + 1,
    }


def _vectors(size: int) -> dict[str, models.VectorParams]:
    """Return the shape of the vectors; those of spans are only ever read, so they get no graph and no memory."""
    dot, half = models.Distance.DOT, models.Datatype.FLOAT16
    return {
        # Searched by a copy in 8 bits, which stays in memory; the vectors themselves decide among the best.
        DENSE: models.VectorParams(size=size, distance=dot, on_disk=True, quantization_config=_SMALL),
        SENTENCES: models.VectorParams(
            size=size,
            distance=dot,
            datatype=half,
            on_disk=True,
            hnsw_config=models.HnswConfigDiff(m=0),
            multivector_config=models.MultiVectorConfig(comparator=models.MultiVectorComparator.MAX_SIM),
        ),
    }


def payload_indexes() -> dict[str, models.PayloadSchemaType | models.KeywordIndexParams]:
    """Return of which kind the indexes of the payload's fields are; a site is a tenant: what is its own lies together.

    https://qdrant.tech/documentation/guides/multiple-partitions/
    """
    kinds: dict[str, models.PayloadSchemaType | models.KeywordIndexParams]
    kinds = dict.fromkeys(KEYWORDS, models.PayloadSchemaType.KEYWORD)
    tenant = models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD, is_tenant=True)
    return kinds | {"page": models.PayloadSchemaType.INTEGER, SITE: tenant}
