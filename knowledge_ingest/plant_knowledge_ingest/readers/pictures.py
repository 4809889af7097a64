"""Pictures as PDF pages, one for each; their text is recognised when the pages are read."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pymupdf
from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.ImageFile import ImageFile

from plant_knowledge_ingest.errors import UnreadableDocument

# 0.3 gigabytes in memory. A drawing of A0 scanned with 300 dots per inch has 140 million.
_MOST_PIXELS = 160_000_000
_MOST_PAGES = 2_000
# More are not kept: an A4 page with 400 dots per inch.
_KEPT_PIXELS = 16_000_000
_SHARPEST, _COARSEST = 1200, 72
_A4, _LONGEST = 842.0, 3_400.0
DAMAGED = (OSError, SyntaxError, ValueError, EOFError, TypeError, ArithmeticError, LookupError, NotImplementedError)
"""What Pillow raises for torn files."""


def picture_pdf(path: Path) -> bytes:
    """Return the picture at ``path``, all pages of a TIFF, as PDF. Raises ``UnreadableDocument``."""
    with _opened(path) as picture, pymupdf.open() as pdf:
        for number in range(_pages(path, picture)):
            content, width, height = _page(path, picture, number)
            pdf.new_page(width=width, height=height).insert_image((0, 0, width, height), stream=content)
        return bytes(pdf.tobytes(garbage=3, no_new_id=True))


@contextmanager
def _opened(path: Path) -> Iterator[ImageFile]:
    if path.stat().st_size == 0:
        raise UnreadableDocument(path, "the file is empty")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # bombs are refused below, by their size
            with Image.open(path) as picture:
                yield picture
    except UnidentifiedImageError as error:
        raise UnreadableDocument(path, "its content is no picture that can be read") from error
    except Image.DecompressionBombError as error:
        raise UnreadableDocument(path, _too_large("more than 178")) from error
    except DAMAGED as error:
        raise UnreadableDocument(path, f"the picture is damaged ({error})", remedy="Scan or save it again.") from error


def _pages(path: Path, picture: Any) -> int:
    pages = int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1
    if pages > _MOST_PAGES:
        raise UnreadableDocument(
            path, f"it has {pages:,} pages, more than the {_MOST_PAGES:,} read", remedy="Split it."
        )
    return pages


def _page(path: Path, picture: Any, number: int) -> tuple[bytes, float, float]:
    """Return a page as PNG or JPEG, upright, and its size in points."""
    picture.seek(number)
    if picture.width * picture.height > _MOST_PIXELS:
        raise UnreadableDocument(path, _too_large(f"{picture.width * picture.height / 1e6:,.0f}"), page=number + 1)
    width, height = _points(picture)
    upright = ImageOps.exif_transpose(picture)
    if upright.width * upright.height > _KEPT_PIXELS:
        smaller = (_KEPT_PIXELS / (upright.width * upright.height)) ** 0.5
        upright = upright.convert("L" if upright.mode in {"1", "L", "I;16"} else "RGB")
        upright = upright.resize((round(upright.width * smaller), round(upright.height * smaller)), reducing_gap=2.0)
    turned = (upright.width > upright.height) != (width > height)
    return (_encoded(upright), *((height, width) if turned else (width, height)))


def _points(picture: Any) -> tuple[float, float]:
    """Return the size of the paper: by the resolution noted in the file if it can be true, else as long as A4."""
    longer = max(picture.size)
    resolution = float((picture.info.get("dpi") or (0, 0))[0] or 0)
    if not (_COARSEST < resolution <= _SHARPEST and _A4 / 4 <= 72 * longer / resolution <= _LONGEST):
        resolution = 72 * longer / _A4
    return 72 * picture.width / resolution, 72 * picture.height / resolution


def _encoded(picture: Any) -> bytes:
    buffer = io.BytesIO()
    if picture.mode in {"1", "L"}:
        picture.save(buffer, "PNG")
    else:
        on_white = Image.new("RGB", picture.size, "white")
        layer = picture.convert("RGBA")
        on_white.paste(layer, mask=layer.getchannel("A"))
        on_white.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def _too_large(millions: str) -> str:
    most = f"{_MOST_PIXELS / 1e6:,.0f}"
    return f"it has {millions} million pixels, more than the {most} million read; scan it with 300 dots per inch"
