"""The text of a page as a person sees it: what the page carries where that can be used, else what is recognised."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pymupdf

from plant_knowledge_ingest.errors import UnreadableDocument, WeightsInvalid
from plant_knowledge_ingest.readers import ocr
from plant_knowledge_ingest.readers.damage import DAMAGED
from plant_knowledge_ingest.readers.legible import Text, worth
from plant_knowledge_ingest.readers.page import Line
from plant_knowledge_ingest.readers.scan import MOST_PIXELS, Seen, largest_picture, recognised

# A scan covers at least this share of its page; a screenshot with its caption covers less.
_COVERED = 0.8
# Recognised text stands for that of the page only if it is about as sure as that.
_SURE = 0.85


def seen(path: Path, number: int, page: Any, lines: list[Line]) -> Seen:
    """Return the lines of page ``number``, an open PyMuPDF page that shows something and carries ``lines``.

    Text is recognised where there is none, where it is no text, and where a page-filling picture says more.
    Raises ``UnreadableDocument`` if then nothing can be read, or recognition is needed and not installed.
    """
    value = worth(lines)
    if value is Text.WHOLE or (value is Text.FEW and lines and not _is_picture(page)):
        return Seen(lines)
    needed = not lines or value is Text.BROKEN
    if not ocr.is_installed():
        if not needed:
            return Seen(lines)
        raise UnreadableDocument(path, f"{_what(lines)}; to have it read: {ocr.INSTALL}", page=number)
    found = _recognised(path, number, page) if needed or largest_picture(page) <= MOST_PIXELS else Seen([])
    if needed and not found.lines:
        raise UnreadableDocument(path, f"{_what(lines)}, and none can be recognised", page=number)
    return found if needed or _is_better(found.lines, lines) else Seen(lines)


def _recognised(path: Path, number: int, page: Any) -> Seen:
    if (pixels := largest_picture(page)) > MOST_PIXELS:
        told = (
            f"its picture has {pixels / 1e6:,.0f} million pixels, more than the {MOST_PIXELS / 1e6:,.0f} million read"
        )
        raise UnreadableDocument(path, told, page=number)
    try:
        return recognised(page, ocr.recogniser())
    except WeightsInvalid as error:
        raise UnreadableDocument(path, f"its text cannot be recognised: {error}", page=number) from error
    except DAMAGED as error:
        raise UnreadableDocument(path, f"the page is damaged ({error})", page=number) from error


def _is_picture(page: Any) -> bool:
    if not page.get_images():
        return False
    try:
        places = [pymupdf.Rect(picture["bbox"]) & page.rect for picture in page.get_image_info()]
    except DAMAGED:
        return False
    return bool(sum(abs(place.get_area()) for place in places) >= _COVERED * abs(page.rect.get_area()))


def _is_better(found: list[Line], lines: list[Line]) -> bool:
    """Tell whether what was recognised is sure, and says more than the page carries, or the same in real letters."""
    length = sum(len(line.text) for line in found)
    sure = sum(line.confidence * len(line.text) for line in found) >= _SURE * length
    more = length > 1.5 * sum(len(line.text) for line in lines)
    return sure and (more or (worth(lines) is Text.DOUBTFUL and worth(found) is Text.WHOLE))


def _what(lines: list[Line]) -> str:
    if lines:
        return "its text is garbled, because its fonts do not say which letters they show"
    return "the page is a picture without text (a scan?)"
