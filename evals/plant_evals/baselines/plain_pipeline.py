"""A plain pipeline: python -m plant_evals.baselines.plain_pipeline PDF WEIGHTS STORE.

PyMuPDF's text of each page, LlamaIndex's SentenceSplitter, sentence-transformers, and qdrant-client's local mode.
Prints {"passages", "characters"} as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pymupdf
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.node_parser.text.utils import split_by_regex
from llama_index.core.schema import Document, MetadataMode
from llama_index.vector_stores.qdrant import QdrantVectorStore
from qdrant_client import QdrantClient

# What the model can read at once, less a margin, because the splitter counts the tokens of another model.
_TOKENS, _OVERLAP = 384, 40
# The splitter's own finder of sentences is nltk's, which refuses its files where uv has installed them as hard links.
_sentences = split_by_regex(r"[^.!?]+[.!?]*\s*")


def run(file: Path, weights: Path, store: Path) -> dict[str, int]:
    """Bring ``file`` into a new ``store`` with the model in the folder ``weights``."""
    from sentence_transformers import SentenceTransformer

    with pymupdf.open(file) as pdf:
        pages = [Document(text=page.get_text(), metadata={"page": number}) for number, page in enumerate(pdf, 1)]
    splitter = SentenceSplitter(chunk_size=_TOKENS, chunk_overlap=_OVERLAP, chunking_tokenizer_fn=_sentences)
    nodes = splitter.get_nodes_from_documents(pages)
    texts = [node.get_content(MetadataMode.NONE) for node in nodes]
    model = SentenceTransformer(str(weights), device="cpu")
    vectors = model.encode([f"passage: {text}" for text in texts], normalize_embeddings=True)
    for node, vector in zip(nodes, vectors, strict=True):
        node.embedding = vector.tolist()
    client = QdrantClient(path=str(store))
    QdrantVectorStore("pages", client=client).add(nodes)
    client.close()
    return {"passages": len(nodes), "characters": sum(map(len, texts))}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(*map(Path, sys.argv[1:4]))))
