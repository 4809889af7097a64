"""Tables ruled both ways: the strokes that hang together, the cells they enclose, cells merged across and down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.readers.rules import Stroke, Strokes

# How far apart, in points, strokes may be drawn that meet, and edges that are one.
_MEET = 3.0
# Pages with more crossings than this are drawings; looking at each pair of strokes would take too long.
_MOST_PAIRS = 60_000


@dataclass(frozen=True, slots=True)
class Area:
    """A cell: the ``rows`` and ``columns`` of the grid it extends over."""

    rows: range
    columns: range


@dataclass(frozen=True, slots=True)
class Grid:
    """The strokes of one table, and the edges of its columns (``xs``) and rows (``ys``), ascending."""

    across: tuple[Stroke, ...]
    down: tuple[Stroke, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]

    @property
    def rectangle(self) -> Rectangle:
        """The whole table."""
        return Rectangle(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def areas(self) -> dict[tuple[int, int], Area]:
        """Return the cell at each (row, column)."""
        areas: dict[tuple[int, int], Area] = {}
        rows, columns = len(self.ys) - 1, len(self.xs) - 1
        walls = [_at(self.down, x) for x in self.xs]
        floors = [_at(self.across, y) for y in self.ys]
        for row in range(rows):
            for column in range(columns):
                if (row, column) in areas:
                    continue
                right, below = column + 1, row + 1
                while right < columns and not _covered(walls[right], self._middle(self.ys, row)):
                    right += 1
                while below < rows and not _covered(floors[below], self._middle(self.xs, column)):
                    below += 1
                area = Area(range(row, below), range(column, right))
                areas |= {(r, c): area for r in area.rows for c in area.columns if (r, c) not in areas}
        return areas

    @staticmethod
    def _middle(edges: Sequence[float], at: int) -> float:
        return (edges[at] + edges[at + 1]) / 2


def grids(strokes: Strokes) -> Iterator[Grid]:
    """Yield everything ruled both ways, frames of one cell among them."""
    if len(strokes.across) * len(strokes.down) > _MOST_PAIRS:
        return
    left_across, left_down = set(strokes.across), set(strokes.down)
    while left_down:
        across, down = _hanging_together(left_down.pop(), left_across, left_down)
        if len(across) > 1:
            # A table may be open at its sides: the ends of its horizontal strokes are edges, too.
            ends = [end for stroke in across for end in (stroke.start, stroke.end)]
            sides = [stroke.at for stroke in down] + [min(ends), max(ends)]
            # A row that goes on over the page has no stroke below it.
            tops = [stroke.at for stroke in across] + [min(p.start for p in down), max(p.end for p in down)]
            yield Grid(tuple(across), tuple(down), _edges(sides), _edges(tops))


def _hanging_together(
    first: Stroke, left_across: set[Stroke], left_down: set[Stroke]
) -> tuple[list[Stroke], list[Stroke]]:
    """Take out of what is left all strokes that meet ``first``, or one that meets it, and so on."""
    across: list[Stroke] = []
    down = [first]
    fresh = [first]
    while fresh:
        beams = [beam for beam in left_across if any(_meet(beam, post) for post in fresh)]
        left_across.difference_update(beams)
        across += beams
        fresh = [post for post in left_down if any(_meet(beam, post) for beam in beams)]
        left_down.difference_update(fresh)
        down += fresh
    return across, down


def _meet(beam: Stroke, post: Stroke) -> bool:
    return beam.start - _MEET <= post.at <= beam.end + _MEET and post.start - _MEET <= beam.at <= post.end + _MEET


def _edges(values: Sequence[float]) -> tuple[float, ...]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _MEET:
            edges.append(value)
    return tuple(edges)


def _at(strokes: Sequence[Stroke], edge: float) -> list[Stroke]:
    return [stroke for stroke in strokes if abs(stroke.at - edge) <= _MEET]


def _covered(strokes: Sequence[Stroke], at: float) -> bool:
    return any(stroke.start <= at <= stroke.end for stroke in strokes)
