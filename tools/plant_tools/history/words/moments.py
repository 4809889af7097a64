"""Stretches of time in a question: ranges and open ends put together, as seen from a given day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from plant_tools.history.words.dates import Point, points
from plant_tools.history.words.period import Period, months
from plant_tools.history.words.sentence import Piece, Sentence

_RANGE = re.compile(r"\s*(?:(?:up )?to|until|till|through|thru|bis(?: zum| zur)?|[-–—~]|至|到)(?: the)?\s*")
_AND = re.compile(r"\s*(?:and|und|和|与|跟)\s*")
_BETWEEN = re.compile(r"(?:between|zwischen|介于)\s*(?:the )?$")
_BETWEEN_AFTER = re.compile(r"(?:期间|之间)")
_FROM = re.compile(r"(?:\b(?:from|von|vom)(?: the)?|从|自|在)\s*$")
_SINCE = re.compile(r"(?:\b(?:since|from|starting|as from|beginning|seit|ab|von|vom)(?: the| dem| der)?|自从?|从)\s*$")
_AFTER = re.compile(r"(?:\b(?:after|nach|later than)(?: the| dem)?)\s*$")
_BEFORE = re.compile(r"(?:\b(?:before|prior to|vor|earlier than)(?: the| dem)?)\s*$")
_UNTIL = re.compile(
    r"(?:\b(?:until|till|up to|as of|by|through|bis|bis zum|bis ende"
    r"|stand(?![^.?!;]*\bstill\b)|per)(?: the)?(?: end of)?|截至|截止到?|到)\s*:?\s*$"
)
_SINCE_AFTER = re.compile(r"\s*(?:以来|起|开始|onwards?|on\b|and later|or later|und später)")
_AFTER_AFTER = re.compile(r"\s*(?:之后|以后)")
_BEFORE_AFTER = re.compile(r"\s*(?:之前|以前)")
_UNTIL_AFTER = re.compile(r"\s*(?:为止|and earlier|or earlier)")


def periods(sentence: Sentence, today: date, language: str) -> list[Piece]:
    """Return the stretches of time that stand in the sentence, ranges and open ends put together."""
    found = _months_of_years(_without_overlaps(points(sentence.text, today, language)))
    return [Piece(p.start, p.end, "time", p.period, weight=2) for p in _joined(sentence.text, found)]


def _without_overlaps(points: Iterator[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in sorted(points, key=lambda p: p.start - p.end):
        if all(point.end <= other.start or other.end <= point.start for other in kept):
            kept.append(point)
    return sorted(kept, key=lambda p: p.start)


def _months_of_years(points: list[Point]) -> list[Point]:
    """Read "last year in March" as one month."""
    if len(points) == 2:
        a, b = points
        year, month = (a, b) if b.period.yearless else (b, a)
        if month.period.yearless and year.period.unit == "year" and not year.period.yearless and year.period.since:
            whole = months(year.period.since.year * 12 + month.period.yearless - 1, 1, "month")
            return [Point(a.start, b.end, whole)]
    return points


def _joined(text: str, points: list[Point]) -> Iterator[Point]:
    """Put two points that are the ends of a range together; open those that are since or until."""
    at = 0
    while at < len(points):
        pair = _range(text, points[at], points[at + 1]) if at + 1 < len(points) else None
        yield pair or _opened(text, points[at])
        at += 2 if pair else 1


def _range(text: str, a: Point, b: Point) -> Point | None:
    between, before = text[a.end : b.start], text[: a.start]
    listed = _AND.fullmatch(between) and (_BETWEEN.search(before) or _BETWEEN_AFTER.match(text, b.end))
    if not (listed or _RANGE.fullmatch(between)):
        return None
    head = _BETWEEN.search(before) or _FROM.search(before)
    tail = _BETWEEN_AFTER.match(text, b.end)
    first, last = _of_one_year(a.period, b.period)
    whole = Period(first.since, last.until, other=first.other or last.other)
    return Point(head.start() if head else a.start, tail.end() if tail else b.end, whole)


def _of_one_year(a: Period, b: Period) -> tuple[Period, Period]:
    """Give a month without a year the year of the other end."""
    if a.yearless and b.until and not b.yearless:
        return months(b.until.year * 12 + a.yearless - 1, 1, "month"), b
    if b.yearless and a.since and not a.yearless:
        return a, months(a.since.year * 12 + b.yearless - 1, 1, "month")
    return a, b


def _opened(text: str, point: Point) -> Point:
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
            return Point(head.start() if head else point.start, tail.end(), made)
        if head := pattern.search(before):
            return Point(head.start(), point.end, made)
    return point
