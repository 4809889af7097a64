"""Numbers, durations and yes or no as exports write them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal, TypeAlias

from plant_tools.records.reading.source import Cell

Decimal: TypeAlias = Literal[".", ",", ""]

_PLAIN = re.compile(r"[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?$|[-+]?\.\d+$")
_MONEY = re.compile(r"^(?:[A-Z]{3}|[€$£¥￥元])?\s*(.*?)\s*(?:[A-Z]{3}|[€$£¥￥元])?$")
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:[ '’\u00a0\u202f]\d{3})+(?=[.,]|$)")
_THREE = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}$")
_HOURS = re.compile(r"(-?\d+):([0-5]?\d)(?::([0-5]?\d))?(?:\.\d+)?$")
_DAYS = re.compile(r"(?:(\d+)\s*days?,?\s*|(\d+)\.(?=\d+:))?(.+)$")
_SPOKEN = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(tage?|days?|d|天|日|stunden?|std\.?|hours?|hrs?|h|小时|小時|minuten?|minutes?|mins?|m|分钟|分鐘|分|"
    r"sekunden?|seconds?|secs?|s|秒)\.?\s*",
    re.IGNORECASE,
)
_IN_MINUTES = {"t": 1440, "d": 1440, "天": 1440, "日": 1440, "h": 60, "小": 60, "m": 1, "分": 1, "秒": 1 / 60}
UNITS = {"minutes": 1.0, "hours": 60.0, "seconds": 1 / 60, "days": 1440.0}
_YES = frozenset("true t yes y 1 x ja j wahr 是 真 有 ✓".split())
_NO = frozenset("false f no n 0 nein falsch 否 假 无 無 -".split())


def read_number(cell: Cell, decimal: Decimal = "") -> float | None:
    """Return a number; signs of money are left out. Raises ``ValueError`` where "1,234" may be either of two."""
    if cell is None or isinstance(cell, int | float):
        return None if cell is None else float(cell)
    text = str(cell).strip()
    if not text or text in {"-", "–", "n/a", "N/A", "null", "NULL"}:
        return None
    if not (decimal == "," and "." in text) and _PLAIN.match(text) and not (not decimal and _THREE.match(text)):
        return _finite(float(text), text)
    return _finite(float(_unified(text, decimal)), text)


def _unified(text: str, decimal: Decimal) -> str:
    money = _MONEY.match(text)
    bare = money[1] if money else text
    if bare.endswith("-") or (
        bare.startswith("(") and bare.endswith(")")
    ):  # SAP and accountants write 12.00- and (12.00)
        bare = f"-{bare.strip('()-')}"
    if grouped := _GROUPED.match(bare):
        bare = re.sub(r"[ '’\u00a0\u202f]", "", grouped[0]) + bare[grouped.end() :]
    if not re.fullmatch(r"[-+]?[\d.,]*\d[\d.,]*", bare):
        raise ValueError(f"{text[:40]!r} is no number")
    mark = decimal or _decimal_of(bare)
    if not mark:
        raise ValueError(f"{text} may be a whole number or a fraction")
    group = "," if mark == "." else "."
    whole, _, fraction = bare.partition(mark)
    if (
        mark in fraction
        or group in fraction
        or not re.fullmatch(rf"[-+]?(?:\d+|\d{{1,3}}(?:\{group}\d{{3}})+|)", whole)
    ):
        raise ValueError(f"{text[:40]!r} is no number with {mark!r} before the fraction")
    return f"{whole.replace(group, '')}.{fraction or 0}"


def _decimal_of(bare: str) -> Decimal:
    """Return the decimal mark that a number shows by itself, "" for 1,234 and 1.234."""
    if _THREE.match(bare):
        return ""
    last = max(bare.rfind("."), bare.rfind(","))
    if last < 0:
        return "."
    mark: Decimal = "," if bare[last] == "," else "."
    return mark if bare.count(mark) == 1 else ("." if mark == "," else ",")


def shown_decimal(text: str) -> Decimal:
    """Return the decimal mark that shows in a text that is a number, else ""."""
    money = _MONEY.match(text.strip())
    bare = money[1] if money else text
    return _decimal_of(bare) if re.fullmatch(r"[-+]?\d[\d.,]*[.,]\d+", bare) else ""


def _finite(number: float, text: str) -> float:
    if number - number != 0:
        raise ValueError(f"{text[:40]!r} is no number")
    return number


def read_minutes(cell: Cell, unit: str = "", decimal: Decimal = "") -> float | None:
    """Return minutes: from "3:00" or "40:00:00" (hours first), "2 h 15 min", "1 day, 3:00", or a number of ``unit``."""
    if isinstance(cell, dt.timedelta | dt.time | dt.datetime):
        return _of_excel(cell)
    if isinstance(cell, str) and (minutes := _of_words(cell.strip())) is not None:
        return minutes
    number = read_number(cell, decimal)
    if number is None:
        return None
    if unit not in UNITS:
        raise ValueError(f"{cell} has no unit: minutes or hours?")
    return number * UNITS[unit]


def _of_excel(cell: dt.timedelta | dt.time | dt.datetime) -> float:
    if isinstance(cell, dt.timedelta):
        return cell.total_seconds() / 60
    if isinstance(cell, dt.time):
        return cell.hour * 60 + cell.minute + cell.second / 60
    # Excel shows durations of more than a day as dates of 1900.
    return (cell.replace(tzinfo=None) - dt.datetime(1899, 12, 30)).total_seconds() / 60  # noqa: DTZ001 - no zone


def _of_words(text: str) -> float | None:
    """Read "40:00:00", "1 day, 3:00", "2 h 15 min"; None for a number without a unit."""
    if (days := _DAYS.match(text)) and (clock := _HOURS.match(days[3])):
        hours = int(clock[1]) + 24 * int(days[1] or days[2] or 0)
        return hours * 60 + int(clock[2]) + int(clock[3] or 0) / 60
    if (spoken := _SPOKEN.findall(text)) and not _SPOKEN.sub("", text).strip(" ,und"):
        return sum(float(amount.replace(",", ".")) * _minutes_of(word) for amount, word in spoken)
    return None


def _minutes_of(word: str) -> float:
    word = word.casefold()
    if word.startswith(("st", "h")):
        return 60
    if word.startswith("s"):
        return 1 / 60
    return _IN_MINUTES[word[0]]


def read_flag(cell: Cell) -> bool | None:
    """Return yes or no. Raises ``ValueError``."""
    if cell is None or isinstance(cell, bool):
        return cell
    text = str(cell).strip().casefold()
    if text in _YES or text == "1.0":
        return True
    if text in _NO or text == "0.0":
        return False
    if text:
        raise ValueError(f"{str(cell)[:40]!r} is neither yes nor no")
    return None
