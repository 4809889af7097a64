"""Texts as vectors of the library's embedder: one space for all its languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from plant_knowledge_ingest.embedding.protocol import Encodable
from plant_knowledge_ingest.language import base, detect

if TYPE_CHECKING:
    from plant_knowledge_ingest.embedding.protocol import Embedder
    from plant_tools.rca.features import Embed

_AT_ONCE = 128


def meaning(lend: Callable[[], Embedder], tell: Callable[[str], None] | None = None) -> Embed:
    """Return what makes vectors of length 1 of texts, shape (texts, size); ``tell`` is told how far it is."""

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        embedder, made = lend(), []
        for begin in range(0, len(texts), _AT_ONCE):
            some = texts[begin : begin + _AT_ONCE]
            encoded = embedder.passages([Encodable("", (text,), base(detect(text))) for text in some])
            made += [one.passage / (np.linalg.norm(one.passage) or 1.0) for one in encoded]
            if tell and len(texts) > _AT_ONCE:
                tell(f"{min(begin + _AT_ONCE, len(texts)):,} of {len(texts):,} texts read")
        return np.asarray(np.stack(made), np.float32)

    return embed
