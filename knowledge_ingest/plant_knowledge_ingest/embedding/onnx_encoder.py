"""Bulk encoding on ONNX Runtime: batches of windows in, sums of hidden states out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from plant_knowledge_ingest.embedding.container import Container
from plant_knowledge_ingest.embedding.protocol import Matrix
from plant_knowledge_ingest.embedding.windows import Window

_BATCH_TOKENS = 2048


class OnnxEncoder:
    """The encoder in ONNX Runtime. ``model`` is what ``build_graph`` returns for ``container``."""

    def __init__(self, model: bytes, container: Container, threads: int | None) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or 0
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._container = container

    def batches(self, windows: Sequence[Window]) -> Iterator[list[tuple[Window, Matrix]]]:
        """Yield each window with the hidden states of its tokens, (tokens, hidden), batch after batch."""
        for batch in _batches(windows):
            lengths = np.array([len(window.tokens) for window in batch], np.int32)
            inputs = {"words": self._words(batch, lengths), "lengths": lengths}
            states: NDArray[np.float32] = self._session.run(["states"], inputs)[0]
            yield [(window, rows[: len(window.tokens)]) for window, rows in zip(batch, states, strict=True)]

    def _words(self, batch: Sequence[Window], lengths: NDArray[np.int32]) -> NDArray[np.float32]:
        """Look up word embeddings, shape (batch, tokens, hidden), zeros where a window is padded."""
        ids = np.concatenate([window.tokens for window in batch])
        present = np.arange(lengths.max()) < lengths[:, None]
        words = np.zeros((*present.shape, self._container.shape.hidden), np.float32)
        words[present] = self._container.blocks("emb.word", ids).dense()
        return words


def _batches(windows: Sequence[Window]) -> Iterator[list[Window]]:
    """Group windows of similar length, at most ``_BATCH_TOKENS`` tokens (with padding) together."""
    batch: list[Window] = []
    for window in sorted(windows, key=lambda window: len(window.tokens)):
        if batch and (len(batch) + 1) * len(window.tokens) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch
