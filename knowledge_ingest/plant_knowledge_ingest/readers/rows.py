"""Tables without vertical rules: their rows lie between horizontal ones, or are known by alignment alone.

Lines that stand side by side may also be prose with wide gaps, prose in columns, a list with its bullets or a
program with its remarks. So the columns must be clear of each other over the whole table.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import TypeAlias

from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.readers.cells import Cell, Table
from plant_knowledge_ingest.readers.page import Line
from plant_knowledge_ingest.readers.rules import Stroke

# The clear space between two columns, and how well the cells of one are aligned, in points.
_CLEAR, _ALIGNED = 5.0, 3.0
# Without rules the space must be wider: prose has gaps, too.
_CLEARER = 12.0
# Numbers of steps, bullets and the labels of a drawing are no cells of their own.
_LABEL = re.compile(r"[\W\d_]{0,3}|\(?(?:\d{1,2}|[a-z])[.)]")
# What begins the right side of a line of a program.
_REMARK = re.compile(r"[#;=]|//|<[=-]|[-=]>")
# An entry of the legend of a drawing.
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z])[.)]?\s+[^\W\d]")
_SECTION = re.compile(r"\d+(?:\.\d+)*\.?")
# Cells this long, in characters, in several lines are columns of prose.
_PROSE = 60

_Interval: TypeAlias = tuple[float, float]
_Numbered: TypeAlias = tuple[list[int], Table]


def beside(a: Rectangle, b: Rectangle) -> bool:
    """Tell whether ``b`` stands to the right of ``a`` on the same height."""
    overlap = min(a.y1, b.y1) - max(a.y0, b.y0)
    return b.x0 >= a.x1 and overlap >= 0.5 * min(a.y1 - a.y0, b.y1 - b.y0)


def between_rules(lines: Sequence[Line], free: Sequence[int], across: Sequence[Stroke]) -> Iterator[_Numbered]:
    """Yield the tables among the ``free`` lines whose rows are told apart by horizontal rules of one extent.

    With more than two bands between the rules each is a row; else a row begins at each line of the left column that
    has another beside it.
    """
    stacks: dict[tuple[int, int], list[float]] = defaultdict(list)
    for stroke in across:
        stacks[round(stroke.start / 4), round(stroke.end / 4)].append(stroke.at)
    for (start, end), heights in stacks.items():
        bands = [
            [i for i in free if top < _middle(lines[i]) < bottom and _reaches(lines[i], 4 * start, 4 * end)]
            for top, bottom in pairwise(heights)
        ]
        for tabular, group in groupby(bands, key=lambda band: _is_tabular(lines, band)):
            if tabular and (found := _banded(lines, list(group))):
                yield found


def aligned(lines: Sequence[Line], free: Sequence[int]) -> Iterator[_Numbered]:
    """Yield the tables among the ``free`` lines that only alignment tells: at least two rows, one below the other."""
    run: list[list[int]] = []
    for row in _on_one_height(lines, free):
        if run and not _fits(lines, run, row):
            yield from _unruled(lines, run)
            run = []
        if len(row) > 1 or run:
            run.append(row)
    yield from _unruled(lines, run)


def _middle(line: Line) -> float:
    return (line.rectangle.y0 + line.rectangle.y1) / 2


def _reaches(line: Line, start: float, end: float) -> bool:
    return line.rectangle.x0 >= start - 5 and line.rectangle.x1 <= end + 5


def _is_tabular(lines: Sequence[Line], band: Sequence[int]) -> bool:
    """Tell whether something stands beside something else, with clear space between all of it."""
    written = [i for i in band if not _LABEL.fullmatch(lines[i].text)]
    across = any(beside(lines[a].rectangle, lines[b].rectangle) for a, b in pairwise(band))
    return across and len(_columns(lines[i] for i in written or band)) > 1


def _columns(lines: Iterator[Line], clear: float = _CLEAR) -> list[_Interval]:
    """Return the stretches of the page's width that the lines fill, clear of each other."""
    columns: list[_Interval] = []
    for start, end in sorted((line.rectangle.x0, line.rectangle.x1) for line in lines):
        if columns and start < columns[-1][1] + clear:
            columns[-1] = (columns[-1][0], max(columns[-1][1], end))
        else:
            columns.append((start, end))
    return columns


def _banded(lines: Sequence[Line], bands: list[list[int]]) -> _Numbered | None:
    if len(bands) < 2:
        return None
    body = bands[1:]
    columns = _columns(lines[i] for band in body for i in band)
    if len(columns) < 2 or _is_prose(lines, [i for band in bands for i in band], columns):
        return None
    rows = bands if len(bands) > 2 else [row for band in bands for row in _by_left_column(lines, band)]
    table = _numbered(lines, rows, columns)
    return None if _is_listing(table[1]) else table


