"""What is stored: documents, their pages, and verbatim passages that never cross a page."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Rectangle(NamedTuple):
    """A place on a page in points (1/72 inch), origin at the top left, y growing downwards."""

    x0: float
    y0: float
    x1: float
    y1: float

    @classmethod
    def around(cls, rectangles: Iterable[Rectangle]) -> Rectangle:
        """Return the smallest rectangle that covers all of ``rectangles`` (at least one)."""
        x0s, y0s, x1s, y1s = zip(*rectangles, strict=True)
        return cls(min(x0s), min(y0s), max(x1s), max(y1s))

    def rounded(self) -> Rectangle:
        """Return this place to a tenth of a point, so that it is the same after being written and read."""
        return Rectangle(*(round(value, 1) for value in self))


@dataclass(frozen=True, slots=True)
class Document:
    """One revision of a manual, SOP or drawing.

    ``name`` is the document family, the same for all its revisions; ``file`` the SHA-256 of the file it was
    read from; ``effective`` an ISO date or ""; ``assets`` the asset tags it is about; ``rights`` the groups
    that may see it, ``site`` where they have to work, "" for anywhere.
    """

    name: str
    revision: str
    file: str
    title: str
    effective: str = ""
    assets: tuple[str, ...] = ()
    rights: tuple[str, ...] = ("everyone",)
    site: str = ""

    @property
    def issue(self) -> str:
        """One word for this content of this revision of this document."""
        return issue(self.name, self.revision, self.file)


def issue(document: str, revision: str, file: str) -> str:
    """Return the word under which the index keeps one content of one revision."""
    return "\x1f".join((document, revision, file[:16]))


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence, list item or table row inside a passage: ``text[start:end]`` and where it stands.

    ``rectangles`` has one rectangle per printed line it touches, in reading order. A table row also has the
    (start, end) of its ``cells``, one for each column: of an empty one start = end, one merged with others is given
    again in each place, also where it is printed in a row above. Where the table has titles, a row has the titles of
    the ``columns``, several levels as "Limits > Alarm", and their ``units``, "" where a title has none.
    """

    start: int
    end: int
    rectangles: tuple[Rectangle, ...]
    cells: tuple[tuple[int, int], ...] = ()
    columns: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one page, verbatim, with line breaks as printed.

    ``page`` is the 1-based page of the file, ``order`` the passage's place on it from 0, ``printed_page`` the
    label printed on it ("xii", "4-17");
    ``headings`` the outline path above it, outermost first; ``language`` an ISO 639 code with script
    for Chinese ("en", "de", "zh-Hans", "zh-Hant"), or "und".
    ``kind`` says what it is: "text", "table", "procedure", "hazard", "alarms" or "figure"; ``confidence`` how sure
    its text is, 0 to 1, below 1 only where it was recognised in a picture.
    """

    document: str
    revision: str
    file: str
    page: int
    order: int
    printed_page: str
    text: str
    spans: tuple[Span, ...]
    headings: tuple[str, ...]
    language: str
    kind: str = "text"
    confidence: float = 1.0

    @property
    def rectangle(self) -> Rectangle:
        """The smallest rectangle around the whole passage."""
        return Rectangle.around(r for span in self.spans for r in span.rectangles)

    @property
    def issue(self) -> str:
        """The issue of the document this was read from."""
        return issue(self.document, self.revision, self.file)

    @property
    def id(self) -> str:
        """A UUID that depends on content and place only, so that storing twice changes nothing."""
        place = (self.issue, str(self.page), repr(self.rectangle), self.text)
        digest = hashlib.sha256("\x1f".join(place).encode()).digest()
        return str(uuid.UUID(bytes=digest[:16]))


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, its rank (from 1), its fused score, and which of its spans fits the question best."""

    passage: Passage
    rank: int
    score: float
    best: int
