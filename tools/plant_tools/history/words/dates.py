"""Days, months, quarters, years and "last week" in a question, in English, German and Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plant_tools.history.words.period import Period, around, back, months
from plant_tools.history.words.sentence import LATIN
from plant_tools.history.words.time_words import MONTH, MONTHS, NUMBER_WORDS, NUMBERS, ORDINALS, UNITS


@dataclass(frozen=True, slots=True)
class Point:
    """A stretch of time and where it stands in the text."""

    start: int
    end: int
    period: Period


def _one_of(*names: str) -> str:
    return "|".join(sorted((name for line in names for name in line.split()), key=len, reverse=True))


_B, _E = rf"(?<![{LATIN}])", rf"(?![{LATIN}])"
_Y = r"(?P<y>(?:19|20)\d\d)"
_M = rf"(?P<m>{_one_of(*MONTHS)})\.?"
_N = rf"(?P<n>\d+|{_one_of(*NUMBER_WORDS)})"
_Q = r"(?P<q>[1-4])"
_U = "|".join(rf"(?P<{unit}>{_one_of(names)})" for unit, names in UNITS.items())
_ORD = "|".join(rf"(?P<o{number}>{_one_of(names)})" for number, names in ORDINALS.items())
_LASTS = "last|past|previous|preceding|most recent|letzte[nrsm]?|vergangene[nrsm]?|vorige[nrsm]?|vorherige[nrsm]?"
_THIS = "this current diese[nrsm]? laufende[nrs]? aktuelle[nrs]?"


def points(text: str, today: date, language: str) -> Iterator[Point]:
    """Yield every stretch of time in the text, also those that lie inside others."""
    for pattern, make in _KINDS:
        for match in pattern.finditer(text):
            try:
                period = make(match, today, language)
            except ValueError:  # 2021-13-40 is no date
                continue
            if period is not None:
                yield Point(match.start(), match.end(), period)


_Made = Callable[["re.Match[str]", date, str], Period | None]


def _day(match: re.Match[str], _: date, __: str) -> Period:
    day = date(int(match["y"]), _month(match["m"]), int(match["d"]))
    return Period(day, day, "day")


def _numbered_day(match: re.Match[str], _: date, language: str) -> Period:
    """Read 03/04/2021: the day first, unless that cannot be; what it may also mean where both can."""
    first, second, year = int(match["d"]), int(match["m"]), int(match["y"])
    if second > 12:
        first, second = second, first
    day = date(year, second, first)
    unclear = first <= 12 and first != second and match["sep"] == "/" and language == "en"
    return Period(day, day, "day", other=date(year, first, second) if unclear else None)


def _whole_month(match: re.Match[str], _: date, __: str) -> Period:
    return months(int(match["y"]) * 12 + _month(match["m"]) - 1, 1, "month")


def _named_month(match: re.Match[str], today: date, _: str) -> Period:
    """Read a month without a year as the latest that has begun."""
    month = _month(match["m"])
    year = today.year if month <= today.month else today.year - 1
    return replace(months(year * 12 + month - 1, 1, "month"), yearless=month)


def _quarter(match: re.Match[str], today: date, _: str) -> Period:
    found = match.groupdict()
    number = int(found.get("q") or next(n for n in "1234" if found.get(f"o{n}")))
    year = int(found["y"]) if found.get("y") else today.year - (today.month - 1 < 3 * (number - 1))
    return months(year * 12 + 3 * (number - 1), 3, "quarter")


def _half(match: re.Match[str], today: date, _: str) -> Period:
    second = bool(re.search(r"second|zweite|2\.|h2|下", match[0]))
    year = int(match["y"]) if match["y"] else today.year
    return months(year * 12 + 6 * second, 6, "")


def _week(match: re.Match[str], today: date, _: str) -> Period:
    year = int(match["y"]) if match["y"] else today.year
    monday = date.fromisocalendar(year, int(match["w"]), 1)
    return Period(monday, monday + timedelta(days=6), "week")


def _year(match: re.Match[str], _: date, __: str) -> Period:
    return months(int(match["y"]) * 12, 12, "year")


def _past(match: re.Match[str], today: date, _: str) -> Period | None:
    """Read "the last 30 days": back from today, today counted."""
    number, unit = _number(match["n"]), _unit(match)
    return Period(back(today, number, unit) + timedelta(days=unit != "hour"), today)


def _ago(match: re.Match[str], today: date, _: str) -> Period:
    day = back(today, _number(match["n"]), _unit(match))
    return Period(day, day, "day")


def _last(match: re.Match[str], today: date, _: str) -> Period | None:
    """Read "last month": the whole one before this; "last" before a day or hour is no stretch of time."""
    unit = _unit(match)
    return None if unit in {"day", "hour"} else around(today, unit, -1)


def _this(match: re.Match[str], today: date, _: str) -> Period | None:
    unit = _unit(match)
    return None if unit == "hour" else around(today, unit, 0)


def _said_day(match: re.Match[str], today: date, _: str) -> Period:
    day = today - timedelta(days=_DAY_NAMES[match[0]])
    return Period(day, day, "day")


def _so_far(_: re.Match[str], today: date, __: str) -> Period:
    return Period(date(today.year, 1, 1), today)


_DAY_NAMES = {"today": 0, "heute": 0, "今天": 0, "今日": 0, "yesterday": 1, "gestern": 1, "昨天": 1, "昨日": 1}
_DAY_NAMES |= {"the day before yesterday": 2, "vorgestern": 2, "前天": 2}
_CHINESE_UNITS = {"年": "year", "月": "month", "个月": "month", "周": "week", "星期": "week", "季度": "quarter"}


def _chinese_around(match: re.Match[str], today: date, _: str) -> Period:
    """Read 去年, 上个月, 本周, 前年."""
    which = match["which"]
    unit = "year" if which in {"去", "今", "前"} else _CHINESE_UNITS[match["unit"].removeprefix("个") or "月"]
    return around(today, unit, {"去": -1, "上": -1, "上个": -1, "前": -2}.get(which, 0))


_NO_UNIT = r"(?!\s*(?:h|hours?|stunden|eur|€|usd|\$|days?|tage)\b)(?![.,/]\d|-\d\d?(?!\d))"
_OF = r"(?:\s+(?:of\s+|in\s+|des\s+jahres\s+|von\s+)?"
_CHINESE_MONTH = r"(?P<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?"
_LONG_MONTHS = (  # those that are no other word
    "january february april june july august september october november december",
    "januar februar märz juni juli oktober dezember",
)
_SINCE_NEW_YEAR = (
    "year to date|so far this year|since the beginning of the year|seit jahresbeginn|seit anfang des jahres"
)
_BEFORE_MONTH = "|".join(
    f"(?<={word} )" for word in (r"\bin", r"\bim", "since", "seit", "from", "between", "zwischen", "last")
)

_KINDS: list[tuple[re.Pattern[str], _Made]] = [
    (re.compile(pattern), made)
    for made, patterns in (
        (
            _day,
            (
                rf"{_B}{_Y}[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?){_E}",
                rf"{_Y}年(?P<m>\d\d?)月(?P<d>\d\d?)[日号]?",
                rf"{_B}(?P<d>\d\d?)(?:\.|st|nd|rd|th)?\s+(?:of\s+)?{_M}\s+{_Y}{_E}",
                rf"{_B}{_M}\s+(?P<d>\d\d?)(?:st|nd|rd|th)?,?\s+{_Y}{_E}",
            ),
        ),
        (_numbered_day, (rf"{_B}(?P<d>\d\d?)(?P<sep>[./])\s?(?P<m>\d\d?)[./]\s?{_Y}{_E}",)),
        (
            _whole_month,
            (
                rf"{_B}{_Y}[-/](?P<m>\d\d){_E}(?!-)",
                rf"{_Y}年{_CHINESE_MONTH}",
                rf"{_B}(?P<m>\d\d?)[/.]{_Y}{_E}",
                rf"{_B}{_M}\s+(?:of\s+)?{_Y}{_E}",
            ),
        ),
        (
            _named_month,
            (
                rf"(?:{_BEFORE_MONTH}){_M}{_E}",
                rf"{_B}(?P<m>{_one_of(*_LONG_MONTHS)}){_E}",
                rf"(?<![年\d]){_CHINESE_MONTH}(?!\d)",
            ),
        ),
        (
            _quarter,
            (
                rf"{_B}{_Y}[-\s]?q{_Q}{_E}",
                rf"{_B}q{_Q}(?:[-/\s]|\s+of\s+){_Y}{_E}",
                rf"{_B}q{_Q}{_E}",
                rf"{_B}(?:{_ORD})\s+(?:quarter|quartals?|vierteljahr){_OF}{_Y})?{_E}",
                rf"(?:{_Y}年)?第?(?:(?P<q>[1-4])|{_ORD})季度?",
            ),
        ),
        (
            _half,
            (
                rf"{_B}(?:first|second|erste[ns]?|zweite[ns]?|[12]\.)\s+(?:half|halbjahr|hälfte){_OF}{_Y})?{_E}",
                rf"{_Y}年[上下]半年",
                rf"{_B}h[12]\s+{_Y}{_E}",
            ),
        ),
        (
            _week,
            (
                rf"{_B}(?:kw|week|calendar week|kalenderwoche)\s*(?P<w>\d\d?)(?:\s*(?:/|of|,|in)?\s*{_Y})?{_E}",
                rf"{_Y}年第?(?P<w>\d\d?)周",
            ),
        ),
        (_year, (rf"{_Y}年度?", rf"(?<![a-z]-){_B}(?:(?:the\s+)?(?:year|jahre?s?)\s+)?{_Y}{_E}{_NO_UNIT}")),
        (_past, (rf"{_B}(?:{_LASTS})\s+{_N}\s+(?:{_U}){_E}", rf"(?:过去|最近|近)的?{_N}(?:{_U})")),
        (_ago, (rf"{_B}{_N}\s+(?:{_U})\s+ago{_E}", rf"{_B}vor\s+{_N}\s+(?:{_U}){_E}", rf"{_N}(?:{_U})前")),
        (_last, (rf"{_B}(?:{_LASTS})\s+(?:{_U}){_E}",)),
        (_this, (rf"{_B}(?:{_one_of(_THIS)})\s+(?:{_U}){_E}",)),
        (_said_day, (rf"{_B}(?:{'|'.join(sorted(_DAY_NAMES, key=len, reverse=True))}){_E}",)),
        (
            _chinese_around,
            (
                r"(?P<which>去|今|前)年(?P<unit>)",
                r"(?P<which>上个?|本|这个?)(?P<unit>月|周|星期|季度)(?!份)",
            ),
        ),
        (_so_far, (rf"{_B}(?:{_SINCE_NEW_YEAR}){_E}|今年以来|年初以来",)),
    )
    for pattern in patterns
]


def _month(name: str) -> int:
    name = name.rstrip(".")
    return int(name) if name.isdecimal() else MONTH.get(name) or NUMBERS[name]


def _number(name: str) -> int:
    return int(name) if name.isdecimal() else NUMBERS[name]


def _unit(match: re.Match[str]) -> str:
    return next(unit for unit in UNITS if match[unit])
