"""Rows of tables that stand where running lines do, as on the pages of a printed spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from plant_knowledge_ingest.readers.page import Line
from plant_knowledge_ingest.readers.rows import beside
from plant_knowledge_ingest.readers.rules import Strokes
from plant_knowledge_ingest.readers.tables import tables_in

# A row is no further from the next than this many heights of a line.
_NEAR = 2.5


def rows_among(lines: Sequence[Line], running: Sequence[bool], strokes: Callable[[], Strokes]) -> set[int]:
    """Return the numbers of the ``running`` lines that are cells of a table most of which is not running.

    ``strokes`` is asked for only where such a line stands beside another and near text.
    """
    candidates = [i for i, runs in enumerate(running) if runs]
    if not any(_is_in_row(lines, i) and _is_near_text(lines, running, i) for i in candidates):
        return set()
    kept: set[int] = set()
    for _, table in tables_in(lines, (), strokes()):
        cells = {id(line) for line in table.replaced}
        inside = [i for i in candidates if id(lines[i]) in cells]
        if 2 * len(inside) < len(cells):
            kept.update(inside)
    return kept


def _is_in_row(lines: Sequence[Line], at: int) -> bool:
    place = lines[at].rectangle
    others = (lines[i].rectangle for i in (at - 1, at + 1) if 0 <= i < len(lines))
    return any(beside(place, other) or beside(other, place) for other in others)


def _is_near_text(lines: Sequence[Line], running: Sequence[bool], at: int) -> bool:
    place = lines[at].rectangle
    near = _NEAR * (place.y1 - place.y0)
    texts = (line.rectangle for line, runs in zip(lines, running, strict=True) if not runs)
    return any(text.y0 - place.y1 < near and place.y0 - text.y1 < near for text in texts)
