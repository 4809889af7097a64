"""Lengths of time and times of day in a dictation, in digits and in words. What is not said is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plant_tools.history.words.time_words import NUMBERS

_TENS = {
    **dict(zip("twenty thirty forty fifty sixty".split(), range(20, 70, 10), strict=True)),
    **dict(zip("zwanzig dreißig vierzig fünfzig sechzig".split(), range(20, 70, 10), strict=True)),
    "ninety": 90,
    "neunzig": 90,
}
_LATIN = {
    **{word: float(number) for word, number in NUMBERS.items() if word[0] < "\u3400"},
    **{word: float(number) for word, number in _TENS.items()},
    **{f"{ten} {one}": float(n + NUMBERS[one]) for ten, n in _TENS.items() for one in "one two three five".split()},
    **{f"{one}und{ten}": float(n + NUMBERS[one]) for ten, n in _TENS.items() for one in ("zwei", "drei", "fünf")},
    "fifteen": 15.0,
    "fünfzehn": 15.0,
    "half a": 0.5,
    "half an": 0.5,
    "halbe": 0.5,
    "eine halbe": 0.5,
    "einer halben": 0.5,
    "dreiviertel": 0.75,
    "one and a half": 1.5,
    "anderthalb": 1.5,
    "eineinhalb": 1.5,
    "two and a half": 2.5,
    "zweieinhalb": 2.5,
    "a quarter of an": 0.25,
    "quarter of an": 0.25,
}
_CHINESE_DIGITS = {**{sign: n for n, sign in enumerate("零一二三四五六七八九")}, "两": 2}
_WORD = "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in sorted(_LATIN, key=len, reverse=True))
_CHINESE = "[零一二两三四五六七八九十]{1,3}"
_NUMBER = rf"(?:\d+(?:[.,]\d+)?|(?:{_WORD})(?![a-zäöüß])|{_CHINESE}|半)"
_UNITS = {
    "minute": r"min(?:s|ute[ns]?|uten)?\b\.?|分钟|分(?![之钟])",
    "hour": r"(?:h|hrs?|hours?|std|stunden?)\b\.?|个?(?P<half>半)?小时|个?钟头",
    "day": r"(?:days?|tage?n?)\b|天",
}
_MINUTES = {"minute": 1.0, "hour": 60.0, "day": 1440.0}
_UNIT = "|".join(f"(?P<{unit}>{pattern})" for unit, pattern in _UNITS.items())
_STRETCH = re.compile(
    rf"(?<![0-9a-zäöüß.,:])(?P<n>{_NUMBER})(?P<more>个半)?\s*-?\s*(?:{_UNIT})"
    rf"(?P<after>\s+and\s+a\s+half)?"
    rf"|(?<!\w)(?:(?:eine\s+)?viertelstunde)\b|一刻钟"
)
_GLUE = re.compile(r"\s*(?:and|und|,|零|又)?\s*")
_CLOCK = re.compile(
    rf"(?<![\d.:,])(?P<h>[01]?\d|2[0-3])(?:[:.](?P<m>[0-5]\d)\s*(?:uhr|h\b)|:(?P<m2>[0-5]\d)(?:\s*(?P<ap>[ap])\.?m\b\.?)?"
    rf"|\s*uhr(?:\s+(?P<m3>[0-5]\d)(?!\d))?|\s*(?P<ap2>[ap])\.?m\b\.?)(?![\d:])"
    rf"|(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上|夜里)?(?P<zh>\d{{1,2}}|{_CHINESE})[点](?!检)"
    rf"(?:(?P<halfpast>半)|(?P<zm>\d{{1,2}}|{_CHINESE})分?(?!钟))?"
)
_AFTERNOON = {"下午", "傍晚", "晚上", "夜里"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A length of time that stands between ``start`` and ``end``."""

    start: int
    end: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day that stands between ``start`` and ``end``."""

    start: int
    end: int
    hour: int
    minute: int


def stretches(text: str) -> list[Stretch]:
    """Return the lengths of time in ``text``; "1 hour and 20 minutes" is one."""
    joined: list[Stretch] = []
    for found in _found(text):
        last = joined[-1] if joined else None
        if last and found.minutes < 60 <= last.minutes and _GLUE.fullmatch(text, last.end, found.start):
            joined[-1] = Stretch(last.start, found.end, last.minutes + found.minutes)
        else:
            joined.append(found)
    return joined


def clocks(text: str) -> Iterator[Clock]:
    """Yield the times of day in ``text``: 14:30, 14.30 Uhr, 6 Uhr, 2:30 pm, 下午两点半."""
    for match in _CLOCK.finditer(text):
        if match["zh"]:
            hour, minute = int(number_of(match["zh"])), 30 if match["halfpast"] else int(number_of(match["zm"] or "0"))
            hour += 12 if match["part"] in _AFTERNOON and hour < 12 else 0
        else:
            half = match["ap"] or match["ap2"]
            hour, minute = int(match["h"]), int(match["m"] or match["m2"] or match["m3"] or 0)
            hour = hour % 12 + 12 * (half == "p") if half else hour
        if hour < 24 and minute < 60:
            yield Clock(match.start(), match.end(), hour, minute)


def number_of(said: str) -> float:
    """Return the number that digits or words say: "1,5", "twenty-five", "anderthalb", "二十五"."""
    if said[0].isdecimal():
        thousands = re.fullmatch(r"\d{1,3},\d{3}", said)
        return float(said.replace(",", "" if thousands else "."))
    if said == "半":
        return 0.5
    if said[0] < "\u3400":
        return _LATIN[re.sub(r"[\s-]+", " ", said)]
    tens, ten, ones = said.rpartition("十") if "十" in said else ("", "", said)
    return 10 * (_CHINESE_DIGITS.get(tens, 1) if ten else 0) + _CHINESE_DIGITS.get(ones[-1:], 0)


def _found(text: str) -> Iterator[Stretch]:
    for match in _STRETCH.finditer(text):
        if match["n"] is None:
            yield Stretch(match.start(), match.end(), 15.0)
            continue
        unit = next(unit for unit in _UNITS if match[unit])
        number = number_of(match["n"]) + (0.5 if match["more"] or match["half"] or match["after"] else 0)
        yield Stretch(match.start(), match.end(), round(number * _MINUTES[unit], 2))
