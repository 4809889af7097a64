"""Which embedder: one word, or the library that runs it, a colon, and the model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plant_knowledge_ingest.embedding.protocol import Embedder

USUAL = "e5"
CHOICES = "e5, e5-fast, e5-fp32, sentence-transformers:NAME_OR_FOLDER or ollama:MODEL[@URL]"
"""How the choices are written, for messages."""

_SENTENCE_TRANSFORMERS, _OLLAMA = "sentence-transformers:", "ollama:"


def is_choice(choice: str) -> bool:
    """Tell whether ``choice`` is written like one of ``CHOICES``."""
    if choice.startswith(_OLLAMA):
        model, at, url = choice.removeprefix(_OLLAMA).partition("@")
        return bool(model) and (not at or url.startswith(("http://", "https://")))
    return choice in {USUAL, "e5-fast", "e5-fp32"} or bool(choice.partition(_SENTENCE_TRANSFORMERS)[2])


def open_embedder(choice: str, cache: Path, threads: int | None = None) -> Embedder:
    """Open the embedder of ``choice``; ``cache`` is a folder for exported graphs.

    Raises ``ModelUnavailable``, ``WeightsInvalid``; ``ValueError`` where ``choice`` is none.
    """
    if not is_choice(choice):
        raise ValueError(f"{choice!r} is none of {CHOICES}")
    if choice.startswith(_SENTENCE_TRANSFORMERS):
        from plant_knowledge_ingest.embedding.sentence_transformers import SentenceTransformerEmbedder

        return SentenceTransformerEmbedder(choice.removeprefix(_SENTENCE_TRANSFORMERS), threads)
    if choice.startswith(_OLLAMA):
        from plant_knowledge_ingest.embedding.ollama import HERE, OllamaEmbedder

        model, _, url = choice.removeprefix(_OLLAMA).partition("@")
        return OllamaEmbedder.at(model, url or HERE)
    from plant_knowledge_ingest.embedding.alignment import AlignedEmbedder, Alignment
    from plant_knowledge_ingest.embedding.e5 import E5Embedder

    embedder = E5Embedder(cache, threads, fast=choice == "e5-fast", exact=choice == "e5-fp32")
    return AlignedEmbedder(embedder, Alignment.shipped())
