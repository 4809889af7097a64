"""Passages to vectors: tokenise, cut into windows, encode in batches, pool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from plant_knowledge_ingest.embedding.container import Container
from plant_knowledge_ingest.embedding.graph import build_graph
from plant_knowledge_ingest.embedding.graph_cache import cached
from plant_knowledge_ingest.embedding.onnx_encoder import OnnxEncoder
from plant_knowledge_ingest.embedding.pooling import Pool
from plant_knowledge_ingest.embedding.protocol import Encodable, Encoded
from plant_knowledge_ingest.embedding.tokenizer import Tokenizer
from plant_knowledge_ingest.embedding.windows import Window, windows


class BulkE5:
    """The bulk side of E5Embedder: weights at ``weights``, its graph kept in the file ``graph``."""

    def __init__(self, weights: Path, graph: Path, threads: int | None) -> None:
        self._container = Container(weights)
        self._tokenizer = Tokenizer(self._container)
        model = cached(graph, lambda: build_graph(self._container))
        self._encoder = OnnxEncoder(model, self._container, threads)

    def encode(self, passages: Sequence[Encodable], on_done: Callable[[int], None] | None) -> list[Encoded]:
        """Return the vectors of each passage, in order."""
        cut = [window for number, passage in enumerate(passages) for window in self._windows(number, passage)]
        pools = [Pool(len(passage.sentences), self._container.shape.hidden) for passage in passages]
        missing = Counter(window.passage for window in cut)
        for batch in self._encoder.batches(cut):
            for window, states in batch:
                pools[window.passage].add(window, states)
                missing[window.passage] -= 1
            if on_done:
                on_done(sum(left == 0 for left in missing.values()))
        return [pool.encoded() for pool in pools]

    def _windows(self, number: int, passage: Encodable) -> list[Window]:
        special, limit = self._container.special, self._container.shape.positions
        context = f"{passage.context}:" if passage.context.strip() else ""
        # Headings longer than a quarter of a window would leave too little room; the innermost ones stay.
        headings = self._tokenizer.word_start(context)[-limit // 4 :]
        head = [special.start, *self._tokenizer.word_start("passage:"), *headings]
        sentences = self._tokenizer.sentences(passage.sentences)
        return list(windows(number, head, sentences, special.end, limit))
