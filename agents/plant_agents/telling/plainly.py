"""Values as people of a language read them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

_CURRENCY = re.compile(r"[A-Z]{3}|[€$£¥]")
_LARGE = 10_000  # from here on thousands are parted; 2024 could be a year


def plain(language: str, value: Any) -> str:
    """Return a value as people read it: 55.15, in German 55,15; 2022-06-17 14:00."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(language, value)
    text = "" if value is None else str(value)
    try:
        return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M}" if "T" in text else text
    except ValueError:
        return text


def number(language: str, value: float) -> str:
    """Return a number with four digits, whole ones in full."""
    digits = f"{value:.4g}"
    if float(value).is_integer() or ("e" in digits and abs(value) >= 1):
        return whole(language, round(value)) if abs(value) >= _LARGE else f"{value:.0f}"
    return digits.replace(".", ",") if language == "de" else digits


def whole(language: str, count: int) -> str:
    """Return a whole number with its thousands parted: 1,234,567, in German 1.234.567.

    >>> whole("de", 1234567), whole("en", 1234567)
    ('1.234.567', '1,234,567')
    """
    return f"{count:,}".replace(",", ".") if language == "de" else f"{count:,}"


def quantity(language: str, value: Any, unit: str) -> str:
    """Return a value that has ``unit``: money with two decimals, anything else as ``plain``."""
    if isinstance(value, int | float) and is_money(unit):
        return amount(language, value)
    return plain(language, value)


def is_money(unit: str) -> bool:
    """Tell whether ``unit`` is a currency, by its three letters or its sign."""
    return _CURRENCY.fullmatch(unit) is not None


def amount(language: str, value: float) -> str:
    """Return an amount of money with two decimals.

    >>> amount("de", -1085), amount("en", -1085)
    ('-1.085,00', '-1,085.00')
    """
    told = f"{value:,.2f}"
    return told.translate(str.maketrans(",.", ".,")) if language == "de" else told


def day(language: str, iso: str) -> str:
    """Return a day as it is written: 2024-09-30, 30.09.2024 or 2024年9月30日.

    >>> day("de", "2024-09-30"), day("zh-Hans", "2024-09-30"), day("en", "2024-09-30")
    ('30.09.2024', '2024年9月30日', '2024-09-30')
    """
    try:
        when = date.fromisoformat(iso)
    except ValueError:
        return iso
    if language == "de":
        return f"{when:%d.%m.%Y}"
    return f"{when.year}年{when.month}月{when.day}日" if language.startswith("zh") else iso
