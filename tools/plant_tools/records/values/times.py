"""Dates and times as exports write them, read into 'YYYY-MM-DD HH:MM:SS'.

``order`` says what 03/04/2021 is: "dmy", "mdy", or "" where nothing in the file tells; then such a date is refused.
Two digits of a year: 69 to 99 are 1969 to 1999, as POSIX has it.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from plant_tools.records.reading.source import Cell

Order: TypeAlias = Literal["dmy", "mdy", ""]

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号號]?")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d\d:?\d\d)?$")
_DAY_NAMED = re.compile(
    r"(?:[^\W\d]+,?\s+)?(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]*([^\W\d_]{3,9})\.?,?[\s-]*(\d{4}|\d{2})(?!\d)"
)
_MONTH_NAMED = re.compile(r"(?:[^\W\d]+,?\s+)?([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_CLOCK = re.compile(
    r"[\sT,]*(上午|下午)?\s*(\d{1,2})(?:[:.时時点點]\s*(\d{1,2}))(?:[:.分]\s*(\d{1,2})(?:[.,]\d+)?)?\s*[秒分]?"
    r"\s*(uhr|[ap]\.?m\.?)?\s*(z|utc|gmt|[+-]\d\d:?(?:\d\d)?)?\s*$",
    re.IGNORECASE,
)
_NAMES = """
jan januar january | feb februar february | mar mär mrz märz march maerz | apr april | may mai | jun juni june |
jul juli july | aug august | sep sept september | oct okt october oktober | nov november | dec dez december dezember
"""
_MONTHS = {name: number for number, names in enumerate(_NAMES.split("|"), 1) for name in names.split()}
_EMPTY = re.compile(r"0{1,4}[-/.]?0{1,2}[-/.]?0{1,4}(?:[ T]00:00(?::00)?)?$")
_EXCEL_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - the plant's wall clock has no zone
_SERIALS = range(10_000, 80_000)  # days: 1927 to 2119


def read_time(cell: Cell, order: Order = "", zone: str = "") -> str | None:
    """Return 'YYYY-MM-DD HH:MM:SS', None for nothing. Raises ``ValueError`` with the reason."""
    if cell is None or isinstance(cell, dt.date | dt.datetime):
        return None if cell is None else _from_excel(cell)
    if isinstance(cell, bool | dt.time | dt.timedelta):
        raise ValueError(f"{cell} is no date")  # noqa: TRY004 - the reason why the row is refused
    text = str(cell).strip()
    if not text or _EMPTY.match(text):
        return None
    if (found := _COMPACT.match(text)) and 1900 <= int(found[1]) < 2100:
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        return _made(text, (year, month, day), (hour, minute, second), found[7] or "", zone)
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return _from_number(text)
    date, rest = _date(text, order)
    clock, offset = _clock(text, rest)
    return _made(text, date, clock, offset, zone)


def read_quickly(text: str, order: Order) -> str | None:
    """Read a date of digits, alone or with a time of day, which is most of what there is; None for all else."""
    space = text.find(" ", 0, 11)
    if space < 0 and text[10:11] not in {"", "T"}:
        return None
    day = _plain_day(text[:10] if space < 0 else text[:space], order)
    clock = _plain_clock(text[11:] if space < 0 else text[space + 1 :]) if day else None
    return day + clock if day and clock else None


@lru_cache(100_000)
def _plain_day(text: str, order: Order) -> str | None:
    """Return 'YYYY-MM-DD' for a date of digits, None for all that needs a closer look. Days recur: remembered."""
    found = _YEAR_FIRST.fullmatch(text) or (_YEAR_LAST.fullmatch(text) if order else None)
    if not found:
        return None
    try:
        return dt.date(*_date(text, order)[0]).isoformat()
    except ValueError:
        return None


@lru_cache(100_000)
def _plain_clock(text: str) -> str | None:
    """Return ' HH:MM:SS' for a time of day without an offset, None for all that needs a closer look."""
    found = re.fullmatch(r"(\d{1,2}):(\d\d)(?::(\d\d))?", text)
    if text and not (found and int(found[1]) < 24 and int(found[2]) < 60 and int(found[3] or 0) < 60):
        return None
    return f" {int(found[1]):02}:{found[2]}:{found[3] or '00'}" if found else " 00:00:00"


def day_style(text: str) -> tuple[int, int, str] | None:
    """Return the first two numbers and the separator of a date that ends in its year, else None."""
    found = _YEAR_LAST.match(text)
    return (int(found[1]), int(found[3]), found[2]) if found else None


def _from_excel(cell: dt.date) -> str:
    if isinstance(cell, dt.datetime):
        return f"{cell.replace(tzinfo=None).isoformat(' ', 'seconds')}"
    return f"{cell.isoformat()} 00:00:00"


def _from_number(text: str) -> str:
    """Read what Excel stores for a date: days since 1899-12-30."""
    days = float(text)
    if int(days) not in _SERIALS:
        raise ValueError(f"{text} is no date")
    return (_EXCEL_ZERO + dt.timedelta(seconds=round(days * 86_400))).isoformat(" ")


def _date(text: str, order: Order) -> tuple[tuple[int, int, int], str]:
    """Return year, month, day, and the text after them."""
    if found := _YEAR_FIRST.match(text):
        return (int(found[1]), int(found[2]), int(found[3])), text[found.end() :]
    if found := _YEAR_LAST.match(text):
        return _ordered(found, order), text[found.end() :]
    if (found := _DAY_NAMED.match(text)) and (month := _MONTHS.get(found[2].casefold())):
        return (_full_year(found[3]), month, int(found[1])), text[found.end() :]
    if (found := _MONTH_NAMED.match(text)) and (month := _MONTHS.get(found[1].casefold())):
        return (int(found[3]), month, int(found[2])), text[found.end() :]
    raise ValueError(f"{text[:40]!r} is no date")


def _ordered(found: re.Match[str], order: Order) -> tuple[int, int, int]:
    first, second, year = int(found[1]), int(found[3]), _full_year(found[4])
    if not order:
        if found[2] == "." or first > 12 >= second or first == second:
            order = "dmy"
        elif second > 12 >= first:
            order = "mdy"
        else:
            raise ValueError(f"{found[0]} may be day/month or month/day")
    return (year, second, first) if order == "dmy" else (year, first, second)


def _full_year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (1900 if year >= 69 else 2000)


def _clock(text: str, rest: str) -> tuple[tuple[int, int, int], str]:
    if not rest.strip(" T,"):
        return (0, 0, 0), ""
    found = _CLOCK.match(rest)
    if not found:
        raise ValueError(f"{text[:40]!r} ends in no time of day")
    hour, half = int(found[2]), (found[1] or found[5] or "").casefold()
    if half.startswith("p") or half == "下午":
        hour += 12 if hour < 12 else 0
    elif (half.startswith("a") or half == "上午") and hour == 12:
        hour = 0
    return (hour, int(found[3] or 0), int(found[4] or 0)), found[6] or ""


def _made(text: str, date: tuple[int, int, int], clock: tuple[int, int, int], offset: str, zone: str) -> str:
    late = clock == (24, 0, 0)
    try:
        moment = dt.datetime(*date, *((0, 0, 0) if late else clock))  # noqa: DTZ001 - the plant's wall clock
    except ValueError as error:
        raise ValueError(f"{text[:40]!r} is no date: {error}") from error
    if late:
        moment += dt.timedelta(days=1)
    if offset and zone:
        moment = _in_zone(moment, offset, zone)
    return moment.isoformat(" ")


def _in_zone(moment: dt.datetime, offset: str, zone: str) -> dt.datetime:
    """Return the wall clock of ``zone`` at a time with an offset ("Z", "+02:00")."""
    digits = re.sub(r"\D", "", offset).ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:4])
    away = dt.timedelta(minutes=-minutes if offset.startswith("-") else minutes)
    return moment.replace(tzinfo=dt.timezone(away)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
