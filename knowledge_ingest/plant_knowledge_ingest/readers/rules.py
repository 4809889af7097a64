"""The horizontal rules drawn on a page: where the rows of its tables end."""

from __future__ import annotations

from typing import Any

import pymupdf

from plant_knowledge_ingest.readers.damage import DAMAGED
from plant_knowledge_ingest.readers.rows import Rule

# Shorter strokes, in points, are underlines and parts of pictures.
_SHORTEST = 20
_THIN = 2


def horizontal_rules(page: Any) -> list[Rule]:
    """Return strokes, thin fills and the edges of boxes on an open PyMuPDF page, as the page is displayed."""
    try:
        drawings = page.get_cdrawings()
    except DAMAGED:
        return []  # the text is there; only its tables are less well known
    turn = page.rotation_matrix if page.rotation else None
    rules: list[Rule] = []
    for drawing in drawings:
        for item in drawing["items"]:
            if item[0] in {"l", "re"}:
                rules.extend(_edges(item, turn))
    return rules


def _edges(item: tuple[Any, ...], turn: Any) -> list[Rule]:
    stroke = item[0] == "l"
    corners = (*item[1], *item[2]) if stroke else item[1]
    if turn is not None:
        corners = tuple(pymupdf.Rect(corners) * turn)
    x0, x1 = sorted((corners[0], corners[2]))
    y0, y1 = sorted((corners[1], corners[3]))
    if x1 - x0 < _SHORTEST:
        return []
    if y1 - y0 < _THIN:
        return [(x0, x1, y0)]
    return [] if stroke else [(x0, x1, y0), (x0, x1, y1)]