def _by_left_column(lines: Sequence[Line], band: Sequence[int]) -> Iterator[list[int]]:
    left = min(lines[i].rectangle.x0 for i in band)
    row: list[int] = []
    for i, following in zip(band, [*band[1:], band[-1]], strict=True):
        begins = lines[i].rectangle.x0 < left + 2 and beside(lines[i].rectangle, lines[following].rectangle)
        if row and begins:
            yield row
            row = []
        row.append(i)
    yield row


def _on_one_height(lines: Sequence[Line], free: Sequence[int]) -> Iterator[list[int]]:
    row: list[int] = []
    for i in free:
        if row and not (i == row[-1] + 1 and beside(lines[row[-1]].rectangle, lines[i].rectangle)):
            yield row
            row = []
        row.append(i)
    if row:
        yield row


def _fits(lines: Sequence[Line], run: Sequence[Sequence[int]], row: Sequence[int]) -> bool:
    """Tell whether ``row`` follows on the rows before: its cells under theirs, or one line that goes on in a cell."""
    above = [lines[i].rectangle for i in run[-1]]
    height = above[0].y1 - above[0].y0
    if row[0] != run[-1][-1] + 1 or not 0 <= lines[row[0]].rectangle.y0 - above[0].y0 < 3 * height:
        return False
    table = [lines[i].rectangle for written in run for i in written]
    if len(row) == 1:
        place = lines[row[0]].rectangle
        close = place.y0 - above[0].y1 < 0.6 * height
        return close and any(abs(place.x0 - cell.x0) < 1 and cell is not above[0] for cell in above[1:])
    return sum(any(_in_line(lines[i].rectangle, cell) for cell in table) for i in row) > 1


def _in_line(a: Rectangle, b: Rectangle) -> bool:
    offsets = (a.x0 - b.x0, a.x1 - b.x1, (a.x0 + a.x1 - b.x0 - b.x1) / 2)
    return any(abs(offset) <= _ALIGNED for offset in offsets)


def _unruled(lines: Sequence[Line], run: Sequence[Sequence[int]]) -> Iterator[_Numbered]:
    rows: list[list[int]] = []
    for written in run:
        if len(written) > 1:
            rows.append(list(written))
        else:
            rows[-1].extend(written)
    if len(rows) < 2:
        return
    numbers = [i for row in rows for i in row]
    columns = _columns((lines[i] for i in numbers), _CLEARER)
    if len(columns) < 2 or max(map(len, rows)) < len(columns) or _is_prose(lines, numbers, columns):
        return
    table = _numbered(lines, rows, columns)
    if not _is_listing(table[1]):
        yield table


def _is_listing(table: Table) -> bool:
    """Tell whether it is a list with its bullets, a legend, a program with its remarks, or a table of contents."""
    columns = [[row[c].text for row in table.rows if row[c].lines] for c in range(table.width)]
    listed = all(map(_LABEL.fullmatch, columns[0])) or all(_NUMBERED.match(t) for column in columns for t in column)
    program = any(all(map(_REMARK.match, column)) for column in columns[1:])
    contents = all(map(_SECTION.match, columns[0])) and all(map(str.isdigit, columns[-1]))
    return listed or program or contents


def _touches(line: Line, column: _Interval) -> bool:
    return line.rectangle.x0 < column[1] and line.rectangle.x1 > column[0]


def _is_prose(lines: Sequence[Line], numbers: Sequence[int], columns: Sequence[_Interval]) -> bool:
    """Tell whether the columns are those of a newspaper: lines as long as the column, one below the other."""
    for start, end in columns[:-1]:
        column = [lines[i] for i in numbers if _touches(lines[i], (start, end))]
        full = [line for line in column if line.rectangle.x1 > end - 0.05 * (end - start)]
        if len(column) > 5 and len(full) > 0.6 * len(column) and median(len(x.text) for x in column) > _PROSE / 2:
            return True
    return False


def _numbered(lines: Sequence[Line], rows: Sequence[Sequence[int]], columns: Sequence[_Interval]) -> _Numbered:
    """Return the table; a line over several columns, as titles may be, stands in each of them."""
    made = tuple(_cells([lines[i] for i in row], columns) for row in rows)
    numbers = sorted(i for row in rows for i in row)
    edges = (*(start for start, _ in columns), columns[-1][1])
    return numbers, Table(made, edges, tuple(lines[i] for i in numbers))


def _cells(row: Sequence[Line], columns: Sequence[_Interval]) -> tuple[Cell, ...]:
    cells = [Cell() for _ in columns]
    for line in row:
        under = [c for c, column in enumerate(columns) if _touches(line, column)] or [
            min(range(len(columns)), key=lambda c: abs(columns[c][0] - line.rectangle.x0))
        ]
        for c in under[1:]:
            cells[under[0]].lines.extend(line for line in cells[c].lines if cells[c] is not cells[under[0]])
            cells[c] = cells[under[0]]
        cells[under[0]].lines.append(line)
    return tuple(cells)
