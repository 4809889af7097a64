"""A photo that a person took of a plate, a display or a label: its text, as it reads when held upright and level.

Only what can be seen of the file goes on: neither where nor with what it was taken.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from math import degrees
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

from plant_knowledge_ingest.errors import UnreadableDocument, WeightsInvalid
from plant_knowledge_ingest.readers import ocr
from plant_knowledge_ingest.readers.arranged import arranged, slant_of
from plant_knowledge_ingest.readers.page import Line
from plant_knowledge_ingest.readers.pictures import DAMAGED
from plant_knowledge_ingest.readers.scan import Recognise, score, sureness, upright

LARGEST = 25_000_000
"""Bytes of a file; the best cameras of phones make some ten million."""
MOST_PIXELS = 120_000_000
FORMS = ("JPEG", "PNG", "WebP", "HEIC")

_READ = ("JPEG", "MPO", "PNG", "WEBP", "HEIF")
_HEIC = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
_ALONG = 1600  # pixels: a plate that fills a third of the photo still has letters of 20
_MOST_ENLARGED = 2.0
_SURE, _UNSURE = 0.9, 0.5
_LEVEL = np.radians(3.0)
_QUALITY = 85


@dataclass(frozen=True, slots=True)
class Photo:
    """The photo as it is shown: ``width`` by ``height`` pixels, in which the places of ``lines`` are given.

    It was turned clockwise by ``turned`` degrees to be read; ``content`` is the picture itself as JPEG.
    """

    width: int
    height: int
    turned: float
    lines: tuple[Line, ...]
    content: bytes


def photo(path: Path, called: Path) -> Photo:
    """Read the photo at ``path``; errors name ``called``. Raises ``UnreadableDocument``."""
    with _opened(path, called) as file:
        picture = _held(file)
    try:
        recognise = ocr.recogniser()
    except WeightsInvalid as error:
        raise UnreadableDocument(called, f"its text cannot be recognised: {error}") from error
    return read(picture, recognise)


def read(picture: Image.Image, recognise: Recognise) -> Photo:
    """Return ``picture`` turned upright and level, with its lines in reading order; unsure ones are left out."""
    sized = _sized(picture)
    found, quarters = upright(np.asarray(sized), recognise)
    shown = sized.rotate(90 * quarters, expand=True)
    slant = slant_of(found)
    turned = -90.0 * quarters - degrees(slant if abs(slant) > _LEVEL else 0)
    if abs(slant) > _LEVEL:
        shown = shown.rotate(degrees(slant), Image.Resampling.BICUBIC, expand=True)
        found = recognise(np.asarray(shown))
    if sureness(found) < _SURE or not found:
        found = max((found, recognise(np.asarray(_evened(shown)))), key=score)
    sure = [line for line in found if line.confidence >= _UNSURE]
    lines = tuple(arranged(sure, slant_of(sure)))
    return Photo(shown.width, shown.height, round(turned % 360, 1), lines, _encoded(shown))


@contextmanager
def _opened(path: Path, called: Path) -> Iterator[Image.Image]:
    """Open a file that is a picture by its content, whatever it is called, and not too large."""
    size = path.stat().st_size
    if size > LARGEST:
        told = f"it has {size / 1e6:,.0f} MB, more than the {LARGEST / 1e6:,.0f} MB read of a photo"
        raise UnreadableDocument(called, told, remedy="Take it with a smaller resolution, or cut out the plate.")
    _learn_forms()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # bombs are refused by their size
            with Image.open(path, formats=[form for form in _READ if form in Image.OPEN]) as picture:
                _refuse_large(picture, called)
                yield picture
    except UnidentifiedImageError as error:
        raise UnreadableDocument(called, _no_picture(path), remedy=_remedy(path)) from error
    except Image.DecompressionBombError as error:
        raise UnreadableDocument(
            called, f"it has more than the {MOST_PIXELS / 1e6:,.0f} million pixels read"
        ) from error
    except DAMAGED as error:
        raise UnreadableDocument(called, f"the photo is damaged ({error})", remedy="Take it again.") from error


def _refuse_large(picture: Image.Image, called: Path) -> None:
    if (pixels := picture.width * picture.height) > MOST_PIXELS:
        told = f"it has {pixels / 1e6:,.0f} million pixels, more than the {MOST_PIXELS / 1e6:,.0f} million read"
        raise UnreadableDocument(called, told, remedy="Take it with a smaller resolution.")


def _no_picture(path: Path) -> str:
    if _is_heic(path):
        return "HEIC photos cannot be read here"
    return (
        "the file is empty" if not path.stat().st_size else f"its content is no picture ({', '.join(FORMS)} are read)"
    )


def _remedy(path: Path) -> str:
    return f"Send it as JPEG, or: {ocr.INSTALL}" if _is_heic(path) else "Send a photo."


def _is_heic(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(12)
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC


def _learn_forms() -> None:
    """Let Pillow read what Apple's phones write, where that is installed."""
    Image.init()
    if find_spec("pillow_heif") is not None:
        from pillow_heif import register_heif_opener

        register_heif_opener(thumbnails=False)


def _held(file: Any) -> Image.Image:
    """Return the picture in colours, as its camera was held, at most ``_ALONG`` pixels long."""
    file.draft("RGB", (_ALONG, _ALONG))  # a JPEG need not be unpacked whole
    layer = ImageOps.exif_transpose(file).convert("RGBA")
    picture = Image.new("RGB", layer.size, "white")
    picture.paste(layer, mask=layer.getchannel("A"))
    picture.thumbnail((_ALONG, _ALONG), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return picture


def _sized(picture: Image.Image) -> Image.Image:
    """Return ``picture`` ``_ALONG`` pixels long, a small one at most twice as long: small letters are found better."""
    share = min(_ALONG / max(picture.size), _MOST_ENLARGED)
    return picture.resize((round(picture.width * share), round(picture.height * share)), Image.Resampling.BICUBIC)


def _evened(picture: Image.Image) -> Image.Image:
    """Return ``picture`` in grey without noise and without what changes slowly over it: shadow, glare, darkness."""
    grey = picture.convert("L").filter(ImageFilter.MedianFilter(3))
    around = np.asarray(grey.filter(ImageFilter.GaussianBlur(max(picture.size) / 24)), np.float64)
    flat = np.clip(np.asarray(grey, np.float64) - around + 128, 0, 255).astype(np.uint8)
    return ImageOps.autocontrast(Image.fromarray(flat), cutoff=0.5).convert("RGB")


def _encoded(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()
