"""The piece of a page that is worth reading on a phone: what is marked, and a little around it."""

from __future__ import annotations

from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageChops

# Around the marks, as a share of the page's width; and the least height, so that a line has neighbours.
_MARGIN = 0.02
_LEAST = 0.13


class Box(NamedTuple):
    """A part of a picture in pixels, from its top left corner."""

    left: int
    top: int
    right: int
    bottom: int


def size(png: bytes) -> tuple[int, int]:
    """Return width and height of a picture."""
    with Image.open(BytesIO(png)) as picture:
        return picture.size


def marked_box(plain: bytes, marked: bytes) -> Box | None:
    """Return where two pictures of the same page differ, which is where the marks are; None if nowhere."""
    with Image.open(BytesIO(plain)) as without, Image.open(BytesIO(marked)) as with_marks:
        found = ImageChops.difference(without.convert("RGB"), with_marks.convert("RGB")).getbbox()
    return Box(*found) if found else None


def cutout(plain: bytes, marked: bytes) -> bytes:
    """Return the part of ``marked`` around the marks as PNG; the whole page if there are none."""
    box = marked_box(plain, marked)
    if box is None:
        return marked
    with Image.open(BytesIO(marked)) as picture:
        piece = picture.crop(_widened(box, *picture.size))
        written = BytesIO()
        piece.save(written, "PNG")
    return written.getvalue()


def _widened(box: Box, width: int, height: int) -> Box:
    margin = round(_MARGIN * width)
    more = max(margin, (round(_LEAST * width) - (box.bottom - box.top)) // 2)
    return Box(
        max(0, box.left - margin),
        max(0, box.top - more),
        min(width, box.right + margin),
        min(height, box.bottom + more),
    )
