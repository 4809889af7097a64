"""A page without usable text, read by recognition: as a picture of bounded size, upright however it was scanned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pymupdf

from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.readers.arranged import arranged, slant_of
from plant_knowledge_ingest.readers.askew import levelled
from plant_knowledge_ingest.readers.drawn_rules import strokes_in
from plant_knowledge_ingest.readers.ocr import MOST_PIXELS_ALONG, Picture, Recognised
from plant_knowledge_ingest.readers.page import Line, Word
from plant_knowledge_ingest.readers.rules import Strokes


class Seen(NamedTuple):
    """The ``lines`` of a page; of one that was recognised also their ``slant``, and the strokes without that.

    The slant is in radians, clockwise; ``strokes`` is None where those that the page draws are what there is.
    """

    lines: list[Line]
    slant: float = 0.0
    strokes: Strokes | None = None


Recognise = Callable[[Picture], list[Recognised]]

MOST_PIXELS = 160_000_000
"""Pixels of a picture inside a page; MuPDF unpacks it whole to show it."""

# Characters of eight points are then 22 pixels high.
_DOTS_PER_INCH = 200
# A page whose lines are all surer than this is not tried upside down.
_SURE = 0.85


def recognised(page: Any, recognise: Recognise) -> Seen:
    """Return the lines recognised on an open PyMuPDF page, as it is displayed, in points."""
    picture, zoom = _picture(page)
    found, turns = upright(picture, recognise)
    height, width = picture.shape[:2]
    slant = levelled(np.rot90(picture, turns), slant_of(found))
    lines = [_placed(line, turns, width, height, zoom) for line in arranged(found, slant)]
    return Seen(lines, slant, Strokes() if turns else strokes_in(picture, zoom, slant))


def largest_picture(page: Any) -> int:
    """Return the pixels of the largest picture on a page, without unpacking it."""
    return max((width * height for _, _, width, height, *_ in page.get_images()), default=0)


def _picture(page: Any) -> tuple[Picture, float]:
    """Draw ``page``; return the picture and its pixels per point."""
    longer = max(page.rect.width, page.rect.height, 1.0)
    zoom = min(_DOTS_PER_INCH / 72, MOST_PIXELS_ALONG / longer)
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csRGB, alpha=False)
    return np.frombuffer(pixels.samples_mv, np.uint8).reshape(pixels.height, pixels.width, 3).copy(), zoom


def upright(picture: Picture, recognise: Recognise) -> tuple[list[Recognised], int]:
    """Return what is found in ``picture`` turned so that it is read best, and the quarter turns (anticlockwise)."""
    tries = {0: recognise(picture)}
    if _is_sideways(tries[0]):
        del tries[0]
        others: Sequence[int] = (1, 3)
    else:
        others = () if sureness(tries[0]) >= _SURE else (2,)
    for turns in others:
        tries[turns] = recognise(np.ascontiguousarray(np.rot90(picture, turns)))
    best = max(tries, key=lambda turns: score(tries[turns]))
    return tries[best], best


def _is_sideways(found: Sequence[Recognised]) -> bool:
    longer = [np.ptp(line.corners, axis=0) for line in found if len(line.text) > 2]
    return bool(sum(height > 1.5 * width for width, height in longer) > len(longer) / 2)


def sureness(found: Sequence[Recognised]) -> float:
    """Return the mean confidence of all characters; 1 where nothing was found."""
    characters = sum(len(line.text) for line in found)
    return score(found) / characters if characters else 1.0


def score(found: Sequence[Recognised]) -> float:
    """Return how many characters were read, each counted as far as it is sure."""
    return sum(line.confidence * len(line.text) for line in found)


def _placed(line: Line, turns: int, width: int, height: int, zoom: float) -> Line:
    """Return a line of a picture that was turned, where it stands on the page of ``width`` by ``height`` pixels."""
    words = []
    for word in line.words:
        x0, y0, x1, y1 = (value / zoom for value in _turned_back(word, turns, width, height))
        words.append((x0, y0, x1, y1, word[4]))
    return Line.of(line.block, words, line.confidence)


def _turned_back(word: Word, turns: int, width: int, height: int) -> Rectangle:
    x0, y0, x1, y1, _ = word
    if turns == 1:
        return Rectangle(width - y1, x0, width - y0, x1)
    if turns == 2:
        return Rectangle(width - x1, height - y1, width - x0, height - y0)
    if turns == 3:
        return Rectangle(y0, height - x1, y1, height - x0)
    return Rectangle(x0, y0, x1, y1)
