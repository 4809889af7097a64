"""The strokes drawn on a page, as far as they can rule a table: horizontal and vertical ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import pymupdf

from plant_knowledge_ingest.readers.damage import DAMAGED

# Shorter strokes, in points, are underlines and parts of pictures.
_SHORTEST_ACROSS, _SHORTEST_DOWN = 20, 6
_THIN = 2
# Pieces on one line that are nearer than this are one stroke.
_TOUCH = 2.0


class Stroke(NamedTuple):
    """A straight stroke from ``start`` to ``end``, ``at`` points from the top or, a vertical one, from the left."""

    start: float
    end: float
    at: float


@dataclass(frozen=True, slots=True)
class Strokes:
    """The strokes of a page, joined where they were drawn in pieces; ``across`` topmost first, ``down`` leftmost."""

    across: tuple[Stroke, ...] = ()
    down: tuple[Stroke, ...] = ()

    @classmethod
    def of(cls, page: Any) -> Strokes:
        """Read strokes, thin fills and the edges of boxes off an open PyMuPDF page, as the page is displayed."""
        try:
            drawings = page.get_cdrawings()
        except DAMAGED:
            return cls()  # the text is there; only its tables are less well known
        turn = page.rotation_matrix if page.rotation else None
        boxes = [
            corners
            for drawing in drawings
            for item in drawing["items"]
            if item[0] in {"l", "re"} and (corners := _corners(item, turn))
        ]
        return cls.of_pieces(_across(boxes), _down(boxes))

    @classmethod
    def of_pieces(cls, across: list[Stroke], down: list[Stroke]) -> Strokes:
        """Join the pieces; what is too short across then is left out."""
        long = (stroke for stroke in _joined(across) if stroke.end - stroke.start >= _SHORTEST_ACROSS)
        return cls(tuple(long), _joined(down))


_Box = tuple[float, float, float, float]


def _corners(item: tuple[Any, ...], turn: Any) -> _Box | None:
    """Return (x0, y0, x1, y1); None for a slanting stroke."""
    corners = (*item[1], *item[2]) if item[0] == "l" else tuple(item[1])
    if turn is not None:
        corners = tuple(pymupdf.Rect(corners).normalize() * turn)
    x0, x1 = sorted((corners[0], corners[2]))
    y0, y1 = sorted((corners[1], corners[3]))
    slanting = item[0] == "l" and x1 - x0 >= _THIN and y1 - y0 >= _THIN
    return None if slanting else (x0, y0, x1, y1)


def _across(boxes: Iterable[_Box]) -> list[Stroke]:
    found = []
    for x0, y0, x1, y1 in boxes:
        if x1 - x0 >= _SHORTEST_DOWN:  # the side of a narrow cell; see below for the whole
            found.extend([Stroke(x0, x1, y0)] if y1 - y0 < _THIN else [Stroke(x0, x1, y0), Stroke(x0, x1, y1)])
    return found


def _down(boxes: Iterable[_Box]) -> list[Stroke]:
    found = []
    for x0, y0, x1, y1 in boxes:
        if y1 - y0 >= _SHORTEST_DOWN:
            found.extend([Stroke(y0, y1, x0)] if x1 - x0 < _THIN else [Stroke(y0, y1, x0), Stroke(y0, y1, x1)])
    return found


def _joined(pieces: list[Stroke]) -> tuple[Stroke, ...]:
    """Join what was drawn cell by cell: pieces on one line that touch are one stroke."""
    strokes: list[Stroke] = []
    level: list[Stroke] = []
    for piece in sorted(pieces, key=lambda piece: piece.at):
        if level and piece.at - level[0].at > 1:
            strokes.extend(_run(level))
            level = []
        level.append(piece)
    return (*strokes, *_run(level))


def _run(level: list[Stroke]) -> list[Stroke]:
    run: list[Stroke] = []
    for piece in sorted(level):
        if run and piece.start <= run[-1].end + _TOUCH:
            run[-1] = Stroke(run[-1].start, max(run[-1].end, piece.end), run[-1].at)
        else:
            run.append(piece)
    return run
