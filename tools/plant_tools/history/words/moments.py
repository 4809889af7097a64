"""Dates and stretches of time in a question, in English, German and Chinese, as seen from a given day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plant_tools.history.words.sentence import LATIN, Piece, Sentence

_MONTHS = (
    "january januar jänner jan",
    "february februar feber feb",
    "march märz maerz mar mrz",
    "april apr",
    "may mai",
    "june juni jun",
    "july juli jul",
    "august aug",
    "september sept sep",
    "october oktober oct okt",
    "november nov",
    "december dezember dec dez",
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_WORDS = (
    "one a an ein eine einen einem einer 一",
    "two zwei 二 两",
    "three drei 三",
    "four vier 四",
    "five fünf 五",
    "six sechs 六",
    "seven sieben 七",
    "eight acht 八",
    "nine neun 九",
    "ten zehn 十",
    "eleven elf 十一",
    "twelve zwölf 十二",
)
NUMBERS = {name: number for number, names in enumerate(_WORDS, 1) for name in names.split()}
_ORDINAL = {
    "1": "first 1st erste[nsr]? 1\\. 一",
    "2": "second 2nd zweite[nsr]? 2\\. 二",
    "3": "third 3rd dritte[nsr]? 3\\. 三",
    "4": "fourth 4th vierte[nsr]? 4\\. 四",
}
_UNITS = {
    "day": "days? tage?n? 天 日",
    "week": "weeks? wochen? 周 个星期 星期 个礼拜",
    "month": "months? monate?n? 个月",
    "quarter": "quarters? quartale?n? 个季度",
    "year": "years? jahre?n? 年",
    "hour": "hours? stunden? 小时 个小时",
}
_DAYS = {"day": 1, "week": 7, "hour": 1 / 24}


@dataclass(frozen=True, slots=True)
class Period:
    """From ``since`` to the end of ``until``; None where it is open. ``other``: what an unclear date may also mean."""

    since: date | None
    until: date | None
    unit: str = ""
    other: date | None = None
    yearless: int = 0


@dataclass(frozen=True, slots=True)
class _Point:
    start: int
    end: int
    period: Period


def _one_of(*names: str) -> str:
    return "|".join(sorted((name for line in names for name in line.split()), key=len, reverse=True))


_B, _E = rf"(?<![{LATIN}])", rf"(?![{LATIN}])"
_Y = r"(?P<y>(?:19|20)\d\d)"
_M = rf"(?P<m>{_one_of(*_MONTHS)})\.?"
_N = rf"(?P<n>\d+|{_one_of(*_WORDS)})"
_Q = r"(?P<q>[1-4])"
_U = "|".join(rf"(?P<{unit}>{_one_of(names)})" for unit, names in _UNITS.items())
_ORD = "|".join(rf"(?P<o{number}>{_one_of(names)})" for number, names in _ORDINAL.items())
_LASTS = "last|past|previous|preceding|most recent|letzte[nrsm]?|vergangene[nrsm]?|vorige[nrsm]?|vorherige[nrsm]?"
_THIS = "this current diese[nrsm]? laufende[nrs]? aktuelle[nrs]?"


def periods(sentence: Sentence, today: date, language: str) -> list[Piece]:
    """Return the stretches of time that stand in the sentence, ranges and open ends put together."""
    points = _months_of_years(_without_overlaps(_points(sentence.text, today, language)))
    return [Piece(p.start, p.end, "time", p.period, weight=2) for p in _joined(sentence.text, points)]


def _points(text: str, today: date, language: str) -> Iterator[_Point]:
    for pattern, make in _KINDS:
        for match in pattern.finditer(text):
            try:
                period = make(match, today, language)
            except ValueError:  # 2021-13-40 is no date
                continue
            if period is not None:
                yield _Point(match.start(), match.end(), period)


def _without_overlaps(points: Iterator[_Point]) -> list[_Point]:
    kept: list[_Point] = []
    for point in sorted(points, key=lambda p: p.start - p.end):
        if all(point.end <= other.start or other.end <= point.start for other in kept):
            kept.append(point)
    return sorted(kept, key=lambda p: p.start)


def _months_of_years(points: list[_Point]) -> list[_Point]:
    """Read "last year in March" as one month."""
    if len(points) == 2:
        a, b = points
        year, month = (a, b) if b.period.yearless else (b, a)
        if month.period.yearless and year.period.unit == "year" and not year.period.yearless and year.period.since:
            whole = _months(year.period.since.year * 12 + month.period.yearless - 1, 1, "month")
            return [_Point(a.start, b.end, whole)]
    return points


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
    return _months(int(match["y"]) * 12 + _month(match["m"]) - 1, 1, "month")


def _named_month(match: re.Match[str], today: date, _: str) -> Period:
    """Read a month without a year as the latest that has begun."""
    month = _month(match["m"])
    year = today.year if month <= today.month else today.year - 1
    return replace(_months(year * 12 + month - 1, 1, "month"), yearless=month)


def _quarter(match: re.Match[str], today: date, _: str) -> Period:
    found = match.groupdict()
    number = int(found.get("q") or next(n for n in "1234" if found.get(f"o{n}")))
    year = int(found["y"]) if found.get("y") else today.year - (today.month - 1 < 3 * (number - 1))
    return _months(year * 12 + 3 * (number - 1), 3, "quarter")


def _half(match: re.Match[str], today: date, _: str) -> Period:
    second = bool(re.search(r"second|zweite|2\.|h2|下", match[0]))
    year = int(match["y"]) if match["y"] else today.year
    return _months(year * 12 + 6 * second, 6, "")


def _week(match: re.Match[str], today: date, _: str) -> Period:
    year = int(match["y"]) if match["y"] else today.year
    monday = date.fromisocalendar(year, int(match["w"]), 1)
    return Period(monday, monday + timedelta(days=6), "week")


def _year(match: re.Match[str], _: date, __: str) -> Period:
    return _months(int(match["y"]) * 12, 12, "year")


def _past(match: re.Match[str], today: date, _: str) -> Period | None:
    """Read "the last 30 days": back from today, today counted."""
    number, unit = _number(match["n"]), _unit(match)
    return Period(_back(today, number, unit) + timedelta(days=unit != "hour"), today)


def _ago(match: re.Match[str], today: date, _: str) -> Period:
    day = _back(today, _number(match["n"]), _unit(match))
    return Period(day, day, "day")


def _last(match: re.Match[str], today: date, _: str) -> Period | None:
    """Read "last month": the whole one before this; "last" before a day or hour is no stretch of time."""
    unit = _unit(match)
    return None if unit in {"day", "hour"} else _around(today, unit, -1)


def _this(match: re.Match[str], today: date, _: str) -> Period | None:
    unit = _unit(match)
    return None if unit == "hour" else _around(today, unit, 0)


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
    return _around(today, unit, {"去": -1, "上": -1, "上个": -1, "前": -2}.get(which, 0))


_NO_UNIT = r"(?!\s*(?:h|hours?|stunden|eur|€|usd|\$|days?|tage)\b)(?![.,/]\d|-\d\d?(?!\d))"
_OF = r"(?:\s+(?:of\s+|in\s+|des\s+jahres\s+|von\s+)?"
_CHINESE_MONTH = r"(?P<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?"
_LONG_MONTHS = "january february april june july august september october november december januar februar märz juni juli oktober dezember"
_SINCE_NEW_YEAR = (
    "year to date|so far this year|since the beginning of the year|seit jahresbeginn|seit anfang des jahres"
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
                rf"(?:(?<=\bin )|(?<=\bim )|(?<=since )|(?<=seit )|(?<=from )|(?<=between )|(?<=zwischen )|(?<=last )){_M}{_E}",
                rf"{_B}(?P<m>{_one_of(_LONG_MONTHS)}){_E}",
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
        (_year, (rf"{_Y}年度?", rf"{_B}(?:(?:the\s+)?(?:year|jahre?s?)\s+)?{_Y}{_E}{_NO_UNIT}")),
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

_RANGE = re.compile(r"\s*(?:(?:up )?to|until|till|through|thru|bis(?: zum| zur)?|[-–—~]|至|到)(?: the)?\s*")
_AND = re.compile(r"\s*(?:and|und|和|与|跟)\s*")
_BETWEEN = re.compile(r"(?:between|zwischen|介于)\s*(?:the )?$")
_BETWEEN_AFTER = re.compile(r"(?:期间|之间)")
_FROM = re.compile(r"(?:\b(?:from|von|vom)(?: the)?|从|自|在)\s*$")
_SINCE = re.compile(r"(?:\b(?:since|from|starting|as from|beginning|seit|ab|von|vom)(?: the| dem| der)?|自从?|从)\s*$")
_AFTER = re.compile(r"(?:\b(?:after|nach|later than)(?: the| dem)?)\s*$")
_BEFORE = re.compile(r"(?:\b(?:before|prior to|vor|earlier than)(?: the| dem)?)\s*$")
_UNTIL = re.compile(
    r"(?:\b(?:until|till|up to|as of|by|through|bis|bis zum|bis ende|stand|per)(?: the)?(?: end of)?|截至|截止到?|到)\s*:?\s*$"
)
_SINCE_AFTER = re.compile(r"\s*(?:以来|起|开始|onwards?|on\b|and later|or later|und später)")
_AFTER_AFTER = re.compile(r"\s*(?:之后|以后)")
_BEFORE_AFTER = re.compile(r"\s*(?:之前|以前)")
_UNTIL_AFTER = re.compile(r"\s*(?:为止|and earlier|or earlier)")


def _joined(text: str, points: list[_Point]) -> Iterator[_Point]:
    """Put two points that are the ends of a range together; open those that are since or until."""
    at = 0
    while at < len(points):
        pair = _range(text, points[at], points[at + 1]) if at + 1 < len(points) else None
        yield pair or _opened(text, points[at])
        at += 2 if pair else 1


def _range(text: str, a: _Point, b: _Point) -> _Point | None:
    between, before = text[a.end : b.start], text[: a.start]
    listed = _AND.fullmatch(between) and (_BETWEEN.search(before) or _BETWEEN_AFTER.match(text, b.end))
    if not (listed or _RANGE.fullmatch(between)):
        return None
    head = _BETWEEN.search(before) or _FROM.search(before)
    tail = _BETWEEN_AFTER.match(text, b.end)
    first, last = _of_one_year(a.period, b.period)
    whole = Period(first.since, last.until, other=first.other or last.other)
    return _Point(head.start() if head else a.start, tail.end() if tail else b.end, whole)


def _of_one_year(a: Period, b: Period) -> tuple[Period, Period]:
    """Give a month without a year the year of the other end."""
    if a.yearless and b.until and not b.yearless:
        return _months(b.until.year * 12 + a.yearless - 1, 1, "month"), b
    if b.yearless and a.since and not a.yearless:
        return a, _months(a.since.year * 12 + b.yearless - 1, 1, "month")
    return a, b


def _opened(text: str, point: _Point) -> _Point:
    before, period = text[: point.start], point.period
    if period.since is None or period.until is None:
        return point
    for pattern, after, made in (
        (_AFTER, _AFTER_AFTER, Period(period.until + timedelta(days=1), None, other=period.other)),
        (_BEFORE, _BEFORE_AFTER, Period(None, period.since - timedelta(days=1), other=period.other)),
        (_SINCE, _SINCE_AFTER, Period(period.since, None, other=period.other)),
        (_UNTIL, _UNTIL_AFTER, Period(None, period.until, other=period.other)),
    ):
        if tail := after.match(text, point.end):
            head = pattern.search(before) or _SINCE.search(before)
            return _Point(head.start() if head else point.start, tail.end(), made)
        if head := pattern.search(before):
            return _Point(head.start(), point.end, made)
    return point


def _months(first: int, number: int, unit: str) -> Period:
    """Return ``number`` months from month ``first``, counted from January of the year 0."""
    after = first + number
    return Period(date(first // 12, first % 12 + 1, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1), unit)


def _around(today: date, unit: str, offset: int) -> Period:
    """Return the week, month, quarter or year that lies ``offset`` from today's."""
    month = today.year * 12 + today.month - 1
    if unit == "day":
        return Period(today, today, "day")
    if unit == "week":
        monday = today - timedelta(days=today.weekday() - 7 * offset)
        return Period(monday, monday + timedelta(days=6), unit)
    length = {"month": 1, "quarter": 3, "year": 12}[unit]
    return _months((month // length + offset) * length, length, unit)


def _back(today: date, number: int, unit: str) -> date:
    if unit in _DAYS:
        return today - timedelta(days=number * _DAYS[unit])
    months = today.year * 12 + today.month - 1 - number * {"month": 1, "quarter": 3, "year": 12}[unit]
    last = _months(months, 1, "").until
    return date(months // 12, months % 12 + 1, min(today.day, last.day if last else 28))


def _month(name: str) -> int:
    name = name.rstrip(".")
    return int(name) if name.isdecimal() else _MONTH.get(name) or NUMBERS[name]


def _number(name: str) -> int:
    return int(name) if name.isdecimal() else NUMBERS[name]


def _unit(match: re.Match[str]) -> str:
    return next(unit for unit in _UNITS if match[unit])
