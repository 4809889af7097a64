"""A photo with what was read in it marked, to be shown to whoever took it."""

from __future__ import annotations

import io
from collections.abc import Iterable

from PIL import Image, ImageDraw

from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.readers.photo import Photo

_COLOUR = (230, 81, 0)
_ROOM = 4


def marked(photo: Photo, places: Iterable[Rectangle]) -> bytes:
    """Return ``photo`` as JPEG with a frame around each of ``places``, in its pixels."""
    with Image.open(io.BytesIO(photo.content)) as picture:
        drawn = picture.convert("RGB")
    pen = ImageDraw.Draw(drawn)
    line = max(2, round(max(drawn.size) / 400))
    for place in places:
        frame = (place.x0 - _ROOM, place.y0 - _ROOM, place.x1 + _ROOM, place.y1 + _ROOM)
        pen.rectangle(frame, outline=_COLOUR, width=line)
    buffer = io.BytesIO()
    drawn.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()
