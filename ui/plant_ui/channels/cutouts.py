"""The piece of a cited page that is worth reading on a phone, small enough to travel inside a message."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image

from plant_copilot.copilot import Copilot
from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.principal import Principal
from plant_ui.channels.parts import Json

KIND = "image/png"
_WIDTHS = (1000, 800, 640, 480)
"""Pixels; Teams shows no picture wider than 1,024 as it is."""

_ROOM = 60.0
_WHOLE = 10_000.0  # points, more than any page has: what is cut off is cut off at its edge
_MOST_MARKS = 200
_COLOURS = 32


def cutout(copilot: Copilot, citations: Sequence[Json], principal: Principal, *, largest: int) -> bytes:
    """Return the whole width of a page around what ``citations`` of it cite, marked, in at most ``largest`` bytes.

    Raises ``UnknownDocument``, ``UnknownPage`` where ``principal`` may not see it or it is gone.
    """
    first = citations[0]
    marks = [Rectangle(*corners) for one in citations for corners in one["rectangles"]][:_MOST_MARKS]
    around = Rectangle.around(marks)
    crop = Rectangle(0.0, around.y0 - _ROOM, _WHOLE, around.y1 + _ROOM)
    picture = b""
    for width in _WIDTHS:
        picture = _fewer_colours(
            copilot.page_png(
                first["document"],
                first["page"],
                revision=first["revision"] or None,
                highlight=marks,
                width=width,
                crop=crop,
                principal=principal,
            )
        )
        if len(picture) <= largest:
            break
    return picture


def _fewer_colours(png: bytes) -> bytes:
    """Return a picture of printed text in so many colours as reading it takes: a third of the bytes."""
    with Image.open(BytesIO(png)) as picture:
        written = BytesIO()
        picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()
