"""Prints bands of cells to PDF pages with PyMuPDF: tables that do not tear, a head and a foot, a stamp.

Its fonts come with PyMuPDF (Nimbus Sans, Droid Sans Fallback), so Chinese is printed on a machine that has no fonts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from itertools import accumulate

import pymupdf

WIDE, HIGH = 595.0, 842.0
"""A4, in points."""
LEFT, RIGHT, TOP, BOTTOM = 48.0, 48.0, 70.0, 54.0
_INSIDE = 5.0
_LONGEST = 100_000.0
_CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
_BOLD = "-webkit-text-stroke-width:0.03em"
_CSS = (
    "body {margin: 0} p {margin: 0 0 2pt 0} "
    "* {font-family: sans-serif; font-size: 9pt; line-height: 1.28; color: #1f2933} "
    "b {font-weight: bold}"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """Part of a band: HTML of the little kind that MuPDF sets, its share of the width, and its ground."""

    html: str
    share: float = 1.0
    fill: str = ""
    colour: str = "#1f2933"


@dataclass(frozen=True, slots=True)
class Band:
    """Cells side by side. ``keep``: it stays with the next; ``head``: the band repeated above it on a new page.

    ``edge``: the colour of a bar at its left; ``ruled``: a line below it; ``above``: space before it, in points.
    """

    cells: tuple[Cell, ...]
    keep: bool = False
    head: Band | None = None
    edge: str = ""
    ruled: bool = False
    above: float = 0.0


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on every page: ``head`` and ``foot`` make HTML of (page, pages), in two cells; ``stamp`` across it.

    ``pictures``: PNG files by the name that the HTML calls them by.
    """

    head: Callable[[int, int], tuple[str, str]]
    foot: Callable[[int, int], tuple[str, str]]
    stamp: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    title: str = ""


@dataclass(slots=True)
class _Ground:
    page: int
    box: pymupdf.Rect
    fill: str = ""
    line: str = ""


def strong(text: str) -> str:
    """Return text as bold HTML; the Chinese face has no bold one, so its outlines are thickened."""
    whole = escape(text, quote=False)
    return "<b>" + _CHINESE.sub(lambda found: f'<span style="{_BOLD}">{found[0]}</span>', whole) + "</b>"


def printed(bands: Sequence[Band], paper: Paper) -> bytes:
    """Return the PDF of the bands, one below the other."""
    press = _Press(paper)
    for group in _groups(bands):
        press.set(group)
    return press.finished()


def _groups(bands: Sequence[Band]) -> list[list[Band]]:
    groups: list[list[Band]] = [[]]
    for band in bands:
        groups[-1].append(band)
        if not band.keep:
            groups.append([])
    return [group for group in groups if group]


