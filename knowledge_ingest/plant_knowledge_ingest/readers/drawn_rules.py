"""The strokes in a picture of a page, as far as they can rule a table."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from plant_knowledge_ingest.readers.askew import level
from plant_knowledge_ingest.readers.rules import Stroke, Strokes

_Bits = NDArray[np.bool_]

# Darker than what is above and below by so many of 255 grey values; scans have noise of ten or so.
_DARKER = 22
# Shorter strokes, in points, are parts of letters: dashes across, stems of headings down.
_ACROSS, _DOWN = 20.0, 15.0
# Thicker ones are bars and pictures. A stroke may be interrupted by dust: so much of it is dark.
_THICK, _UNBROKEN = 2.5, 0.8


def strokes_in(picture: NDArray[np.uint8], zoom: float, slant: float) -> Strokes:
    """Return the strokes in ``picture`` of ``zoom`` pixels a point, in points, once it is turned by -``slant``."""
    values = np.asarray(level(Image.fromarray(picture).convert("L"), slant), np.int16)
    across, down = (
        [Stroke(start / zoom, end / zoom, (at + 0.5) / zoom) for at, start, end in _runs(sheet, length, zoom)]
        for sheet, length in ((values, _ACROSS), (np.ascontiguousarray(values.T), _DOWN))
    )
    return Strokes.of_pieces(across, down)


def _runs(values: NDArray[np.int16], length: float, zoom: float) -> Iterator[tuple[int, int, int]]:
    """Yield row, start and end of what is dark along a row for ``length`` points, and thin."""
    thick, window = round(_THICK * zoom), round(length * zoom)
    if min(values.shape) <= max(window, 2 * thick):
        return
    thin = np.zeros(values.shape, bool)
    middle = values[thick:-thick] + _DARKER
    thin[thick:-thick] = (middle < values[: -2 * thick]) & (middle < values[2 * thick :])
    numbers = np.flatnonzero(thin.sum(axis=1) >= _UNBROKEN * window)
    for at, row in zip(numbers, _opened(thin[numbers], window, round(_UNBROKEN * window)), strict=True):
        edges = np.flatnonzero(np.diff(np.concatenate(([False], row, [False])).astype(np.int8)))
        for start, end in edges.reshape(-1, 2):
            inked = start + np.flatnonzero(thin[at, start:end])
            yield int(at), int(inked[0]), int(inked[-1]) + 1


def _opened(bits: _Bits, window: int, least: int) -> _Bits:
    """Return all stretches of ``window`` bits along the rows of which at least ``least`` are set."""
    sums = np.zeros((bits.shape[0], bits.shape[1] + 1), np.int32)
    np.cumsum(bits, axis=1, out=sums[:, 1:])
    begins = sums[:, window:] - sums[:, :-window] >= least
    steps = np.zeros((bits.shape[0], bits.shape[1] + 1), np.int32)
    steps[:, : begins.shape[1]] += begins
    steps[:, window : window + begins.shape[1]] -= begins
    return np.asarray(np.cumsum(steps[:, :-1], axis=1) > 0)
