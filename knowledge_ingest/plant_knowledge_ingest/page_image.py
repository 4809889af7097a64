"""A page as a picture, with the cited place marked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pymupdf

from plant_knowledge_ingest.errors import UnknownPage
from plant_knowledge_ingest.passage import Rectangle

# Strong enough to be found at a glance, light enough to read through in black and white.
_COLOUR = (1.0, 0.83, 0.0)
_EDGE = (0.85, 0.45, 0.0)
_MOST_PIXELS = 4000


def page_png(pdf: Path, page: int, marks: Sequence[Rectangle] = (), *, width: int = 1200) -> bytes:
    """Return the 1-based ``page`` as PNG, ``width`` pixels wide, with ``marks`` (points) highlighted.

    Raises ``UnknownPage``.
    """
    with pymupdf.open(pdf) as document:
        if not 1 <= page <= document.page_count:
            raise UnknownPage(f"The document has pages 1 to {document.page_count}, not {page}.")
        shown = document[page - 1]
        for mark in marks:
            box = _grown(mark, 2, 1.5)
            shown.draw_rect(box, color=None, fill=_COLOUR, fill_opacity=0.38, overlay=True)
        if marks:
            frame = _grown(Rectangle.around(marks), 5, 4)
            shown.draw_rect(frame, color=_EDGE, width=1.4, overlay=True)
        zoom = min(width, _MOST_PIXELS) / shown.rect.width
        return bytes(shown.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), alpha=False).tobytes("png"))


def _grown(place: Rectangle, across: float, down: float) -> pymupdf.Rect:
    return pymupdf.Rect(place.x0 - across, place.y0 - down, place.x1 + across, place.y1 + down)
