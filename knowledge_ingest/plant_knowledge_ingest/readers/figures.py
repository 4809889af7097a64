"""Figures: captions in the languages read, each with the picture or drawing it stands beside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pymupdf

from plant_knowledge_ingest.captions import CAPTION, number
from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.readers.damage import DAMAGED
from plant_knowledge_ingest.readers.page import Figure, Line, Row

_BEGINS = frozenset("FfAaBb图圖")
# A caption has few lines, and stands this near to its picture, in points; a legend may come between.
_MOST_LINES, _NEAR = 4, 80
# The parts of one drawing are nearer to each other.
_TOGETHER = 24
# Smaller pictures, in points, are icons; flatter ones are rules; a background covers this share of the page.
_SMALLEST, _BACKGROUND = 28, 0.8
_DRAWN = frozenset({"fill-image", "fill-image-mask", "fill-path", "stroke-path", "fill-shade"})


def figures(lines: Sequence[Line], rows: Sequence[Row], drawn: Callable[[], Sequence[Rectangle]]) -> tuple[Figure, ...]:
    """Return the figures among ``lines``. ``drawn`` is asked for what is drawn only where a line may be a caption."""
    tabular = {i for row in rows for i in row.lines}
    starts = [i for i, line in enumerate(lines) if i not in tabular and _may_begin(lines, i)]
    if not starts:
        return ()
    captions = [_caption(lines, start, tabular) for start in starts]
    written = [Rectangle.around(lines[i].rectangle for i in row.lines) for row in rows]
    parts = [part for part in drawn() if not any(_rules(part, row) for row in written)]
    return tuple(_with_pictures(lines, captions, parts))


def drawings(page: Any) -> list[Rectangle]:
    """Return where pictures and drawings stand on an open PyMuPDF page, as it is displayed; no backgrounds."""
    try:
        log = page.get_bboxlog()
    except DAMAGED:
        return []  # the text is there; only its figures are less well known
    boxes = [Rectangle(*box) for kind, box in log if kind in _DRAWN]
    if page.rotation:
        boxes = [Rectangle(*(pymupdf.Rect(box) * page.rotation_matrix)) for box in boxes]
    width, height = page.rect.width, page.rect.height
    return [box for box in boxes if not _is_rule(box, width) and _size(box) < _BACKGROUND * width * height]


def _may_begin(lines: Sequence[Line], at: int) -> bool:
    line, before = lines[at], lines[at - 1]
    below, right = before.rectangle.y1 <= line.rectangle.y0 + 2, before.rectangle.x1 < line.rectangle.x0 - _TOGETHER
    begins = at == 0 or before.block != line.block or below or right
    return line.text[0] in _BEGINS and begins and CAPTION.match(line.text) is not None


def _caption(lines: Sequence[Line], start: int, tabular: set[int]) -> range:
    stop = start + 1
    while (
        stop < min(len(lines), start + _MOST_LINES)
        and lines[stop].block == lines[start].block
        and stop not in tabular
        and not CAPTION.match(lines[stop].text)
    ):
        stop += 1
    return range(start, stop)


@dataclass(frozen=True, slots=True)
class _Caption:
    lines: range
    place: Rectangle


def _with_pictures(lines: Sequence[Line], captions: Sequence[range], parts: Sequence[Rectangle]) -> Iterator[Figure]:
    placed = [_Caption(c, Rectangle.around(lines[i].rectangle for i in c)) for c in captions]
    for caption in placed:
        beside = [o for o in placed if o is not caption and abs(o.place.y0 - caption.place.y0) < _TOGETHER]
        own = [part for part in parts if all(_nearer(part, caption.place, other.place) for other in beside)]
        picture = _above(own, caption.place) or _below(own, caption.place)
        if picture:
            yield Figure(caption.lines, number(lines[caption.lines[0]].text), picture)


def _above(parts: Iterable[Rectangle], caption: Rectangle) -> Rectangle | None:
    """Return what is drawn right above ``caption``: its nearest part, and what hangs together with it."""
    upwards = sorted((part for part in parts if part.y1 <= caption.y0 + 3), key=lambda part: -part.y1)
    return _cluster(upwards, lambda top, part: top - part.y1, lambda picture: picture.y0, caption.y0)


def _below(parts: Iterable[Rectangle], caption: Rectangle) -> Rectangle | None:
    downwards = sorted((part for part in parts if part.y0 >= caption.y1 - 3), key=lambda part: part.y0)
    return _cluster(downwards, lambda bottom, part: part.y0 - bottom, lambda picture: picture.y1, caption.y1)


def _cluster(
    parts: Sequence[Rectangle],
    gap: Callable[[float, Rectangle], float],
    edge: Callable[[Rectangle], float],
    caption: float,
) -> Rectangle | None:
    if not parts or gap(caption, parts[0]) > _NEAR:
        return None
    picture = parts[0]
    for part in parts[1:]:
        if gap(edge(picture), part) > _TOGETHER:
            break
        picture = Rectangle.around((picture, part))
    tall = min(picture.x1 - picture.x0, picture.y1 - picture.y0) >= _SMALLEST
    return picture if tall else None


def _nearer(part: Rectangle, to: Rectangle, other: Rectangle) -> bool:
    middle = part.x0 + part.x1
    return abs(middle - to.x0 - to.x1) < abs(middle - other.x0 - other.x1)


def _rules(part: Rectangle, row: Rectangle) -> bool:
    """Tell whether ``part`` may be a stroke or shade of the table that ``row`` is in; its sides stand apart from it."""
    level = part.y0 <= row.y1 + 8 and row.y0 <= part.y1 + 8
    apart = part.x1 - part.x0 < 2 or (part.x0 <= row.x1 + 6 and row.x0 <= part.x1 + 6)
    return level and apart


def _is_rule(box: Rectangle, width: float) -> bool:
    return box.y1 - box.y0 < 4 and box.x1 - box.x0 > 0.6 * width


def _size(box: Rectangle) -> float:
    return (box.x1 - box.x0) * (box.y1 - box.y0)
