"""What stands on a page without being its text: running headers and footers, and tables of contents.

A running line stands at the same height of many pages, the same but for its digits. A contents line leads
with dots to a page number; found as an answer it would only be the promise of one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from plant_knowledge_ingest.readers.page import Line

_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
_DOTS = ".·…"
_LEADER = re.compile(rf"(?:[{_DOTS}]\s*){{4,}}[\s\u2060]*[\divxlc]*\s*$", re.IGNORECASE)
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
        """Tell whether ``line``, on a page ``height`` points high, is a running or a contents line."""
        running = bool(self._running) and _key(line, height) in self._running
        dotted = sum(map(line.text.count, _DOTS)) > 3
        return running or (dotted and _LEADER.search(line.text) is not None)


def _key(line: Line, height: float) -> tuple[str, int] | None:
    middle = (line.rectangle.y0 + line.rectangle.y1) / 2
    if _STRIP * height < middle < (1 - _STRIP) * height:
        return None
    return _DIGITS.sub("#", line.text), round(middle / 4)
