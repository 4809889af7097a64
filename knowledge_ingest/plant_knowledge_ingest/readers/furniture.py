"""Running headers and footers: lines that stand at the same height of many pages, but for their digits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from plant_knowledge_ingest.readers.page import Line

_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
# Only the outer strips of a page can hold a running line.
_STRIP = 0.11


class Furniture:
    """Recognises running lines, learnt from a sample of pages of the same document."""

    def __init__(self, sample: Iterable[tuple[float, list[Line]]]) -> None:
        pages = list(sample)
        counts = Counter(key for height, lines in pages for key in {_key(line, height) for line in lines})
        needed = max(3, 0.15 * len(pages))
        self._running = {key for key, n in counts.items() if key is not None and n >= needed}

    def __call__(self, line: Line, height: float) -> bool:
        """Tell whether ``line``, on a page ``height`` points high, is a running header or footer."""
        return bool(self._running) and _key(line, height) in self._running


def _key(line: Line, height: float) -> tuple[str, int] | None:
    middle = (line.rectangle.y0 + line.rectangle.y1) / 2
    if _STRIP * height < middle < (1 - _STRIP) * height:
        return None
    return _DIGITS.sub("#", line.text), round(middle / 4)
