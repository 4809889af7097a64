"""Any cross-encoder that sentence-transformers loads, by name or folder. Needs the extra ``torch``."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any

from plant_knowledge_ingest.embedding import model_folder
from plant_knowledge_ingest.errors import ModelUnavailable

_LONGEST = 512
"""Tokens of question and text together; what a passage has beyond that is not judged."""


class CrossEncoderReranker:
    """A Reranker on torch, on the GPU where there is one."""

    def __init__(self, model: str, threads: int | None = None) -> None:
        """Load ``model``, a folder or a name in Hugging Face's cache. Raises ``ModelUnavailable``."""
        try:
            import torch
            from sentence_transformers import CrossEncoder
        except ImportError as error:
            raise ModelUnavailable(
                f"{model} needs sentence-transformers, which is not installed.",
                remedy="pip install 'plant-copilot[torch]'",
            ) from error
        folder = model_folder.find(model)
        if threads:
            torch.set_num_threads(threads)
        try:
            self._model: Any = CrossEncoder(str(folder.absolute()), local_files_only=True, num_labels=1)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise ModelUnavailable(
                f"{folder} cannot be loaded as a cross-encoder: {error}",
                remedy="Give the folder of a whole model, with its tokenizer and weights.",
            ) from error
        self._model.max_seq_length = min(self._model.max_seq_length or _LONGEST, _LONGEST)
        self._lock = Lock()

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """See Reranker. Threads may call it at the same time."""
        readable = [(_readable(query), _readable(text)) for text in texts]
        with self._lock:
            scores = self._model.predict(readable, show_progress_bar=False) if readable else []
        return [float(score) for score in scores]


def _readable(text: str) -> str:
    return text.encode(errors="replace").decode()
