"""A plain pipeline: python -m plant_evals.baselines.plain_pipeline PDF WEIGHTS STORE.

PyMuPDF's text of each page, LlamaIndex's SentenceSplitter, sentence-transformers, and qdrant-client's local mode.
Prints {"passages", "characters"} as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pymupdf
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import BaseNode, Document, MetadataMode, TransformComponent
from llama_index.vector_stores.qdrant import QdrantVectorStore
from pydantic import PrivateAttr
from qdrant_client import QdrantClient

# What the model can read at once, less a margin, because the splitter counts the tokens of another model.
_TOKENS, _OVERLAP = 384, 40


class SentenceTransformersEmbedding(TransformComponent):
    """Adds the vectors of the model in the folder ``weights``."""

    _model: Any = PrivateAttr()

    def __init__(self, weights: Path) -> None:
        from sentence_transformers import SentenceTransformer

        super().__init__()
        self._model = SentenceTransformer(str(weights), device="cpu")

    def __call__(self, nodes: Sequence[BaseNode], **kwargs: Any) -> Sequence[BaseNode]:
        texts = [f"passage: {node.get_content(MetadataMode.NONE)}" for node in nodes]
        for node, vector in zip(nodes, self._model.encode(texts, normalize_embeddings=True), strict=True):
            node.embedding = vector.tolist()
        return nodes


def run(file: Path, weights: Path, store: Path) -> dict[str, int]:
    """Bring ``file`` into a new ``store``."""
    with pymupdf.open(file) as pdf:
        pages = [
            Document(text=page.get_text(), metadata={"file": file.name, "page": number})
            for number, page in enumerate(pdf, 1)
        ]
    client = QdrantClient(path=str(store))
    pipeline = IngestionPipeline(
        transformations=[
            SentenceSplitter(chunk_size=_TOKENS, chunk_overlap=_OVERLAP),
            SentenceTransformersEmbedding(weights),
        ],
        vector_store=QdrantVectorStore("pages", client=client),
        disable_cache=True,
    )
    nodes = pipeline.run(documents=pages)
    client.close()
    return {"passages": len(nodes), "characters": sum(len(node.get_content(MetadataMode.NONE)) for node in nodes)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(*map(Path, sys.argv[1:4]))))
