"""A stretch of time, and those around a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_DAYS = {"day": 1, "week": 7, "hour": 1 / 24}
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """From ``since`` to the end of ``until``; None where it is open. ``other``: what an unclear date may also mean."""

    since: date | None
    until: date | None
    unit: str = ""
    other: date | None = None
    yearless: int = 0


def months(first: int, number: int, unit: str) -> Period:
    """Return ``number`` months from month ``first``, counted from January of the year 0."""
    after = first + number
    return Period(date(first // 12, first % 12 + 1, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1), unit)


def around(today: date, unit: str, offset: int) -> Period:
    """Return the week, month, quarter or year that lies ``offset`` from today's."""
    month = today.year * 12 + today.month - 1
    if unit == "day":
        return Period(today, today, "day")
    if unit == "week":
        monday = today - timedelta(days=today.weekday() - 7 * offset)
        return Period(monday, monday + timedelta(days=6), unit)
    length = _MONTHS_IN[unit]
    return months((month // length + offset) * length, length, unit)


def back(today: date, number: int, unit: str) -> date:
    """Return the day that lies ``number`` units before today."""
    if unit in _DAYS:
        return today - timedelta(days=number * _DAYS[unit])
    first = today.year * 12 + today.month - 1 - number * _MONTHS_IN[unit]
    last = months(first, 1, "").until
    return date(first // 12, first % 12 + 1, min(today.day, last.day if last else 28))
