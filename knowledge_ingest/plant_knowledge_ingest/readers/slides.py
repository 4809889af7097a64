"""Presentations as markup: each slide a section under its title, its tables and the speaker's notes with it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from plant_knowledge_ingest.readers.archive import office_file
from plant_knowledge_ingest.readers.markup_table import lines, squared, table
from plant_knowledge_ingest.readers.section import Section

MAIN = "ppt/presentation.xml"
# A quarter of an inch in the units of presentations: shapes nearer than that stand on one height.
_LINE = 228_600


def slide_sections(path: Path) -> list[Section]:
    """Return a section for each slide of the presentation at ``path`` but hidden ones.

    The label is the slide's number. Raises ``UnreadableDocument``.
    """
    with office_file(path, MAIN):
        slides = enumerate(Presentation(str(path)).slides, 1)
        sections = [Section("".join(_slide(slide, n)), str(n)) for n, slide in slides if not _is_hidden(slide)]
        return [section for section in sections if section.markup]


def _is_hidden(slide: Any) -> bool:
    return slide.element.get("show") in {"0", "false"}


def _slide(slide: Any, number: int) -> Iterator[str]:
    title = slide.shapes.title
    others = [shape for shape in _in_order(slide.shapes) if title is None or shape.shape_id != title.shape_id]
    shown = [markup for shape in others for markup in _shape(shape)]
    notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    said = list(_paragraphs(notes)) if notes is not None else []
    heading = " ".join(title.text_frame.text.split()) if title is not None else ""
    if heading or shown or said:
        yield f"<h1>{escape(heading or f'Slide {number}', quote=False)}</h1>"
    yield from shown
    if said:
        yield "<h2>Notes</h2>"
        yield from said


def _in_order(shapes: Any) -> list[Any]:
    """Return shapes as they are read: from the top, those on one height from the left."""
    return sorted(shapes, key=lambda shape: (round((shape.top or 0) / _LINE), shape.left or 0))


def _shape(shape: Any) -> Iterator[str]:
    if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
        for inner in _in_order(shape.shapes):
            yield from _shape(inner)
    elif shape.has_table:
        yield _table(shape.table)
    elif shape.has_chart:
        yield from _chart(shape.chart)
    elif shape.has_text_frame:
        yield from _paragraphs(shape.text_frame)


def _paragraphs(frame: Any) -> Iterator[str]:
    """Yield the paragraphs of a text frame; several in one are a list."""
    said = [text for paragraph in frame.paragraphs if (text := _clean(paragraph.text))]
    for text in said:
        yield f"<ul><li>{lines(text)}</li></ul>" if len(said) > 1 else f"<p>{lines(text)}</p>"


def _table(found: Any) -> str:
    rows: list[list[str | None]] = [[_clean(cell.text) for cell in row.cells] for row in found.rows]
    for top, row in enumerate(found.rows):
        for left, cell in enumerate(row.cells):
            if cell.is_merge_origin:
                for down in range(cell.span_height):
                    rows[top + down][left : left + cell.span_width] = [rows[top][left], *[None] * (cell.span_width - 1)]
    return table(squared(rows), int(found.first_row and len(rows) > 1))


def _chart(chart: Any) -> Iterator[str]:
    """Yield the figures that a chart shows."""
    if chart.has_title and chart.chart_title.has_text_frame:
        yield f"<p>{lines(_clean(chart.chart_title.text_frame.text))}</p>"
    for plot in chart.plots:
        series = list(plot.series)
        rows = [[str(name), *(_figure(one.values, at) for one in series)] for at, name in enumerate(plot.categories)]
        yield table([["", *(str(one.name) for one in series)], *rows], 1)


def _figure(values: Any, at: int) -> str:
    return f"{values[at]:.11g}" if at < len(values) and values[at] is not None else ""


def _clean(text: str) -> str:
    return text.replace("\v", "\n").strip()
