"""A drawing as a picture, by the library that draws pages."""

from __future__ import annotations

import pymupdf

_MOST_WIDTH = 4000


def svg_png(svg: str, *, width: int = 1600) -> bytes:
    """Return an SVG as PNG, ``width`` pixels wide (at most 4,000)."""
    with pymupdf.open(stream=svg.encode(), filetype="svg") as drawing:
        page = drawing[0]
        zoom = min(width, _MOST_WIDTH) / page.rect.width
        return bytes(page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), alpha=False).tobytes("png"))
