"""Which lines of a page are printed bold, as titles of tables are, or monospaced, as listings and commands are."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.readers.page import Line

_HEAVY = re.compile(r"bold|heavy|black|demi", re.IGNORECASE)
_MONOSPACED = re.compile(r"mono|courier|typewriter|consol|cmtt", re.IGNORECASE)
_MONOSPACED_FLAG, _BOLD_FLAG = 8, 16


def is_heavy(span: Any) -> bool:
    """Tell of a span of PyMuPDF's whether it is printed bold."""
    return bool(span["flags"] & _BOLD_FLAG) or _HEAVY.search(span["font"]) is not None


def is_monospaced(span: Any) -> bool:
    """Tell of a span of PyMuPDF's whether it is printed in letters of one width."""
    return bool(span["flags"] & _MONOSPACED_FLAG) or _MONOSPACED.search(span["font"]) is not None


def printed_so(span_is: Callable[[Any], bool], textpage: Any, turn: Any | None = None) -> Callable[[Line], bool]:
    """Return what tells of a line of an open PyMuPDF text page whether its first word is in a span that ``span_is``.

    ``turn`` is the matrix of a page that is displayed turned.
    """
    places = [
        Rectangle(*(_turned(span["bbox"], turn)))
        for block in textpage.extractDICT()["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
        if span_is(span)
    ]

    def is_so(line: Line) -> bool:
        x0, y0, x1, y1, _ = line.words[0]
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        return any(place.x0 <= x <= place.x1 and place.y0 <= y <= place.y1 for place in places)

    return is_so


def _turned(bbox: tuple[float, float, float, float], turn: Any | None) -> Any:
    import pymupdf

    return bbox if turn is None else tuple(pymupdf.Rect(bbox) * turn)
