"""The outline (bookmarks) of a PDF: which headings hold at the top of a page, and which begin on it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self

from plant_knowledge_ingest.readers.damage import DAMAGED
from plant_knowledge_ingest.readers.page import Heading, Line

_BLANKS = re.compile(r"\s+")


class Outline:
    """Headings by page. Entries are (level, title, 1-based page), in document order; levels may skip some."""

    def __init__(self, entries: Iterable[tuple[int, str, int]]) -> None:
        self._on_page: dict[int, list[tuple[int, str]]] = defaultdict(list)
        self._paths: dict[int, tuple[str, ...]] = {}
        path: tuple[str, ...] = ()
        levels: list[int] = []
        for level, title, page in sorted(entries, key=lambda entry: entry[2]):
            self._paths.setdefault(page, path)
            levels = [above for above in levels if above < level] + [level]
            path = (*path[: len(levels) - 1], _BLANKS.sub(" ", title).strip())
            self._on_page[page].append((len(levels), path[-1]))
            self._paths[page + 1] = path
        self._starts = sorted(self._paths)

    @classmethod
    def of(cls, pdf: Any) -> Self:
        """Read the outline of an open PyMuPDF document; entries without a page are left out."""
        try:
            entries = pdf.get_toc(simple=True)
        except DAMAGED:
            entries = []  # the pages can be read without it
        return cls((level, title, page) for level, title, page in entries if page >= 1)

    def __bool__(self) -> bool:
        """Tell whether there are any headings."""
        return bool(self._starts)

    def path_before(self, page: int) -> tuple[str, ...]:
        """Return the titles that hold at the top of ``page``, outermost first."""
        earlier = [start for start in self._starts if start <= page]
        return self._paths[earlier[-1]] if earlier else ()

    def on_page(self, page: int, lines: Sequence[Line]) -> tuple[Heading, ...]:
        """Return the headings that begin on ``page``, each with the line that prints it."""
        headings, after = [], 0
        for level, title in self._on_page.get(page, []):
            line = _find(title, lines, after)
            after = after if line is None else line + 1
            headings.append(Heading(level, title, line))
        return tuple(headings)


def heading_lines(headings: Iterable[Heading], lines: Sequence[Line]) -> Iterator[int]:
    """Yield the numbers of the lines that print headings: two where the first does not end with the title.

    Those are a number that is printed beside its title, and a long title, broken over lines.
    """
    for heading in headings:
        if heading.line is not None:
            yield heading.line
            if not _squeeze(lines[heading.line].text).endswith(_squeeze(heading.title)):
                yield heading.line + 1


def _find(title: str, lines: Sequence[Line], after: int) -> int | None:
    """Find the line that ends with ``title``, as printed headings do after their number.

    A number printed as a line of its own ("5.2.6", then "Logic Examples") belongs to the heading.
    """
    wanted = _squeeze(title)
    for i in range(after, len(lines)):
        text = _squeeze(lines[i].text)
        if text.endswith(wanted) and len(text) <= len(wanted) + 24:
            numbered = (
                i > after
                and lines[i - 1].rectangle.x1 <= lines[i].rectangle.x0
                and _same_height(lines[i - 1], lines[i])
            )
            return i - 1 if numbered else i
        if len(text) >= 16 and wanted.startswith(text):  # a long title, broken over lines
            return i
    return None


def _squeeze(text: str) -> str:
    return _BLANKS.sub("", text).casefold()


def _same_height(a: Line, b: Line) -> bool:
    return abs(a.rectangle.y1 - b.rectangle.y1) < 3