class _Press:
    """Sets stories from page to page; grounds, rules, heads and stamps are drawn when the pages are counted."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._held = BytesIO()
        self._writer = pymupdf.DocumentWriter(self._held)
        self._pictures = pymupdf.Archive()
        for name, picture in paper.pictures.items():
            self._pictures.add(picture, name)
        self._grounds: list[_Ground] = []
        self._page, self._y = 0, TOP
        self._device = self._writer.begin_page(pymupdf.Rect(0, 0, WIDE, HIGH))

    def set(self, group: Sequence[Band]) -> None:
        heights = [self._height(band) for band in group]
        if sum(heights) > HIGH - BOTTOM - self._y and self._y > TOP:
            self._turn()
            if group[0].head:
                self._put(group[0].head, self._height(group[0].head))
        for band, height in zip(group, heights, strict=True):
            self._put(band, height)

    def finished(self) -> bytes:
        self._writer.end_page()
        self._writer.close()
        with pymupdf.open("pdf", self._held.getvalue()) as document:
            for ground in self._grounds:
                _draw(document[ground.page], ground)
            for number, page in enumerate(document, 1):
                self._furnish(page, number, len(document))
            document.set_metadata({"title": self._paper.title, "producer": "Plant Copilot"})
            document.subset_fonts()
            made: bytes = document.tobytes(garbage=4, deflate=True, no_new_id=True)
            return made

    def _turn(self) -> None:
        self._writer.end_page()
        self._device = self._writer.begin_page(pymupdf.Rect(0, 0, WIDE, HIGH))
        self._page, self._y = self._page + 1, TOP

    def _put(self, band: Band, height: float) -> None:
        """Set a band here; one that is longer than a page goes on on the next."""
        self._y += band.above if self._y > TOP else 0
        stories = [self._story(cell) for cell in band.cells]
        more = True
        while more:
            low = min(self._y + height - band.above, HIGH - BOTTOM)
            more = self._cells(band, stories, low)
            self._y = low
            if more:
                self._turn()

    def _cells(self, band: Band, stories: list[pymupdf.Story], low: float) -> bool:
        more = False
        for cell, story, (x, wide) in zip(band.cells, stories, _places(band), strict=True):
            self._grounds.append(_Ground(self._page, pymupdf.Rect(x, self._y, x + wide, low), cell.fill))
            where = pymupdf.Rect(x + _INSIDE, self._y + _INSIDE * 0.4, x + wide - _INSIDE, low)
            left, _ = story.place(where)
            story.draw(self._device)
            more = more or bool(left)
        if band.edge:
            self._grounds.append(_Ground(self._page, pymupdf.Rect(LEFT, self._y, LEFT + 4, low), band.edge))
        if band.ruled:
            self._grounds.append(_Ground(self._page, pymupdf.Rect(LEFT, low, WIDE - RIGHT, low), line="#cbd2d9"))
        return more

    def _height(self, band: Band) -> float:
        tallest = 0.0
        for cell, (_, wide) in zip(band.cells, _places(band), strict=True):
            _, filled = self._story(cell).place(pymupdf.Rect(0, 0, wide - 2 * _INSIDE, _LONGEST))
            tallest = max(tallest, filled[3])
        return tallest + 0.8 * _INSIDE + band.above

    def _story(self, cell: Cell) -> pymupdf.Story:
        css = _CSS.replace("#1f2933", cell.colour)
        return pymupdf.Story(cell.html, user_css=css, archive=self._pictures)

    def _furnish(self, page: pymupdf.Page, number: int, pages: int) -> None:
        for make, top, low in ((self._paper.head, 30.0, TOP - 8), (self._paper.foot, HIGH - BOTTOM + 8, HIGH - 16)):
            left, right = make(number, pages)
            middle = LEFT + (WIDE - LEFT - RIGHT) * 0.62
            for html, x0, x1 in ((left, LEFT, middle), (right, middle, WIDE - RIGHT)):
                page.insert_htmlbox(
                    pymupdf.Rect(x0, top, x1, low), html, css=_CSS, archive=self._pictures, scale_low=0.5
                )
        for y in (TOP - 8, HIGH - BOTTOM + 5):
            page.draw_line((LEFT, y), (WIDE - RIGHT, y), color=_colour("#9aa5b1"), width=0.6)
        if self._paper.stamp:
            _stamped(page, self._paper.stamp)


def _places(band: Band) -> list[tuple[float, float]]:
    """Return (x, width) of each cell, in points."""
    whole = sum(cell.share for cell in band.cells)
    widths = [(WIDE - LEFT - RIGHT) * cell.share / whole for cell in band.cells]
    return list(zip(accumulate([LEFT, *widths[:-1]]), widths, strict=True))


def _draw(page: pymupdf.Page, ground: _Ground) -> None:
    if ground.line:
        page.draw_line(ground.box.tl, ground.box.br, color=_colour(ground.line), width=0.5)
    elif ground.fill:
        page.draw_rect(ground.box, color=None, fill=_colour(ground.fill), overlay=False)


def _stamped(page: pymupdf.Page, stamp: str) -> None:
    """Write the stamp across the page, below its text."""
    font = pymupdf.Font("cjk" if _CHINESE.search(stamp) else "hebo")
    size = min(64.0, 640 / font.text_length(stamp, 1))
    middle = pymupdf.Point(WIDE / 2, HIGH / 2)
    writer = pymupdf.TextWriter(page.rect, opacity=0.1, color=_colour("#b91c1c"))
    writer.append(middle - (font.text_length(stamp, size) / 2, -size / 3), stamp, font, size)
    writer.write_text(page, morph=(middle, pymupdf.Matrix(-52)), overlay=True)


def _colour(value: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(value.removeprefix("#"))
    return red / 255, green / 255, blue / 255
