"""Any model that sentence-transformers loads, by name or folder. Needs the extra ``torch``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

import numpy as np

from plant_knowledge_ingest.embedding import model_folder, prefixes, texts
from plant_knowledge_ingest.embedding.protocol import Encodable, Encoded, Matrix, Vector
from plant_knowledge_ingest.errors import ModelUnavailable

RECIPE = "r1"
"""Counts the changes of what is fed to the models and how their vectors are added up."""

_LONGEST = 8192
"""Some models allow more tokens than a machine without a GPU has memory for."""

_UNTOLD = 512
"""What a model reads at once that does not say so."""


class SentenceTransformerEmbedder:
    """An Embedder on torch, on the GPU where there is one.

    Prefixes are those of the model's own configuration, else those its name tells (``query: `` and ``passage: ``
    for e5).
    """

    def __init__(self, model: str, threads: int | None = None) -> None:
        """Load ``model``, a folder or a name in Hugging Face's cache. Raises ``ModelUnavailable``."""
        try:
            import torch
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging
        except ImportError as error:
            raise ModelUnavailable(
                f"{model} needs sentence-transformers, which is not installed.",
                remedy="pip install 'plant-copilot[torch]'",
            ) from error
        folder = model_folder.find(model)
        if threads:
            torch.set_num_threads(threads)
        logging.disable_progress_bar()
        try:
            self._model: Any = SentenceTransformer(str(folder.absolute()), local_files_only=True)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise ModelUnavailable(
                f"{folder} cannot be loaded by sentence-transformers: {error}",
                remedy="Give the folder of a whole model, with its tokenizer and weights.",
            ) from error
        self._prefixes = prefixes.of_folder(folder, model)
        digest = model_folder.fingerprint(folder, RECIPE, self._prefixes.query, self._prefixes.passage)
        self.fingerprint = f"{model_folder.short_name(model)}-{digest}"
        self.size = int(self._model.get_embedding_dimension())
        self._limit = min(self._model.get_max_seq_length() or _UNTOLD, _LONGEST)
        # The tokenizer keeps its settings to itself and refuses a second user.
        self._lock = Lock()

    def query(self, text: str) -> Vector:
        """Return the unit vector of a question, shape (size,). Threads may call it at the same time."""
        vector: Vector = self._encode([self._prefixes.query + _readable(text)])[0]
        return vector

    def passages(self, passages: Sequence[Encodable], on_done: Callable[[int], None] | None = None) -> list[Encoded]:
        """Return the vectors of each passage, in order; ``on_done`` is told how many are ready so far."""
        return texts.encode(passages, self, on_done)

    def fits(self, text: str) -> bool:
        """See TextModel."""
        # No tokenizer makes more tokens than there are bytes, and the few around every text.
        written = self._prefixes.passage + _readable(text)
        return len(written.encode()) + 8 <= self._limit or self._count(written) <= self._limit

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """See TextModel."""
        return self._encode([self._prefixes.passage + _readable(text) for text in texts])

    def _count(self, text: str) -> int:
        with self._lock:
            return len(self._model.tokenizer(text, truncation=False, verbose=False)["input_ids"])

    def _encode(self, written: list[str]) -> Matrix:
        with self._lock:
            vectors = self._model.encode(written, normalize_embeddings=True, show_progress_bar=False, prompt="")
        return np.asarray(vectors, np.float32)


def _readable(text: str) -> str:
    """Return ``text`` without halves of characters, which no tokenizer takes."""
    return text.encode(errors="replace").decode()
