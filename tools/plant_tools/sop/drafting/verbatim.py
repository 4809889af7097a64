"""Printed text on one line, its signs as they are printed."""

from __future__ import annotations

import re

_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-\n(?=[a-zäöüß])")
_BREAK_IN_CHINESE = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u2e80-\u9fff\uff00-\uffef])")


def mended(text: str) -> str:
    """Return ``text`` without its line breaks: divided words joined, Chinese without gaps."""
    return " ".join(_BREAK_IN_CHINESE.sub("", _BROKEN_WORD.sub("", text)).split())
