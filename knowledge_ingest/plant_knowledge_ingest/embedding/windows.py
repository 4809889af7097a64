"""Cut passages into inputs that the model can read at once, so that no token of a long text is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from plant_knowledge_ingest.embedding.protocol import Matrix

_CLOSED = -10_000.0


@dataclass(slots=True)
class Window:
    """One input of the model: ``tokens``, of which the first ``head`` belong to no sentence.

    ``spans`` tells where the (parts of) sentences lie: (sentence, start, end).
    """

    tokens: list[int]
    head: int
    spans: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, sentence: int, tokens: Sequence[int]) -> None:
        """Append tokens that belong to ``sentence``."""
        start = len(self.tokens)
        self.tokens.extend(tokens)
        self.spans.append((sentence, start, len(self.tokens)))

    def fence(self) -> Matrix:
        """Return 0 where a token (row) may look at another (column), else a large negative number.

        Everyone may look at the head and at the closing token; besides, a sentence may look at itself.
        """
        fence = np.full((len(self.tokens), len(self.tokens)), _CLOSED, np.float32)
        fence[:, : self.head] = fence[:, -1] = 0
        for _, start, end in self.spans:
            fence[start:end, start:end] = 0
        return fence


def windows(head: Sequence[int], sentences: Sequence[Sequence[int]], closing: int, limit: int) -> Iterator[Window]:
    """Yield inputs of at most ``limit`` tokens: ``head``, as many whole sentences as fit, ``closing``.

    Every window repeats the head, so that all of them are read under their headings. A sentence too long for
    a window of its own is continued in the next.
    """
    room = limit - len(head) - 1
    window = Window(list(head), len(head))
    for sentence, tokens in enumerate(sentences):
        for part in (tokens[at : at + room] for at in range(0, len(tokens), room)):
            if len(window.tokens) + len(part) >= limit:
                window.tokens.append(closing)
                yield window
                window = Window(list(head), len(head))
            window.add(sentence, part)
    window.tokens.append(closing)
    yield window
