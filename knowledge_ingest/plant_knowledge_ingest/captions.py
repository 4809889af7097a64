"""The captions of figures, in the languages read."""

from __future__ import annotations

import re

CAPTION = re.compile(
    r"(?:(?:figure|fig\.|abbildung|abb\.|bild)\s*|[图圖]\s*)(?P<number>[A-Z]?\d+(?:[.\-–]\d+)*[a-z]?)(?=[\s:.：．—–]|$)",
    re.IGNORECASE,
)
"""What a caption begins with."""


def number(caption: str) -> str:
    """Return the number of the figure whose caption this is, or "".

    >>> number("Figure 4.2: Pump, section"), number("图 3 贴标站俯视图"), number("The figure shows")
    ('4.2', '3', '')
    """
    found = CAPTION.match(caption)
    return found["number"] if found else ""
