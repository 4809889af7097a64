"""The piece of a page that is worth reading on a phone: what is marked, and a little around it."""

from __future__ import annotations

from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageChops

# Shares of the page's width: around the marks, and the least size, so that all cut-outs are read at one scale.
_MARGIN = 0.02
_LEAST_WIDTH = 0.7
_LEAST_HEIGHT = 0.13


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
    left, right = _stretched(box.left, box.right, round(_MARGIN * width), round(_LEAST_WIDTH * width), width)
    top, bottom = _stretched(box.top, box.bottom, round(_MARGIN * width), round(_LEAST_HEIGHT * width), height)
    return Box(left, top, right, bottom)


def _stretched(start: int, end: int, margin: int, least: int, most: int) -> tuple[int, int]:
    """Widen a stretch by ``margin`` on both sides and to ``least`` in all, without leaving 0 to ``most``."""
    length = min(most, max(end - start + 2 * margin, least))
    begin = min(max(0, (start + end - length) // 2), most - length)
    return begin, begin + length
