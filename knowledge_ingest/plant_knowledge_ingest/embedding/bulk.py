"""Passages to vectors on ONNX Runtime: tokenise, cut into windows, encode, pool."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np

from plant_knowledge_ingest.embedding.arithmetic import Peaks
from plant_knowledge_ingest.embedding.calibration import measured_peaks
from plant_knowledge_ingest.embedding.container import Container
from plant_knowledge_ingest.embedding.graph import encoder_graph, exact_graph
from plant_knowledge_ingest.embedding.graph_cache import cached
from plant_knowledge_ingest.embedding.onnx_session import open_session, signed_products_are_exact
from plant_knowledge_ingest.embedding.protocol import Encodable, Encoded, Matrix
from plant_knowledge_ingest.embedding.tokenizer import Tokenizer
from plant_knowledge_ingest.embedding.windows import Window, windows

_AT_ONCE = 64
"""Passages handed to each thread before the next are looked at: bounds the memory of a long ingest."""


class BulkE5:
    """The bulk side of E5Embedder: weights at ``weights``, its graph kept in the file ``graph``.

    The graph multiplies 8-bit integers, or floats if it is to be ``exact``.
    """

    def __init__(self, weights: Path, graph: Path, threads: int | None, branch: int, *, exact: bool = False) -> None:
        self._weights = weights
        self._container, self._tokenizer = _opened(weights)
        self._branch = branch
        self._exact = exact
        self._signed = not exact and signed_products_are_exact()
        kind = "f32" if exact else "s8" if self._signed else "u8"
        self._session = open_session(cached(graph.with_suffix(f".{kind}.onnx"), self._export))
        self._threads = threads or os.cpu_count() or 1

    def encode(self, passages: Sequence[Encodable], on_done: Callable[[int], None] | None) -> list[Encoded]:
        """Return the vectors of each passage, in order; ``on_done`` is called after each of them."""
        encoded: list[Encoded] = []
        step = _AT_ONCE * self._threads
        with ThreadPoolExecutor(self._threads) as threads:
            for at in range(0, len(passages), step):
                for one in threads.map(self._encode, passages[at : at + step]):
                    encoded.append(one)
                    if on_done:
                        on_done(len(encoded))
        return encoded

    def _export(self) -> bytes:
        if self._exact:
            return exact_graph(self._container, branch=self._branch)
        return encoder_graph(self._container, _peaks(self._weights), signed=self._signed, branch=self._branch)

    def _encode(self, passage: Encodable) -> Encoded:
        """Pool the states of all windows: sums will do, as vectors are scaled to length one anyway."""
        whole = np.zeros(self._container.shape.hidden, np.float32)
        sentences = np.zeros((len(passage.sentences), len(whole)), np.float32)
        for window in self._windows(passage):
            states, own_states = self._states(window)
            whole += states.sum(axis=0)
            for sentence, start, end in window.spans:
                sentences[sentence] += own_states[start:end].sum(axis=0)
        sentences[~sentences.any(axis=1)] = whole
        return Encoded(_unit(whole), _unit(sentences))

    def _windows(self, passage: Encodable) -> list[Window]:
        special, limit = self._container.special, self._container.shape.positions
        # Headings longer than a quarter of a window would leave too little room; the innermost ones stay.
        context = f"{passage.context}:" if passage.context.strip() else ""
        headings = self._tokenizer.word_start(context)[-limit // 4 :]
        head = [special.start, *self._tokenizer.word_start("passage:"), *headings]
        return list(windows(head, self._tokenizer.sentences(passage.sentences), special.end, limit))

    def _states(self, window: Window) -> tuple[Matrix, Matrix]:
        """Return the hidden states of a window and those of its fenced sentences, each (tokens, hidden)."""
        words = self._container.blocks("emb.word", np.array(window.tokens)).dense()
        inputs = {"words": words[None], "fence": window.fence()[None, None]}
        states, own_states = self._session.run(["states", "own_states"], inputs)
        return states[0], own_states[0]


@lru_cache(maxsize=1)
def _opened(weights: Path) -> tuple[Container, Tokenizer]:
    """Return the tensors and the vocabulary; all embedders of this process share them: they take 0.8 s and 0.3 GB."""
    container = Container(weights)
    return container, Tokenizer(container)


@lru_cache(maxsize=1)
def _peaks(weights: Path) -> Peaks:
    """Return what calibrates every graph of these weights; measuring it takes a second."""
    return measured_peaks(*_opened(weights))


def _unit(vectors: Matrix) -> Matrix:
    unit: Matrix = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return unit
