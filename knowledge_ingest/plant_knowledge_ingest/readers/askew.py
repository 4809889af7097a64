"""A page that was scanned askew, looked at as if it lay straight: rows of tables run together otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from plant_knowledge_ingest.readers.page import Line, Word

# Boxes around short lines may be off by a degree. Steps in degrees, and how many to each side.
_STEPS = ((0.25, 7), (0.05, 5))
# Pixels along the longer side that are enough to see how level lines are.
_ENOUGH = 800


def levelled(picture: NDArray[np.uint8], about: float) -> float:
    """Return the angle near ``about`` (radians, clockwise) at which the lines of ``picture`` run.

    At the right one the sums of its rows differ most from one row to the next (Postl's criterion, 1986).
    """
    grey = Image.fromarray(picture).convert("L")
    grey.thumbnail((_ENOUGH, _ENOUGH), Image.Resampling.BOX)
    best = about
    for step, number in _STEPS:
        tries = (best + radians(step * at) for at in range(-number, number + 1))
        best = max(tries, key=lambda angle: _contrast(grey, angle))
    return best


def _contrast(grey: Image.Image, angle: float) -> float:
    rows = np.asarray(level(grey, angle), np.float64).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())


def level(grey: Image.Image, angle: float) -> Image.Image:
    """Return a picture turned about its upper left corner so that what ran at ``angle`` is level."""
    turn = (cos(angle), -sin(angle), 0, sin(angle), cos(angle), 0)
    paper = int(np.median(np.asarray(grey)))
    return grey.transform(grey.size, Image.Transform.AFFINE, turn, Image.Resampling.BILINEAR, fillcolor=paper)


def turned(lines: Iterable[Line], angle: float) -> list[Line]:
    """Return ``lines`` with their words moved about the page's upper left corner by ``angle`` (radians, clockwise).

    The words themselves stay upright: turned there and back again they stand where they stood.
    """
    if not angle:
        return list(lines)
    return [Line.of(line.block, [_moved(word, angle) for word in line.words], line.confidence) for line in lines]


def _moved(word: Word, angle: float) -> Word:
    x0, y0, x1, y1, text = word
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    across, down = x * cos(angle) - y * sin(angle) - x, x * sin(angle) + y * cos(angle) - y
    return x0 + across, y0 + down, x1 + across, y1 + down, text
