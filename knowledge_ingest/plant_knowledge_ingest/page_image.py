"""A page as a picture, with the cited place marked."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pymupdf
from numpy.typing import NDArray

from plant_knowledge_ingest.errors import UnknownPage
from plant_knowledge_ingest.passage import Rectangle

# Rows of pixels of red, green and blue.
_Picture: TypeAlias = NDArray[np.uint8]

# Strong enough to be found at a glance, light enough to read through in black and white.
_COLOUR, _OPACITY = (255, 212, 0), 0.38
_EDGE, _EDGE_WIDTH = (217, 115, 0), 1.4
# Around what is cut out, in points.
_ROOM = 4
# An A4 page 4,000 pixels wide; more would not help anybody and takes a lot of memory.
_MOST_PIXELS = 4000 * 5700


def page_png(
    pdf: Path, page: int, marks: Sequence[Rectangle] = (), *, width: int = 1200, crop: Rectangle | None = None
) -> bytes:
    """Return the 1-based ``page`` as PNG, ``width`` pixels wide, with ``marks`` (points) highlighted.

    ``crop`` (points) keeps only that part of it, with a little room around; then that is ``width`` pixels wide.

    Raises ``UnknownPage``.
    """
    with pymupdf.open(pdf) as document:
        if not 1 <= page <= document.page_count:
            raise UnknownPage(f"The document has pages 1 to {document.page_count}, not {page}.")
        shown = document[page - 1]
        part = _part(crop, shown.rect)
        across, down = part.width, part.height
        zoom = min(max(width, 1) / across, sqrt(_MOST_PIXELS / (across * down)))
        plain = shown.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csRGB, alpha=False, clip=part)
        if not marks:
            return bytes(plain.tobytes("png"))
        picture = np.frombuffer(plain.samples_mv, np.uint8).reshape(plain.height, plain.width, 3).copy()
        left, top = plain.x / zoom, plain.y / zoom
        _mark(picture, [Rectangle(m.x0 - left, m.y0 - top, m.x1 - left, m.y1 - top) for m in marks], zoom)
        marked = pymupdf.Pixmap(pymupdf.csRGB, plain.width, plain.height, picture.tobytes(), False)
        return bytes(marked.tobytes("png"))


def _part(crop: Rectangle | None, sheet: pymupdf.Rect) -> pymupdf.Rect:
    """Return the part of the ``sheet`` to be drawn; the whole where nothing of it is asked for."""
    if crop is None:
        return sheet
    part = pymupdf.Rect(crop.x0 - _ROOM, crop.y0 - _ROOM, crop.x1 + _ROOM, crop.y1 + _ROOM)
    part.intersect(sheet)
    return sheet if part.is_empty else part


def _mark(picture: _Picture, marks: Sequence[Rectangle], zoom: float) -> None:
    """Tint the marks and frame them all. Drawn on pixels: a PDF may turn and crop what is drawn on its pages."""
    tinted = np.zeros(picture.shape[:2], bool)
    for mark in marks:
        tinted[_pixels(mark, 2, 1.5, zoom)] = True
    tint = (1 - _OPACITY) * picture[tinted] + _OPACITY * np.array(_COLOUR)
    picture[tinted] = np.round(tint).astype(np.uint8)
    around = Rectangle.around(marks)
    framed = np.zeros(picture.shape[:2], bool)
    framed[_pixels(around, 5 + _EDGE_WIDTH, 4 + _EDGE_WIDTH, zoom)] = True
    framed[_pixels(around, 5, 4, zoom)] = False
    picture[framed] = _EDGE


def _pixels(place: Rectangle, across: float, down: float, zoom: float) -> tuple[slice, slice]:
    """Return the rows and columns of ``place``, grown by ``across`` and ``down`` points to each side."""
    x0, y0 = (max(round(zoom * value), 0) for value in (place.x0 - across, place.y0 - down))
    x1, y1 = (max(round(zoom * value), 0) for value in (place.x1 + across, place.y1 + down))
    return slice(y0, y1), slice(x0, x1)
