"""The parts of an answer as elements of an Adaptive Card.

Words of documents stand in rich text, which no client reads as Markdown: nothing in them turns into a link, a picture
or emphasis. Version 1.5 of the schema is what Teams draws on desktops and phones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plant_ui.channels.parts import Caution, Json, Line, Part, Quote, Source, Span, Steps, Table, Text
from plant_ui.channels.places import numbers

LONGEST = 3_000
"""Characters of one element; what is longer goes on in the next, so that a card can be parted there."""

_MOST_COLUMNS = 4
"""Of a table; what has more is told row by row, because a phone shows no more."""

_BOLD: Json = {"weight": "Bolder"}
_QUIET: Json = {"isSubtle": True}
_NEAR: Json = {"spacing": "Small"}


def warning(caution: Caution) -> Iterator[Json]:
    """Yield a safety message in the colour of danger, its signal word in bold."""
    signal = Line.of(f"⚠ {caution.signal}", strong=True) if caution.signal else Line.of("⚠ ", strong=True)
    told = [signal, caution.line] if caution.signal else [Line(signal.spans + caution.line.spans, caution.line.marks)]
    rows = [row for line in told for row in rich(line, {"color": "Attention"} if line is signal else {})]
    yield from _boxes(rows, "attention")


def leading(line: Line) -> Iterator[Json]:
    """Yield the answer in one sentence."""
    yield from rich(line, {"size": "Medium"})


def part(told: Part) -> Iterator[Json]:
    """Yield one part of an answer."""
    match told:
        case Text(line=line, heading=heading):
            yield from rich(line, {**_BOLD, "size": "Medium"} if heading else {})
        case Steps(title=title, lines=points):
            yield from rich(Line.of(title), _BOLD) if title else ()
            yield from (row | _NEAR for point in points for row in rich(point))
        case Quote(intro=intro, line=line):
            yield from rich(Line.of(intro), _QUIET) if intro else ()
            yield from _boxes(list(rich(line)), "emphasis")
        case Table(title=title):
            yield from rich(Line.of(title), _BOLD) if title else ()
            yield from _table(told) if len(told.head) <= _MOST_COLUMNS else _told(told)


def source(told: Source) -> Iterator[Json]:
    """Yield the line that says where to check."""
    yield from (row | _NEAR for row in rich(Line((Span(f"{numbers(told.marks)}  ", True), Span(told.label)))))


def notice(text: str) -> Iterator[Json]:
    """Yield what there is to know besides, in a quieter tone."""
    yield from rich(Line.of(text), _QUIET)


def heading(text: str) -> Json:
    """Return our own words above others."""
    return next(rich(Line.of(text, strong=True))) | {"separator": True}


def rich(line: Line, style: Json | None = None) -> Iterator[Json]:
    """Yield a line as rich text: an element for each of its rows, the marks after the last one."""
    rows = list(_rows(line.spans))
    for at, row in enumerate(rows):
        runs = [_run(span.text, style, strong=span.strong) for span in row]
        if at == len(rows) - 1 and line.marks:
            runs.append(_run(_marks(line.marks), {"color": "Accent"}, strong=False))
        yield {"type": "RichTextBlock", "inlines": runs} | (_NEAR if at else {})


def _run(text: str, style: Json | None, *, strong: bool) -> Json:
    return {"type": "TextRun", "text": text} | (_BOLD if strong else {}) | (style or {})


def _marks(marks: Iterable[int]) -> str:
    return "".join(f" [{mark}]" for mark in marks)


def _rows(spans: tuple[Span, ...]) -> Iterator[list[Span]]:
    """Yield the spans of each row: a line break begins one, and so does ``LONGEST``."""
    row: list[Span] = []
    for span in spans:
        first, *others = [piece for words in span.text.split("\n") for piece in _pieces(words)]
        row.append(Span(first, span.strong))
        for words in others:
            yield row
            row = [Span(words, span.strong)]
    yield row


def _pieces(words: str) -> Iterator[str]:
    """Yield ``words`` in pieces of at most ``LONGEST`` characters, parted at a blank where there is one."""
    while len(words) > LONGEST:
        end = words.rfind(" ", LONGEST // 2, LONGEST) + 1 or LONGEST
        yield words[:end]
        words = words[end:]
    yield words


def _boxes(rows: list[Json], style: str) -> Iterator[Json]:
    """Yield rows in boxes of one style; a long text has several, so that a card can be parted between them."""
    box: list[Json] = []
    for row in rows:
        if box and sum(_length(one) for one in [*box, row]) > LONGEST:
            yield {"type": "Container", "style": style, "items": box}
            box = []
        box.append(row)
    yield {"type": "Container", "style": style, "items": box}


def _length(row: Json) -> int:
    return sum(len(run["text"]) for run in row["inlines"])


def _table(table: Table) -> Iterator[Json]:
    """Yield a table, in stretches that begin with its head again."""
    rows = [_cells(row, marks) for row, marks in zip(table.rows, table.marks, strict=True)]
    stretch: list[Json] = []
    for row in rows:
        if stretch and sum(_size_of(one) for one in [*stretch, row]) > LONGEST:
            yield _grid(table, stretch)
            stretch = []
        stretch.append(row)
    yield _grid(table, stretch)


def _grid(table: Table, rows: list[Json]) -> Json:
    return {
        "type": "Table",
        "columns": [{"width": 1} for _ in table.head],
        "rows": [_cells(table.head, ()), *rows],
        "firstRowAsHeader": True,
    }


def _cells(row: tuple[str, ...], marks: tuple[int, ...]) -> Json:
    """Return a row, its marks in the last cell."""
    lines = [Line.of(cell, marks if at == len(row) - 1 else ()) for at, cell in enumerate(row)]
    return {"type": "TableRow", "cells": [{"type": "TableCell", "items": list(rich(line))} for line in lines]}


def _size_of(row: Json) -> int:
    return sum(_length(item) for cell in row["cells"] for item in cell["items"])


def _told(table: Table) -> Iterator[Json]:
    """Yield a wide table row by row: the first cell in bold, the others by the names of their columns."""
    for row, marks in zip(table.rows, table.marks, strict=True):
        others = " · ".join(f"{name}: {cell}" for name, cell in zip(table.head[1:], row[1:], strict=True) if cell)
        yield from (one | _NEAR for one in rich(Line((Span(row[0], True), Span(f"  {others}")), marks)))
