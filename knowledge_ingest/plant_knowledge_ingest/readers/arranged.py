"""Recognised lines in the order in which they are read, as lines of a page.

A scan lies askew by a degree or so, which over a page's width is more than a line. So the lines are looked at as
if the page lay straight, and keep the places they have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from plant_knowledge_ingest.readers.ocr import Recognised
from plant_knowledge_ingest.readers.page import Line, Word

# A column of running text has at least so many lines, and most fill it at least so far; cells of tables do not.
_COLUMN_LINES = 6
_FILLED = 0.7
# Gaps in heights of a line: between two columns, between paragraphs, between parts of a page.
_GUTTER, _PARAGRAPH, _APART = 0.8, 0.75, 3.0


@dataclass(frozen=True, slots=True, eq=False)
class _Box:
    """A recognised line, and its place if the page lay straight."""

    found: Recognised
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def height(self) -> float:
        return self.y1 - self.y0


def arranged(found: Sequence[Recognised], slant: float) -> list[Line]:
    """Return what was recognised as lines in reading order; places are in the unit of the corners.

    ``slant`` is the angle at which lines run, in radians, clockwise as y grows downwards.
    """
    straight = _straight(found, slant)
    lines: list[Line] = []
    block = -1
    before: _Box | None = None
    for row in _rows_in_order(straight):
        for box in row:
            block += before is None or len(row) > 1 or not _goes_on(before, box)
            lines.append(Line.of(block, _words(box.found), box.found.confidence))
            before = box
        before = before if len(row) == 1 else None
    return lines


def slant_of(found: Sequence[Recognised]) -> float:
    """Return the angle at which the longer lines seem to run, by the boxes around them."""
    slants = [
        np.arctan2(line.corners[1, 1] - line.corners[0, 1], line.corners[1, 0] - line.corners[0, 0])
        for line in sorted(found, key=lambda line: -float(np.ptp(line.corners[:, 0])))[: max(1, len(found) // 2)]
    ]
    return float(median(slants)) if slants else 0.0


def _straight(found: Sequence[Recognised], angle: float) -> list[_Box]:
    """Return the lines turned about the origin so that what runs at ``angle`` is level."""
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turned = [line.corners @ turn for line in found]
    return [
        _Box(line, *map(float, (*corners.min(axis=0), *corners.max(axis=0))))
        for line, corners in zip(found, turned, strict=True)
    ]


def _rows_in_order(boxes: list[_Box]) -> Iterator[list[_Box]]:
    """Yield rows of lines that stand side by side: column after column where there are columns of text."""
    upper, lower = _cut_across(boxes)
    columns = None if _are_apart(upper, lower) else _columns(boxes)
    if columns:
        for column in columns:
            yield from _rows_in_order(column)
        return
    if lower:
        yield from _rows_in_order(upper)
        yield from _rows_in_order(lower)
        return
    yield from _rows(boxes)


def _are_apart(upper: list[_Box], lower: list[_Box]) -> bool:
    if not lower:
        return False
    gap = min(box.y0 for box in lower) - max(box.y1 for box in upper)
    return gap > _APART * median(box.height for box in (*upper, *lower))


def _columns(boxes: list[_Box]) -> tuple[list[_Box], list[_Box]] | None:
    """Cut ``boxes`` where nothing crosses an upright gap, if both sides are columns of running text."""
    if len(boxes) < 2 * _COLUMN_LINES:
        return None
    least = _GUTTER * median(box.height for box in boxes)
    reach = -np.inf
    for left, right in pairwise(sorted(boxes, key=lambda box: box.x0)):
        reach = max(reach, left.x1)
        if right.x0 - reach >= least:
            sides = [box for box in boxes if box.x1 <= reach], [box for box in boxes if box.x1 > reach]
            if all(map(_is_running, sides)):
                return sides
    return None


def _is_running(column: list[_Box]) -> bool:
    width = max(box.x1 for box in column) - min(box.x0 for box in column)
    filled = sum(box.x1 - box.x0 >= _FILLED * width for box in column)
    return len(column) >= _COLUMN_LINES and filled >= len(column) / 2


def _cut_across(boxes: list[_Box]) -> tuple[list[_Box], list[_Box]]:
    """Cut ``boxes`` at the widest level gap that nothing crosses; the second part is empty if there is none."""
    ordered = sorted(boxes, key=lambda box: box.y0)
    reach = -np.inf
    gaps = []
    for at, (above, below) in enumerate(pairwise(ordered), 1):
        reach = max(reach, above.y1)
        gaps.append((below.y0 - reach, at))
    widest, at = max(gaps, default=(0.0, 0))
    return (ordered[:at], ordered[at:]) if widest > 0 else (ordered, [])


def _rows(boxes: list[_Box]) -> Iterator[list[_Box]]:
    """Yield lines by height; those whose middle lies beside the first of a row belong to it."""
    left = sorted(boxes, key=lambda box: (box.y0 + box.y1) / 2)
    while left:
        first = left[0]
        row = [box for box in left if first.y0 <= (box.y0 + box.y1) / 2 <= first.y1]
        yield sorted(row, key=lambda box: box.x0)
        left = [box for box in left if box not in row]


def _goes_on(above: _Box, below: _Box) -> bool:
    """Tell whether ``below`` continues the paragraph of ``above``."""
    height = min(above.height, below.height)
    near = -height < below.y0 - above.y1 <= _PARAGRAPH * height
    alike = max(above.height, below.height) < 1.5 * height
    return near and alike and abs(below.x0 - above.x0) < 2 * height


def _words(line: Recognised) -> Iterator[Word]:
    """Yield the words of a line, placed along it by their length; a Chinese character is twice as wide as a letter."""
    widths = [1 + (character >= "\u2e80") for character in line.text]
    ends = np.cumsum([0, *widths]) / sum(widths)
    start, _, _, bottom = line.corners
    across = line.corners[1] - start
    at = 0
    for word in line.text.split():
        at = line.text.index(word, at)
        begin, end = ends[at], ends[at + len(word)]
        at += len(word)
        corners = np.array([origin + share * across for origin in (start, bottom) for share in (begin, end)])
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
        yield float(x0), float(y0), float(x1), float(y1), word
