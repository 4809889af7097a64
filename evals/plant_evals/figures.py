"""The figures of a measurement: shares with their intervals, percentiles, and tables to print them in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

_Z = 1.96


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return Wilson's score interval at 95 % for ``hits`` of ``of``; (0, 1) when there was nothing to hit.

    >>> wilson(9, 12)
    (0.468, 0.911)
    """
    if not of:
        return 0.0, 1.0
    p = hits / of
    middle = (p + _Z * _Z / (2 * of)) / (1 + _Z * _Z / of)
    half = _Z * math.sqrt(p * (1 - p) / of + _Z * _Z / (4 * of * of)) / (1 + _Z * _Z / of)
    return round(max(middle - half, 0.0), 3), round(min(middle + half, 1.0), 3)


def share(hits: Iterable[bool]) -> list[float]:
    """Return [hits, of, low, high] with Wilson's interval."""
    listed = list(hits)
    return [sum(listed), len(listed), *wilson(sum(listed), len(listed))]


def percentile(values: Iterable[float], percent: float) -> float:
    """Return the smallest value that at least ``percent`` of ``values`` do not exceed; 0 when there are none."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * percent / 100), 1) - 1] if ordered else 0.0


def shown(figure: Sequence[float]) -> str:
    """Return a share as people read it: "9/12 (47-91 %)", or a dash when there was nothing to hit."""
    hits, of, low, high = figure
    return f"{hits:.0f}/{of:.0f} ({100 * low:.0f}-{100 * high:.0f} %)" if of else "–"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return ``rows``, the first of them the headings, as a Markdown table that also reads well as it is."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])
