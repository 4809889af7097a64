"""Lines in the cells of a table, cells merged over rows and columns among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from plant_knowledge_ingest.readers.grids import Area, Grid
from plant_knowledge_ingest.readers.page import Line
from plant_knowledge_ingest.tokens import for_search

# At least this share of the cells of a grid is filled, unless its first row is; of a drawing made of boxes, less.
_FILLED = 0.5
# The labels of a drawing.
_LABEL = re.compile(r"[\W\d_]{0,3}")


@dataclass(slots=True, eq=False)
class Cell:
    """The lines printed in one cell, none where it is empty."""

    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What is written in it, as one line."""
        return for_search("\n".join(line.text for line in self.lines))


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows of equally many cells; one merged over several places stands in each.

    ``edges`` are those of the columns, in points; ``replaced`` the lines of the page that the cells are made of;
    ``ruled`` tells whether its columns are ruled, too, not only known by alignment.
    """

    rows: tuple[tuple[Cell, ...], ...]
    edges: tuple[float, ...]
    replaced: tuple[Line, ...]
    ruled: bool = False

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0])


def in_grid(grid: Grid, lines: Sequence[Line]) -> Table | None:
    """Return the table of a ruled grid; None for a frame around text, or boxes that are no table."""
    if len(grid.xs) < 3 or len(grid.ys) < 2 or not lines:
        return None
    areas = grid.areas()
    cells = {area: Cell() for area in areas.values()}
    for line in lines:
        for area, part in _parts(grid, areas, line):
            cells[area].lines.append(part)
    height, width = len(grid.ys) - 1, len(grid.xs) - 1
    rows = tuple(tuple(cells[areas[r, c]] for c in range(width)) for r in range(height))
    return _table(rows, grid.xs, lines) if _is_table(rows) else None


def _is_table(rows: Sequence[Sequence[Cell]]) -> bool:
    distinct = {cell for row in rows for cell in row}
    filled = sum(bool(cell.lines) for cell in distinct)
    with_columns = [row for row in rows if sum(bool(cell.lines) for cell in set(row)) > 1]
    enough = filled >= _FILLED * len(distinct) or all(cell.lines for cell in rows[0])
    return enough and bool(with_columns) and not all(_LABEL.fullmatch(cell.text) for cell in distinct)


def _table(rows: tuple[tuple[Cell, ...], ...], xs: tuple[float, ...], lines: Sequence[Line]) -> Table:
    """Return the table without columns that hold nothing of their own: double strokes, margins."""
    kept = [c for c in range(len(xs) - 1) if any(row[c].lines and not (c and row[c] is row[c - 1]) for row in rows)]
    return Table(
        tuple(tuple(row[c] for c in kept) for row in rows),
        tuple(xs[c] for c in (*kept, kept[-1] + 1)),
        tuple(lines),
        ruled=True,
    )


def _parts(grid: Grid, areas: dict[tuple[int, int], Area], line: Line) -> Iterator[tuple[Area, Line]]:
    """Cut a line where it runs over the edge of a cell."""
    middle = (line.rectangle.y0 + line.rectangle.y1) / 2
    row = _index(grid.ys, middle)
    where = [areas[row, _index(grid.xs, (word[0] + word[2]) / 2)] for word in line.words]
    if len(set(where)) == 1:
        yield where[0], line
        return
    for area, group in groupby(zip(where, line.words, strict=True), key=lambda pair: pair[0]):
        yield area, Line.of(line.block, [word for _, word in group], line.confidence)


def _index(edges: Sequence[float], value: float) -> int:
    """Return between which two edges ``value`` lies; the outermost for what lies outside."""
    return min(max(sum(edge <= value for edge in edges) - 1, 0), len(edges) - 2)
