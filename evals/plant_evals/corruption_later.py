"""More falsehoods of kinds that the proof was not tuned on: digits turned, numbers in words, colours, sides, order."""

# ruff: noqa: E501 - lists of words
from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import pairwise

_VALUE = re.compile(r"(?<![\w.:/,-])\d{2,}(?:[.,]\d+)?(?=\s?[A-Za-z°%µ])(?!\w|[.,]\d|[/:-])")
_CODE = re.compile(r"(?<![\w-])[A-Z]{1,4}-?\d{2,}(?![\w.-])")
_DATE = re.compile(r"\b((?:19|20)\d\d)(-\d\d-\d\d)\b")
_TIME = re.compile(r"(?<![\d:])([01]\d|2[0-2])(:[0-5]\d)(?![\d:])")
_TOLERANCE = re.compile(r"±\s?(?=\d)")
_STEP = re.compile(r"^\s*\d{1,2}[.)]\s", re.MULTILINE)
_WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "number in words": (
        ("two", "three"), ("three", "four"), ("five", "six"), ("zwei", "drei"), ("drei", "vier"), ("acht", "neun"), ("eight", "nine"),
        ("两个", "三个"), ("兩個", "三個"), ("三层", "四层"), ("四", "五"),
    ),
    "how often": (
        ("daily", "weekly"), ("weekly", "monthly"), ("monthly", "yearly"), ("every day", "every week"), ("every month", "every year"),
        ("täglich", "wöchentlich"), ("wöchentlich", "monatlich"), ("monatlich", "jährlich"), ("每天", "每周"), ("每日", "每週"), ("每月", "每年"),
    ),
    "how many of them": (
        ("both", "one of the"), ("all", "some"), ("every", "every other"), ("beide", "eine der"), ("alle", "einige"), ("jede", "manche"),
        ("所有", "部分"), ("全部", "部分"), ("每个", "个别"),
    ),
    "colour": (
        ("red", "green"), ("yellow", "blue"), ("rot", "grün"), ("rote", "grüne"), ("roten", "grünen"), ("gelb", "blau"), ("红", "绿"), ("紅", "綠"), ("黄", "蓝"), ("黃", "藍"),
    ),
    "side": (
        ("front", "rear"), ("inner", "outer"), ("inside", "outside"), ("first", "last"), ("vorn", "hinten"), ("vordere", "hintere"), ("innen", "außen"),
        ("erste", "letzte"), ("ersten", "letzten"), ("内侧", "外侧"), ("內側", "外側"), ("第一", "最后"), ("horizontal", "vertical"), ("waagerecht", "senkrecht"),
    ),
    "state": (
        ("wet", "dry"), ("hot", "cold"), ("warm", "cold"), ("empty", "full"), ("running", "stopped"), ("leer", "voll"), ("heiß", "kalt"), ("trocken", "nass"),
        ("full", "empty"), ("dry", "wet"), ("cold", "hot"), ("干", "湿"), ("热", "冷"), ("熱", "冷"), ("空", "满"),
    ),
    "and or": (("or", "and"), ("oder", "und"), ("或", "和")),
}  # fmt: skip


def later_corruptions(text: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield the kind of each falsehood, and ``text`` made to tell it; ``chance`` picks the letters of other codes."""
    yield from _digits_changed(text)
    for match in _CODE.finditer(text):
        letter = chance.choice([letter for letter in "BDFHKMRTV" if letter != match[0][0]])
        yield "letter of a code", _put(text, match.start(), match.start() + 1, letter)
    for kind, pattern in (("year", _DATE), ("hour", _TIME)):
        for match in pattern.finditer(text):
            yield kind, _put(text, *match.span(), f"{int(match[1]) + 1:02}{match[2]}")
    for match in _TOLERANCE.finditer(text):
        yield "tolerance", _put(text, *match.span(), "")
    yield from _words_changed(text)
    yield from (("order of steps", false) for false in _steps_turned(text))


def _digits_changed(text: str) -> Iterator[tuple[str, str]]:
    for match in _VALUE.finditer(text):
        for kind, other in (("digits turned", _turned(match[0])), ("digit left out", match[0][1:])):
            if float(other.replace(",", ".")) != float(match[0].replace(",", ".")) and other[0] not in "0.,":
                yield kind, _put(text, *match.span(), other)


def _words_changed(text: str) -> Iterator[tuple[str, str]]:
    for kind, one, other in ((kind, *pair) for kind, pairs in _WORDS.items() for pair in pairs):
        edge = r"\b" if one[0] < "\u3400" else ""
        for match in re.finditer(rf"{edge}{re.escape(one)}{edge}", text):
            yield kind, _put(text, *match.span(), other)


def _turned(digits: str) -> str:
    """Exchange the first two digits that differ."""
    for at, (one, other) in enumerate(pairwise(digits)):
        if one.isdigit() and other.isdigit() and one != other:
            return f"{digits[:at]}{other}{one}{digits[at + 2 :]}"
    return digits


def _steps_turned(text: str) -> Iterator[str]:
    """Yield ``text`` with two steps exchanged that follow one another, their numbers kept."""
    starts = [match.end() for match in _STEP.finditer(text)]
    heads = [match.start() for match in _STEP.finditer(text)]
    ends = [*heads[1:], len(text)]
    for n in range(len(starts) - 1):
        one, other = text[starts[n] : ends[n]].rstrip("\n"), text[starts[n + 1] : ends[n + 1]].rstrip("\n")
        if one != other:
            between = text[ends[n] : starts[n + 1]]
            gap = text[starts[n] : ends[n]][len(one) :]
            yield text[: starts[n]] + other + gap + between + one + text[starts[n + 1] + len(other) :]


def _put(text: str, start: int, end: int, instead: str) -> str:
    return text[:start] + instead + text[end:]
