"""Cleaned markup on the pages of a PDF.

MuPDF's stories forget text, or begin anew for ever, where some structures meet the end of a page. So every
block is a story of its own and moves to the next page whole, if it can.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import pymupdf

from plant_knowledge_ingest.readers.blocks import blocks
from plant_knowledge_ingest.readers.long_table import LongTable
from plant_knowledge_ingest.readers.section import PRODUCER

# Collapsed borders are no matter of taste: a table with separate ones loses rows where it meets the end of a
# page (15 sections of 300 in a trial). Cells less than 12 points apart would be read as one line. `pre-wrap`
# breaks long lines of code, which would run off the sheet.
_STYLE = """
body { font-family: sans-serif; font-size: 10.5pt; line-height: 1.35; margin: 0 }
h1 { font-size: 18pt } h2 { font-size: 14pt } h3 { font-size: 12pt } h1, h2, h3, h4, h5, h6 { margin: 8pt 0 0 0 }
p, blockquote, pre, table { margin-top: 5pt; margin-bottom: 3pt } ul, ol { margin-top: 2pt; margin-bottom: 1pt }
blockquote { margin-left: 12pt }
table { border-collapse: collapse } td, th { border: 0.5pt solid #888; padding: 3pt 6pt; text-align: left }
pre, code { font-family: monospace; font-size: 9pt } pre { white-space: pre-wrap }
"""
_MARGIN = 56.0
# The least room, in points, that a block begins in. The engine takes none at all for endless room.
_ROOM = 20.0
_HEADING = re.compile(r"<h[1-6]\b")
# Rows of a page of text in one line each, and the most of any sheet.
_USUAL_ROWS, _MOST_ROWS = 34, 200
# No page holds less markup than this on average; a story that takes more pages goes in circles.
_LEAST_ON_PAGE = 100


def typeset(markup: str, sheet: str) -> bytes:
    """Return ``markup`` as a PDF on ``sheet`` (such as "a4" or "a3-l"), its headings as outline.

    A table with titles that goes over several pages has them on each.
    """
    press = _Press(pymupdf.paper_rect(sheet))
    group: list[_Block] = []
    for one in blocks(markup):
        if long := LongTable.of(one):
            press.set_table(group, long)
            group = []
            continue
        group.append(_Block(one))
        if not group[-1].heading:
            press.set_together(group)
            group = []
    press.set_together(group)
    return press.finished()


class _Block:
    """A block of markup as a story of the engine."""

    def __init__(self, markup: str) -> None:
        self.heading = _HEADING.match(markup) is not None
        self.most_pages = 10 + len(markup) // _LEAST_ON_PAGE
        # The engine reads entities twice: "&amp;lt;" would become "<".
        self.story = pymupdf.Story(html=markup.replace("&amp;", "&amp;amp;"), user_css=_STYLE)
        self.headed = _HEADING.search(markup) is not None


class _Press:
    """Sets blocks one below the other, page after page."""

    def __init__(self, paper: pymupdf.Rect) -> None:
        self._paper = paper
        self._area = pymupdf.Rect(_MARGIN, _MARGIN, paper.x1 - _MARGIN, paper.y1 - _MARGIN)
        self._buffer = io.BytesIO()
        self._writer = pymupdf.DocumentWriter(self._buffer)
        self._device = self._writer.begin_page(paper)
        self._page = 1
        self._top = self._area.y0
        self._outline: list[tuple[int, str, int]] = []

    def set_together(self, group: Sequence[_Block]) -> None:
        """Set headings and what follows them on one page; what no page holds goes over several."""
        if self._top > self._area.y0 and not self._has_room(group):
            self._turn()
        for block in group:
            self._set(block)

    def set_table(self, headings: Sequence[_Block], table: LongTable) -> None:
        """Set a table page by page, each with as many rows as it holds, below the ``headings`` before it."""
        at, fitting = 0, _USUAL_ROWS
        while at < len(table.rows):
            before = headings if at == 0 else ()
            most = min(_MOST_ROWS, len(table.rows) - at)
            fitting = self._rows_that_fit(before, table, at, most, min(fitting, most))
            if not fitting and self._top > self._area.y0:
                self._turn()
                continue
            stop = at + max(fitting, 1)
            for block in (*before, _Block(table.cut(at, stop))):
                self._set(block)
            at = stop
            if at < len(table.rows):
                self._turn()

    def _rows_that_fit(self, before: Sequence[_Block], table: LongTable, at: int, most: int, guess: int) -> int:
        """Return how many rows from ``at`` on have room, at most ``most``, looking first at about ``guess``."""
        low, high, step = 0, most + 1, 1
        while high - low > 1:
            if self._has_room([*before, _Block(table.cut(at, at + guess))]):
                low, near = guess, guess + step
            else:
                high, near = guess, guess - step
            step *= 2
            guess = near if low < near < high else (low + high) // 2
        return low

    def _has_room(self, group: Sequence[_Block]) -> bool:
        top = self._top
        for block in group:
            if self._area.y1 - top < _ROOM:
                return False
            more, filled = block.story.place(self._below(top))
            if more:
                return False
            top = filled[3]
        return True

    def _set(self, block: _Block) -> None:
        if self._area.y1 - self._top < _ROOM:
            self._turn()
        last = self._page + block.most_pages
        more, filled = block.story.place(self._below(self._top))
        self._draw(block)
        while more and self._page < last:
            self._turn()
            more, filled = block.story.place(self._below(self._top))
            self._draw(block)
        self._top = filled[3]

    def _below(self, top: float) -> pymupdf.Rect:
        return pymupdf.Rect(self._area.x0, top, self._area.x1, self._area.y1)

    def _turn(self) -> None:
        self._writer.end_page()
        self._device = self._writer.begin_page(self._paper)
        self._page += 1
        self._top = self._area.y0

    def _draw(self, block: _Block) -> None:
        def note(element: Any) -> None:  # a method is no function to the engine
            if element.heading and element.open_close & 1 and element.text:
                self._outline.append((element.heading, " ".join(element.text.split()), self._page))

        if block.headed:
            block.story.element_positions(note, {})
        block.story.draw(self._device)

    def finished(self) -> bytes:
        """Return the PDF."""
        self._writer.end_page()
        self._writer.close()
        return _finished(self._buffer.getvalue(), self._outline)


def _finished(pdf: bytes, outline: list[tuple[int, str, int]]) -> bytes:
    """Add the outline, levels made to begin at 1 and to rise by one; keep only the glyphs used."""
    with pymupdf.open("pdf", pdf) as document:
        levels: list[int] = []
        entries = []
        for level, title, page in outline:
            levels = [above for above in levels if above < level] + [level]
            entries.append([len(levels), title, page])
        document.set_toc(entries)
        document.set_metadata({"producer": PRODUCER})
        document.subset_fonts()
        return bytes(document.tobytes(garbage=4, deflate=True, no_new_id=True))
