"""What a reranker must offer: a judgement of each text beside the question, which no vector can give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Reranker(Protocol):
    """Judges how well texts answer a question."""

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return a number for each text, larger for better; only their order means something."""
