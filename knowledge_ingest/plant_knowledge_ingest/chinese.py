"""Traditional and simplified Chinese, through OpenCC's character tables."""

from __future__ import annotations

from functools import cache
from typing import Any


def simplified(text: str) -> str:
    """Return ``text`` with traditional characters written in simplified ones."""
    return str(_converter("t2s").convert(text))


def traditional(text: str) -> str:
    """Return ``text`` with simplified characters written in traditional ones."""
    return str(_converter("s2t").convert(text))


@cache
def _converter(name: str) -> Any:
    from opencc import OpenCC

    return OpenCC(name)
