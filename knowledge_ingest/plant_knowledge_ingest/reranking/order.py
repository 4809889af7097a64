"""Hits in the order of a reranker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plant_knowledge_ingest.passage import Hit
from plant_knowledge_ingest.reranking.protocol import Reranker

REACH = 20
"""So many of the best hits are judged; a reranker takes its time for each."""


def reordered(hits: Sequence[Hit], query: str, reranker: Reranker) -> tuple[Hit, ...]:
    """Return ``hits``, the first ``REACH`` of them in the order of ``reranker``; each keeps its own score.

    The reranker reads a passage under its headings. Equals stay in the order they were in.
    """
    judged, others = hits[:REACH], hits[REACH:]
    texts = ["\n".join((*hit.passage.headings[-2:], hit.passage.text)) for hit in judged]
    scores = reranker.score(query, texts) if texts else []
    best = sorted(zip(scores, judged, strict=True), key=lambda scored: scored[0], reverse=True)
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate((*(hit for _, hit in best), *others), 1))
