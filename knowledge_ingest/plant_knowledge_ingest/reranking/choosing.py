"""Which reranker: the library that runs it, a colon, and the model."""

from __future__ import annotations

from plant_knowledge_ingest.reranking.protocol import Reranker

CHOICES = "cross-encoder:NAME_OR_FOLDER"
"""How the choices are written, for messages."""

_CROSS_ENCODER = "cross-encoder:"


def is_choice(choice: str) -> bool:
    """Tell whether ``choice`` is written like one of ``CHOICES``."""
    return choice.startswith(_CROSS_ENCODER) and choice != _CROSS_ENCODER


def open_reranker(choice: str, threads: int | None = None) -> Reranker:
    """Open the reranker of ``choice``. Raises ``ModelUnavailable``; ``ValueError`` where ``choice`` is none."""
    if not is_choice(choice):
        raise ValueError(f"{choice!r} is not {CHOICES}")
    from plant_knowledge_ingest.reranking.cross_encoder import CrossEncoderReranker

    return CrossEncoderReranker(choice.removeprefix(_CROSS_ENCODER), threads)
