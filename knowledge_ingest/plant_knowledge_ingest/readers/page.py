"""A page as every reader returns it: printed lines with their places, before any interpretation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from plant_knowledge_ingest.passage import Rectangle

# A run of characters without a blank: its place (x0, y0, x1, y1) and the characters.
Word: TypeAlias = tuple[float, float, float, float, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line (in a table: one line of one cell). ``block`` numbers the paragraph it is part of.

    ``confidence`` says how sure its text is, 0 to 1, below 1 only where it was recognised in a picture.
    """

    text: str
    block: int
    words: tuple[Word, ...]
    rectangle: Rectangle
    confidence: float = 1.0

    @classmethod
    def of(cls, block: int, words: Iterable[Word], confidence: float = 1.0) -> Line:
        """Join ``words`` (at least one) with single spaces."""
        x0s, y0s, x1s, y1s, texts = zip(*words, strict=True)
        rectangle = Rectangle(min(x0s), min(y0s), max(x1s), max(y1s))
        return cls(" ".join(texts), block, tuple(zip(x0s, y0s, x1s, y1s, texts, strict=True)), rectangle, confidence)

    def place(self, start: int, end: int) -> Rectangle:
        """Return where ``text[start:end]`` stands; inside a word, characters count as equally wide."""
        if start <= 0 and end >= len(self.text):
            return self.rectangle
        parts = []
        at = 0
        for word in self.words:
            length = len(word[4])
            if at < end and at + length > start:
                parts.append(_part(word, max(start - at, 0), min(end - at, length)))
            at += length + 1
        return Rectangle.around(parts) if parts else self.rectangle


def _part(word: Word, first: int, last: int) -> Rectangle:
    x0, y0, x1, y1, text = word
    step = (x1 - x0) / len(text)
    return Rectangle(x0 + first * step, y0, x0 + last * step, y1)


@dataclass(frozen=True, slots=True)
class Heading:
    """An outline entry: its level (1 = outermost), title, and the line of the page that prints it.

    ``line`` is None when the page does not print the title; the heading then begins at the top.
    """

    level: int
    title: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its ``lines``, and for each column the numbers of the lines in its cell.

    An empty cell has none; a merged one has the same lines in each of its places, also in the rows below. A body row
    has the titles above its ``columns`` where there are any ("Torque [Nm]", of several levels "Limit > Alarm"), a row
    that ``heads`` the table is made of titles.
    """

    lines: range
    cells: tuple[range, ...]
    columns: tuple[str, ...] = ()
    heads: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: the ``lines`` of its caption, its ``number`` ("4-2") or "", and where its ``picture`` stands."""

    lines: range
    number: str
    picture: Rectangle


@dataclass(frozen=True, slots=True)
class Page:
    """One page: 1-based ``number``, the ``printed`` label, its lines in reading order.

    ``furniture`` are the running headers and footers, kept apart; ``path`` the outline titles that hold
    at its top; ``headings`` those that begin on it; ``rows`` those of its tables, none sharing a
    line; ``figures`` those whose captions it has; ``damage`` says why some of its text is missing, "" where it is not.
    """

    number: int
    printed: str
    width: float
    height: float
    lines: tuple[Line, ...]
    furniture: tuple[Line, ...] = ()
    path: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    rows: tuple[Row, ...] = ()
    figures: tuple[Figure, ...] = ()
    damage: str = ""


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
