"""From pages to passages: verbatim, inside one page, cut at headings and between sentences or rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from plant_knowledge_ingest.language import UNDETERMINED, detect
from plant_knowledge_ingest.legend import entries
from plant_knowledge_ingest.passage import Document, Passage, Rectangle, Span
from plant_knowledge_ingest.passage_kind import FIGURE, kind_of
from plant_knowledge_ingest.readers.page import Figure, Line, Page, Row
from plant_knowledge_ingest.readers.titles import unit as unit_in
from plant_knowledge_ingest.sentences import sentences

# About 230 tokens of the embedding model; a Chinese character weighs as much as 2.6 latin ones.
LONGEST = 950.0
CHINESE_WEIGHT = 2.6
_WIDE = re.compile(r"[\u2e80-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, list item, heading or table row on its way into a passage; of a row's lines also the lengths."""

    text: str
    rectangles: tuple[Rectangle, ...]
    begins_block: bool
    row: Row | None = None
    lengths: tuple[int, ...] = ()
    confidence: float = 1.0
    is_figure: bool = False

    @property
    def weight(self) -> float:
        wide = 0 if self.text.isascii() else len(_WIDE.findall(self.text))
        return len(self.text) + (CHINESE_WEIGHT - 1) * wide


def passages(document: Document, page: Page, default_language: str = UNDETERMINED) -> list[Passage]:
    """Cut ``page`` into passages.

    Every line of ``page.lines`` is in exactly one passage, with its line breaks; text too short to tell
    its language gets ``default_language``. The caption of a figure is a passage of its own, after the text around it.
    """
    cut = [(path, packed) for path, units in _sections(page) for packed in _packed(units)]
    whole = [_passage(document, page, order, path, packed) for order, (path, packed) in enumerate(cut)]
    return [replace(passage, language=detect(passage.text, default_language)) for passage in whole]


def _sections(page: Page) -> Iterator[tuple[tuple[str, ...], list[_Unit]]]:
    """Yield the stretches between headings, each with its heading path; bare headings join what follows."""
    cuts = {0: page.path}
    path = page.path
    for heading in page.headings:
        path = (*path[: heading.level - 1], heading.title)
        cuts[heading.line or 0] = path
    starts = sorted(cuts)
    pending: list[_Unit] = []
    for start, stop in zip(starts, [*starts[1:], len(page.lines)], strict=True):
        units = list(_units(page, range(start, stop)))
        pending.extend(units)
        bare = sum(unit.weight for unit in units) < 80 and stop < len(page.lines)
        if pending and not (bare and stop - start <= 3):
            yield cuts[start], pending
            pending = []


def _units(page: Page, stretch: range) -> Iterator[_Unit]:
    whole: dict[int, Row | Figure] = {i: row for row in page.rows for i in row.lines}
    whole |= {i: figure for figure in page.figures for i in figure.lines}
    for (_, row), group in groupby(stretch, key=lambda i: (None if i in whole else page.lines[i].block, whole.get(i))):
        lines = [page.lines[i] for i in group]
        if isinstance(row, Figure):
            text = "\n".join(line.text for line in lines)
            places = (*(line.rectangle for line in lines), row.picture)
            yield _Unit(text, places, True, confidence=_sureness(lines), is_figure=True)
        elif row is not None:
            text = "\n".join(line.text for line in lines)
            places = tuple(line.rectangle for line in lines)
            yield _Unit(text, places, True, row, tuple(len(line.text) for line in lines), _sureness(lines))
        else:
            for entry in entries([line.text for line in lines]):
                yield from _sentences_of([lines[i] for i in entry], begins=entry.start == 0)


def _sentences_of(lines: Sequence[Line], *, begins: bool) -> Iterator[_Unit]:
    text = "\n".join(line.text for line in lines)
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line.text) + 1)
    for start, end in sentences(text):
        touched = [
            (line, offset)
            for line, offset in zip(lines, offsets, strict=False)
            if offset < end and offset + len(line.text) > start
        ]
        places = [line.place(max(start - at, 0), min(end - at, len(line.text))) for line, at in touched]
        sureness = _sureness([line for line, _ in touched])
        yield _Unit(text[start:end], tuple(places), begins and start == 0, confidence=sureness)


def _sureness(lines: Sequence[Line]) -> float:
    """Return how sure the least sure of ``lines`` is; single signs, such as the marks in a drawing, do not count."""
    return min((line.confidence for line in lines if len(line.text) > 1), default=1.0)


def _packed(units: list[_Unit]) -> Iterator[list[_Unit]]:
    """Fill passages up to LONGEST, preferring to begin a new one where a paragraph begins."""
    packed: list[_Unit] = []
    weight = 0.0
    for unit in units:
        if unit.is_figure:
            continue
        full = weight + unit.weight > LONGEST or (unit.begins_block and weight > 0.7 * LONGEST)
        if packed and full:
            yield packed
            packed, weight = [], 0.0
        packed.append(unit)
        weight += unit.weight
    if packed:
        yield packed
    yield from ([unit] for unit in units if unit.is_figure)


def _passage(document: Document, page: Page, order: int, path: tuple[str, ...], units: list[_Unit]) -> Passage:
    spans, parts, at = [], [], 0
    printed: dict[int, tuple[int, int]] = {}
    for unit in units:
        places = tuple(rectangle.rounded() for rectangle in unit.rectangles)
        spans.append(Span(at, at + len(unit.text), places, *_cells(unit, at, printed)))
        parts.append(unit.text)
        at += len(unit.text) + 1
    passage = Passage(
        document=document.name,
        revision=document.revision,
        file=document.file,
        page=page.number,
        order=order,
        printed_page=page.printed,
        text="\n".join(parts),
        spans=tuple(spans),
        headings=path,
        language=UNDETERMINED,
        confidence=round(min(unit.confidence for unit in units), 3),
    )
    return replace(passage, kind=FIGURE if units[0].is_figure else kind_of(passage))


def _cells(
    row: _Unit, at: int, printed: dict[int, tuple[int, int]]
) -> tuple[tuple[tuple[int, int], ...], tuple[str, ...], tuple[str, ...]]:
    """Return where a row's cells stand in the passage, their columns and units; keep where its lines stand.

    A cell merged with one above stands there; if that is in another passage, it is empty.
    """
    if row.row is None:
        return (), (), ()
    start = at
    for line, length in zip(row.row.lines, row.lengths, strict=True):
        printed[line] = (start, start + length)
        start += length + 1
    cells, here = [], at
    for cell in row.row.cells:
        there = bool(cell) and cell[0] in printed and cell[-1] in printed
        place = (printed[cell[0]][0], printed[cell[-1]][1]) if there else (here, here)
        cells.append(place)
        here = max(here, place[1]) if at <= place[0] else here
    return tuple(cells), row.row.columns, tuple(map(unit_in, row.row.columns))
