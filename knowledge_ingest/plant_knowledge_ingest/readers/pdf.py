"""PDF through PyMuPDF: words with their places, outline, printed page labels."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from itertools import compress, groupby
from operator import not_
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pymupdf

from plant_knowledge_ingest.errors import UnknownPage, UnreadableDocument
from plant_knowledge_ingest.readers.askew import turned
from plant_knowledge_ingest.readers.bold import is_heavy, is_monospaced, printed_so
from plant_knowledge_ingest.readers.damage import DAMAGED, damage, forget_warnings
from plant_knowledge_ingest.readers.figures import drawings, figures
from plant_knowledge_ingest.readers.furniture import Furniture
from plant_knowledge_ingest.readers.guessed import guessed
from plant_knowledge_ingest.readers.labels import PageLabels
from plant_knowledge_ingest.readers.outline import Outline, heading_lines
from plant_knowledge_ingest.readers.page import Line, Page
from plant_knowledge_ingest.readers.rules import Strokes
from plant_knowledge_ingest.readers.running_rows import rows_among
from plant_knowledge_ingest.readers.scan import Seen
from plant_knowledge_ingest.readers.section import PRODUCER
from plant_knowledge_ingest.readers.sight import seen
from plant_knowledge_ingest.readers.tables import Tabulated, tabulated

# Ligatures are taken apart, so that "Öffnen" is found and quoted with two letters f.
WORD_FLAGS = pymupdf.TEXTFLAGS_WORDS & ~pymupdf.TEXT_PRESERVE_LIGATURES
_SAMPLE = 40
MOST_PAGES = 20_000


class PdfSource:
    """An open PDF. Use as a context manager; not for several threads at once."""

    def __init__(self, path: Path, *, called: Path | None = None) -> None:
        """Open ``path``; errors name ``called`` instead where the pages stand for another file."""
        self.path = called or path
        self._pdf = self._open(path, self.path)
        self._outline = Outline.of(self._pdf) or Outline(guessed(self._pdf, WORD_FLAGS))
        self._labels = PageLabels.of(self._pdf)
        self._last: tuple[int, Tabulated] | None = None

    @staticmethod
    def _open(file: Path, path: Path) -> Any:
        if file.stat().st_size == 0:
            raise UnreadableDocument(path, "the file is empty")
        try:
            pdf = pymupdf.open(file, filetype="pdf")
            pages = pdf.page_count
        except DAMAGED as error:
            raise UnreadableDocument(
                path, f"not a readable PDF ({error})", remedy="Export or download it again."
            ) from error
        if not pdf.is_pdf:
            raise UnreadableDocument(
                path, "its content is not PDF", remedy="Give it the ending that fits, or export it as PDF."
            )
        if pdf.needs_pass:
            raise UnreadableDocument(path, "it is protected by a password", remedy="Save a copy without the password.")
        if not pages:
            raise UnreadableDocument(path, "it has no pages", remedy="The file may be cut off: download it again.")
        if pages > MOST_PAGES:
            raise UnreadableDocument(
                path, f"it has {pages:,} pages, more than the {MOST_PAGES:,} read", remedy="Split it."
            )
        return pdf

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pdf.close()

    @cached_property
    def _is_ours(self) -> bool:
        return (self._pdf.metadata or {}).get("producer") == PRODUCER

    @property
    def title(self) -> str:
        """The title in the file's metadata, or ""."""
        return str((self._pdf.metadata or {}).get("title") or "").strip()

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return int(self._pdf.page_count)

    def pages(self) -> Iterator[Page]:
        """Read all pages in order."""
        return (self.page(number) for number in range(1, self.page_count + 1))

    def page(self, number: int) -> Page:
        """Read the 1-based page ``number``.

        Raises ``UnreadableDocument`` for a damaged page without text, and for one whose text cannot be had (``seen``).
        """
        if not 1 <= number <= self.page_count:
            raise UnknownPage(f"{self.path.name} has pages 1 to {self.page_count}, not {number}.")
        forget_warnings()
        try:
            page = self._pdf[number - 1]
            textpage = page.get_textpage(flags=WORD_FLAGS)
            lines = _lines(page, textpage)
            blank = not lines and not page.get_images() and not page.get_cdrawings()
        except DAMAGED as error:
            raise UnreadableDocument(self.path, f"the page is damaged ({error})", page=number) from error
        harm = damage(blank=blank)
        if harm and not lines:
            raise UnreadableDocument(self.path, f"the page is damaged ({harm})", page=number)
        sight = Seen(lines) if blank or self._is_ours else seen(self.path, number, page, lines)
        lines = turned(sight.lines, -sight.slant)
        height = float(page.rect.height)
        running = self._running(number, lines, height)
        for i in rows_among(lines, running, lambda: Strokes.of(page)) if any(running) else ():
            running[i] = False
        body = list(compress(lines, map(not_, running)))
        tables = self._tabulated(number, page, textpage, body, sight.strokes)
        placed = turned(tables.lines, sight.slant)
        return Page(
            number=number,
            printed=self._labels[number] or str(number),
            width=float(page.rect.width),
            height=height,
            lines=tuple(placed),
            furniture=tuple(turned(compress(lines, running), sight.slant)),
            path=self._outline.path_before(number),
            headings=self._outline.on_page(number, tables.lines),
            rows=tables.rows,
            figures=figures(placed, tables.rows, lambda: drawings(page)),
            damage=harm,
        )

    def _tabulated(self, number: int, page: Any, textpage: Any, body: list[Line], strokes: Strokes | None) -> Tabulated:
        """Find the tables of a page; one that goes on from the page before keeps its titles."""
        turn = page.rotation_matrix if page.rotation else None
        tables = tabulated(
            body,
            set(heading_lines(self._outline.on_page(number, body), body)),
            lambda: Strokes.of(page) if strokes is None else strokes,
            lambda: printed_so(is_heavy, textpage, turn),
            lambda: self._before(number).last,
            lambda: printed_so(is_monospaced, textpage, turn),
        )
        self._last = number, tables
        return tables

    def _before(self, number: int) -> Tabulated:
        """Return the tables of the page before ``number``, which mostly was read just now."""
        if self._last is None or self._last[0] != number - 1:
            self._last = number - 1, Tabulated(())
            with suppress(UnreadableDocument, UnknownPage):  # it is reported when it is asked for
                self.page(number - 1)
        return self._last[1]

    def _running(self, number: int, lines: list[Line], height: float) -> list[bool]:
        """Tell of each line whether it is furniture; a heading that is printed nowhere else on its page is none."""
        running = [self._furniture(line, height) for line in lines]
        body = list(compress(lines, map(not_, running)))
        missing = {heading.title for heading in self._outline.on_page(number, body) if heading.line is None}
        if not missing:
            return running
        for i in compress(range(len(lines)), running.copy()):
            printed = self._outline.on_page(number, lines[i : i + 1])
            running[i] = not any(heading.line == 0 and heading.title in missing for heading in printed)
        return running

    @cached_property
    def _furniture(self) -> Furniture:
        if self._is_ours:
            return Furniture([])  # the rows of a long table look like running lines
        step = max(1, self.page_count // _SAMPLE)
        return Furniture(self._sample(range(0, self.page_count, step)))

    def _sample(self, indices: range) -> Iterator[tuple[float, list[Line]]]:
        for index in indices:
            try:
                page = self._pdf[index]
                yield float(page.rect.height), _lines(page)
            except DAMAGED:
                continue  # the damaged page itself is reported when it is read


def _lines(page: Any, textpage: Any = None) -> list[Line]:
    words = page.get_text("words", flags=WORD_FLAGS, textpage=textpage)
    if page.rotation:  # places are those of the page as it is displayed
        words = [(*pymupdf.Rect(word[:4]) * page.rotation_matrix, *word[4:]) for word in words]
    return [
        Line.of(block, [word[:5] for word in group])
        for (block, _), group in groupby(words, key=lambda word: (word[5], word[6]))
    ]
