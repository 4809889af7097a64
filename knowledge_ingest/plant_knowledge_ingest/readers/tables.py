"""The tables of a page: which lines are the cells of which row, and what stands above the columns.

Full table finding costs about half a second a page. Here lines that stand side by side betray a table; strokes
ruled both ways give its cells (``grids``), horizontal ones or nothing but alignment its rows (``rows``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.readers.cells import Cell, Table, in_grid
from plant_knowledge_ingest.readers.grids import grids
from plant_knowledge_ingest.readers.page import Line, Row
from plant_knowledge_ingest.readers.rows import aligned, beside, between_rules
from plant_knowledge_ingest.readers.rules import Strokes
from plant_knowledge_ingest.readers.titles import Titles, titles

# How far the columns of a table may shift, in points, where it goes on over the page.
_SHIFT = 4.0


@dataclass(frozen=True, slots=True)
class Tabulated:
    """The lines of a page with each row's lines together, the rows, and the table it ends with, if it does."""

    lines: tuple[Line, ...]
    rows: tuple[Row, ...] = ()
    last: tuple[Table, Titles] | None = None


def tabulated(
    lines: Sequence[Line],
    apart: Collection[int],
    strokes: Callable[[], Strokes],
    bold: Callable[[], Callable[[Line], bool]],
    before: Callable[[], tuple[Table, Titles] | None] = lambda: None,
    monospaced: Callable[[], Callable[[Line], bool]] = lambda: _never,
) -> Tabulated:
    """Find the tables among ``lines``; those numbered in ``apart`` (headings) belong to none.

    ``strokes`` and ``bold`` are asked for only where other lines stand side by side, ``before`` (the table that
    the page before ends with) only for a table without titles that begins the page, ``monospaced`` only for tables
    without vertical rules: what is all printed so is a listing, or what a program said.
    """
    if not any(i not in apart and beside(a.rectangle, b.rectangle) for i, (a, b) in enumerate(pairwise(lines))):
        return Tabulated(tuple(lines))
    found = dict(tables_in(lines, apart, strokes()))
    if not all(table.ruled for table in found.values()):
        is_typed = monospaced()
        found = {at: t for at, t in found.items() if t.ruled or not all(map(is_typed, t.replaced))}
    if not found:
        return Tabulated(tuple(lines))
    is_bold = bold()
    known = {at: titles(table, is_bold) for at, table in found.items()}
    if 0 in found and not known[0].rows and (earlier := before()) and _goes_on(earlier[0], found[0]):
        known[0] = Titles(0, earlier[1].columns)
    return _arranged(lines, found, known)


def _never(_: Line) -> bool:
    return False


def tables_in(lines: Sequence[Line], apart: Collection[int], strokes: Strokes) -> Iterator[tuple[int, Table]]:
    """Yield each table with the number of its first line."""
    free = [i for i in range(len(lines)) if i not in apart]
    for grid in grids(strokes):
        inside = {i for i in free if _within(lines[i], grid.rectangle)}
        table = in_grid(grid, [lines[i] for i in sorted(inside)])
        if table:
            yield min(inside), table
        if table or len(grid.ys) == 2:  # what is only framed is a remark or a listing
            free = [i for i in free if i not in inside]
    for find in (partial(between_rules, across=strokes.across), aligned):
        left = set(free)
        for numbers, table in find(lines, free):
            if left.issuperset(numbers):  # rules of two extents may tell of the same rows
                yield numbers[0], table
                left.difference_update(numbers)
        free = sorted(left)


def _within(line: Line, place: Rectangle) -> bool:
    x, y = (line.rectangle.x0 + line.rectangle.x1) / 2, (line.rectangle.y0 + line.rectangle.y1) / 2
    return place.x0 < x < place.x1 and place.y0 < y < place.y1


def _goes_on(above: Table, below: Table) -> bool:
    return above.width == below.width and all(
        abs(a - b) <= _SHIFT for a, b in zip(above.edges, below.edges, strict=True)
    )


def _arranged(lines: Sequence[Line], found: dict[int, Table], known: dict[int, Titles]) -> Tabulated:
    """Put the lines of each row together, and number them anew."""
    taken = {id(line) for table in found.values() for line in table.replaced}
    ordered: list[Line] = []
    rows: list[Row] = []
    last: tuple[Table, Titles] | None = None
    for i, line in enumerate(lines):
        if i in found:
            rows.extend(_numbered(found[i], known[i], ordered))
            last = found[i], known[i]
        elif id(line) not in taken:
            ordered.append(line)
            last = None
    return Tabulated(tuple(ordered), tuple(rows), last)


def _numbered(table: Table, above: Titles, ordered: list[Line]) -> Iterator[Row]:
    """Append the lines of ``table`` to ``ordered``; yield its rows with the numbers the lines have there."""
    numbers: dict[int, range] = {}
    for r, cells in enumerate(table.rows):
        start = len(ordered)
        for cell in cells:
            if id(cell) not in numbers:
                numbers[id(cell)] = range(len(ordered), len(ordered) + len(cell.lines))
                ordered.extend(cell.lines)
        if len(ordered) > start and _is_row(cells):
            heads = r < above.rows
            stands = tuple(numbers[id(cell)] for cell in cells)
            yield Row(range(start, len(ordered)), stands, () if heads else above.columns, heads=heads)


def _is_row(cells: Sequence[Cell]) -> bool:
    """Tell whether there is more than one cell: a line across the whole table is none."""
    return len({id(cell) for cell in cells}) > 1
