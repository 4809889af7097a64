"""Table rows on a page, from printed lines and ruling lines alone.

Full table finding costs about half a second a page; most questions need only to know which lines belong
to one row. Lines that stand side by side betray a table; its horizontal rules say where a row ends.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from itertools import combinations, groupby
from typing import NamedTuple

from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.readers.page import Line

# A horizontal rule: its two ends and its height on the page.
Rule = tuple[float, float, float]
# Cells begin at least this far apart, in points.
_COLUMN_GAP = 12.0


class _Band(NamedTuple):
    """The space between two neighbouring rules that reach from ``x0`` to ``x1``."""

    x0: int
    x1: int
    top: int
    bottom: int


def table_rows(lines: Sequence[Line], apart: Container[int], rules: Callable[[], list[Rule]]) -> tuple[range, ...]:
    """Return the rows of all tables as ranges of consecutive line numbers.

    Lines numbered in ``apart`` (headings) belong to no table. ``rules`` is asked for the page's horizontal
    rules only when other lines stand side by side.
    """
    beside = {
        i for i in range(len(lines) - 1) if i not in apart and _beside(lines[i].rectangle, lines[i + 1].rectangle)
    }
    if not beside:
        return ()
    grid = _joined(rules())
    band_of = [None if i in apart else _band(line.rectangle, grid) for i, line in enumerate(lines)]
    bands = defaultdict(set)
    for i in beside:
        if band := band_of[i]:
            bands[band.x0, band.x1] = {b for b in band_of if b and (b.x0, b.x1) == (band.x0, band.x1)}
    rows: list[range] = []
    for band, group in groupby(range(len(lines)), key=lambda i: band_of[i]):
        numbers = list(group)
        stretch = range(numbers[0], numbers[-1] + 1)
        if band and len(bands[band.x0, band.x1]) > 2:
            rows.extend([stretch] if _has_columns(lines, stretch) else [])
        elif band and not beside.isdisjoint(numbers):
            rows.extend(_by_left_column(lines, beside, stretch))
        else:
            rows.extend(_on_one_height(beside, stretch))
    return tuple(row for row in rows if len(row) > 1)


def _joined(pieces: list[Rule]) -> list[Rule]:
    """Join rules drawn cell by cell: pieces on one height that touch are one rule. Topmost first."""
    rules: list[Rule] = []
    for x0, x1, y in sorted(pieces, key=lambda piece: (round(piece[2]), piece[0])):
        if rules and round(rules[-1][2]) == round(y) and x0 <= rules[-1][1] + 2:
            rules[-1] = (rules[-1][0], max(x1, rules[-1][1]), rules[-1][2])
        else:
            rules.append((x0, x1, y))
    return rules


def _beside(a: Rectangle, b: Rectangle) -> bool:
    overlap = min(a.y1, b.y1) - max(a.y0, b.y0)
    return b.x0 >= a.x1 and overlap >= 0.5 * min(a.y1 - a.y0, b.y1 - b.y0)


def _band(place: Rectangle, grid: list[Rule]) -> _Band | None:
    """Find the rules right above and right below ``place``; None outside a table."""
    middle = (place.y0 + place.y1) / 2
    spanning = [rule for rule in grid if rule[0] <= place.x0 + 1 and rule[1] >= place.x1 - 1]
    at = bisect(spanning, middle, key=lambda rule: rule[2])
    if at == 0 or at == len(spanning):
        return None
    above, below = spanning[at - 1], spanning[at]
    if abs(above[0] - below[0]) > 3 or abs(above[1] - below[1]) > 3:
        return None
    return _Band(round(below[0] / 4), round(below[1] / 4), round(above[2]), round(below[2]))


def _has_columns(lines: Sequence[Line], stretch: range) -> bool:
    """Tell whether something stands beside something else, the number of a step or a bullet not counting."""
    real = [lines[i].rectangle for i in stretch if len(lines[i].text.strip(" .)•–-")) > 2 or len(stretch) < 3]
    return any(
        a.x1 + _COLUMN_GAP / 2 < b.x0 and min(a.y1, b.y1) > max(a.y0, b.y0)
        for a, b in (sorted(pair) for pair in combinations(real, 2))
    )


def _on_one_height(beside: set[int], stretch: range) -> Iterator[range]:
    """Without rules only lines on one height are known to be one row."""
    start = stretch.start
    for i in stretch:
        if i not in beside:
            yield range(start, i + 1)
            start = i + 1


def _by_left_column(lines: Sequence[Line], beside: set[int], stretch: range) -> Iterator[range]:
    """With rules only around the body, a row begins with each line at the left edge that has another beside it."""
    left = min(lines[i].rectangle.x0 for i in stretch)
    start = stretch.start
    for i in stretch:
        if i > start and i in beside and lines[i].rectangle.x0 < left + 2:
            yield range(start, i)
            start = i
    yield range(start, stretch.stop)
