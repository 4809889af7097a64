"""Where passages are embedded while documents come in. The simplest place is here; another is in ``spread.py``."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from plant_knowledge_ingest.embedding.protocol import Embedder


class Engine(Protocol):
    """A place with ``workers`` that embed at the same time."""

    workers: int

    def open(self, own: Embedder, choice: str) -> AbstractContextManager[Embedder]:
        """Give an embedder for passages that is like ``own``, which was made by ``choice``, until the block ends."""


class Here:
    """The process that stores them."""

    workers = 1

    def open(self, own: Embedder, choice: str) -> AbstractContextManager[Embedder]:  # noqa: ARG002 - it is open
        """Give ``own``."""
        return nullcontext(own)
