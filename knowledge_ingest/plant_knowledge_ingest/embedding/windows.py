"""Cut passages into inputs that the model can read at once, so that no token of a long text is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Window:
    """One input of the model: ``tokens``, and where the (parts of) sentences lie: (sentence, start, end)."""

    passage: int
    tokens: list[int]
    spans: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, sentence: int, tokens: Sequence[int]) -> None:
        """Append tokens that belong to ``sentence``."""
        start = len(self.tokens)
        self.tokens.extend(tokens)
        self.spans.append((sentence, start, len(self.tokens)))


def windows(
    passage: int, head: Sequence[int], sentences: Sequence[Sequence[int]], end: int, limit: int
) -> Iterator[Window]:
    """Yield inputs of at most ``limit`` tokens: ``head``, as many whole sentences as fit, and ``end``.

    Every window repeats the head, so that all of them are read under their headings. A sentence that does
    not fit into a window of its own is continued in the next one.
    """
    room = limit - len(head) - 1
    window = Window(passage, list(head))
    for sentence, tokens in enumerate(sentences):
        for part in (tokens[i : i + room] for i in range(0, len(tokens), room)):
            if len(window.tokens) + len(part) >= limit:
                yield _closed(window, end)
                window = Window(passage, list(head))
            window.add(sentence, part)
    yield _closed(window, end)


def _closed(window: Window, end: int) -> Window:
    window.tokens.append(end)
    return window
