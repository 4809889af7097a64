"""A page as every reader returns it: printed lines with their places, before any interpretation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from plant_knowledge_ingest.passage import Rectangle


class Word(NamedTuple):
    """A run of characters without a space: where it starts in its line, and where it stands."""

    start: int
    text: str
    rectangle: Rectangle


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line (in a table: one line of one cell). ``block`` numbers the paragraph it is part of."""

    text: str
    block: int
    words: tuple[Word, ...]
    rectangle: Rectangle

    @classmethod
    def of(cls, block: int, words: list[tuple[str, Rectangle]]) -> Line:
        """Join ``words`` (at least one) with single spaces."""
        placed, start = [], 0
        for text, rectangle in words:
            placed.append(Word(start, text, rectangle))
            start += len(text) + 1
        return cls(" ".join(text for text, _ in words), block, tuple(placed), Rectangle.around(r for _, r in words))

    def place(self, start: int, end: int) -> Rectangle:
        """Return where ``text[start:end]`` stands; inside a word, characters count as equally wide."""
        if start <= 0 and end >= len(self.text):
            return self.rectangle
        parts = [
            _part(word, start, end) for word in self.words if word.start < end and word.start + len(word.text) > start
        ]
        return Rectangle.around(parts) if parts else self.rectangle


def _part(word: Word, start: int, end: int) -> Rectangle:
    box, length = word.rectangle, len(word.text)
    first, last = max(start - word.start, 0), min(end - word.start, length)
    step = (box.x1 - box.x0) / length
    return Rectangle(box.x0 + first * step, box.y0, box.x0 + last * step, box.y1)


@dataclass(frozen=True, slots=True)
class Heading:
    """An outline entry: its level (1 = outermost), title, and the line of the page that prints it.

    ``line`` is None when the page does not print the title; the heading then begins at the top.
    """

    level: int
    title: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page: 1-based ``number``, the ``printed`` label, its lines in reading order.

    ``furniture`` are the running headers and footers, kept apart; ``path`` the outline titles that hold
    at its top; ``headings`` those that begin on it; ``rows`` groups of consecutive line numbers, each one
    table row.
    """

    number: int
    printed: str
    width: float
    height: float
    lines: tuple[Line, ...]
    furniture: tuple[Line, ...] = ()
    path: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    rows: tuple[range, ...] = ()


class Source(Protocol):
    """An open document. Iterating pages may raise ``UnreadableDocument`` for the page in question."""

    @property
    def title(self) -> str:
        """The title in the file's own metadata, or ""."""

    @property
    def page_count(self) -> int:
        """How many pages there are."""

    def page(self, number: int) -> Page:
        """Read the 1-based page ``number``; raise ``UnreadableDocument`` if it has no text or is damaged."""

    def pages(self) -> Iterator[Page]:
        """Read all pages in order."""
