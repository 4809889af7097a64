"""Table rows on a page, from printed lines and ruling lines alone.

Full table finding costs about half a second a page; most questions need only to know which lines belong
to one row. Lines that stand side by side betray a table; its horizontal rules say where a row ends.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Container, Iterator, Sequence
from itertools import groupby

from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.readers.page import Line

# A horizontal rule: its two ends and its height on the page.
Rule = tuple[float, float, float]


def table_rows(lines: Sequence[Line], apart: Container[int], rules: Callable[[], list[Rule]]) -> tuple[range, ...]:
    """Return the rows of all tables as ranges of consecutive line numbers.

    Lines numbered in ``apart`` (headings) belong to no table. ``rules`` is asked for the page's horizontal
    rules only when other lines stand side by side.
    """
    beside = {i for i in range(len(lines) - 1) if i not in apart and _beside(lines[i].rectangle, lines[i + 1].rectangle)}
    if not beside:
        return ()
    grid = sorted(rules(), key=lambda rule: rule[2])
    rows: list[range] = []
    for band, group in groupby(range(len(lines)), key=lambda i: None if i in apart else _band(lines[i].rectangle, grid)):
        numbers = list(group)
        if beside.isdisjoint(numbers):
            continue
        stretch = range(numbers[0], numbers[-1] + 1)
        rows.extend(_unruled(beside, stretch) if band is None else _ruled(lines, beside, stretch))
    return tuple(row for row in rows if len(row) > 1)


def _beside(a: Rectangle, b: Rectangle) -> bool:
    overlap = min(a.y1, b.y1) - max(a.y0, b.y0)
    return b.x0 >= a.x1 and overlap >= 0.5 * min(a.y1 - a.y0, b.y1 - b.y0)


def _band(place: Rectangle, grid: list[Rule]) -> tuple[int, int] | None:
    """Number the space between the rules right above and right below ``place``; None outside a table."""
    middle = (place.y0 + place.y1) / 2
    spanning = [y for x0, x1, y in grid if x0 <= place.x0 + 1 and x1 >= place.x1 - 1]
    at = bisect(spanning, middle)
    if at == 0 or at == len(spanning) or len(spanning) < 3:
        return None
    return round(spanning[at - 1]), round(spanning[at])


def _unruled(beside: set[int], stretch: range) -> Iterator[range]:
    """Without rules only lines on one height are known to be one row."""
    start = stretch.start
    for i in stretch:
        if i not in beside:
            yield range(start, i + 1)
            start = i + 1


def _ruled(lines: Sequence[Line], beside: set[int], stretch: range) -> Iterator[range]:
    """Cut the space between two rules where a line begins at its left edge with another line beside it."""
    left = min(lines[i].rectangle.x0 for i in stretch)
    start = stretch.start
    for i in stretch:
        if i > start and i in beside and lines[i].rectangle.x0 < left + 2:
            yield range(start, i)
            start = i
    yield range(start, stretch.stop)
