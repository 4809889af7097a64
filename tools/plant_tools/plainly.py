"""Values as people of a language read them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

_CURRENCY = re.compile(r"[A-Z]{3}|[€$£¥]")
_LARGE = 10_000  # from here on nothing that has no name can be a year
_WHEN = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?)?")


def plain(language: str, value: Any) -> str:
    """Return a value of which nothing else is known: 55.15, in German 55,15; 17.06.2022 14:00; a year as it is.

    >>> plain("de", 55.15), plain("de", "2022-06-17T14:00:00"), plain("en", 2022), plain("zh-Hans", "P-101")
    ('55,15', '17.06.2022 14:00', '2022', 'P-101')
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.0f}" if _may_be_year(value) else number(language, value)
    text = "" if value is None else str(value)
    when = _WHEN.fullmatch(text)
    return " ".join(filter(None, (day(language, when[1]), when[2]))) if when else text


def _may_be_year(value: float) -> bool:
    return float(value).is_integer() and abs(value) < _LARGE


def number(language: str, value: float) -> str:
    """Return a number with four digits and the marks of ``language``, whole ones and thousands in full.

    >>> number("de", 1234.5), number("en", 1234.5), number("zh-Hans", 0.01309), number("de", 1234567.8)
    ('1.234,5', '1,234.5', '0.01309', '1.234.568')
    """
    if float(value).is_integer() or abs(value) >= _LARGE:
        return whole(language, round(value))
    digits = f"{value:,.1f}" if abs(value) >= _LARGE / 10 else f"{value:.4g}"
    return marked(language, digits)


def measured(language: str, value: float) -> str:
    """Return a number that a person gave, with every digit and the marks of ``language``.

    >>> measured("de", 1234.56789), measured("zh-Hant", 0.5), measured("en", 20)
    ('1.234,56789', '0.5', '20')
    """
    return marked(language, f"{value:,.15g}")


def marked(language: str, digits: str) -> str:
    """Return digits of English, 1,234.5, with the marks of ``language``; Chinese writes them as English does."""
    return digits.translate(str.maketrans(",.", ".,")) if language == "de" else digits


def whole(language: str, count: int) -> str:
    """Return a whole number with its thousands parted: 1,234,567, in German 1.234.567.

    >>> whole("de", 1234567), whole("en", 1234567)
    ('1.234.567', '1,234,567')
    """
    return marked(language, f"{count:,}")


def quantity(language: str, value: Any, unit: str) -> str:
    """Return a value that was counted or measured in ``unit``: money with two decimals; what is no number as ``plain``.

    >>> quantity("de", 2022, ""), quantity("de", 1234.5, "EUR"), quantity("de", "2022-06-17", "")
    ('2.022', '1.234,50', '17.06.2022')
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return plain(language, value)
    return amount(language, value) if is_money(unit) else number(language, value)


def is_money(unit: str) -> bool:
    """Tell whether ``unit`` is a currency, by its three letters or its sign."""
    return _CURRENCY.fullmatch(unit) is not None


def amount(language: str, value: float) -> str:
    """Return an amount of money with two decimals.

    >>> amount("de", -1085), amount("en", -1085)
    ('-1.085,00', '-1,085.00')
    """
    return marked(language, f"{value:,.2f}")


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
