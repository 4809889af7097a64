"""Values as people read them."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def plain(value: Any) -> str:
    """Return a value as people read it: 55.15, 2022-06-17 14:00."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value)
    text = "" if value is None else str(value)
    try:
        return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M}" if "T" in text else text
    except ValueError:
        return text


def number(value: float) -> str:
    """Return a number with four digits, whole ones in full."""
    if float(value).is_integer():
        return f"{value:.0f}"
    digits = f"{value:.4g}"
    return f"{value:.0f}" if "e" in digits and abs(value) >= 1 else digits
