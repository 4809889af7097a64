"""Falsehoods of kinds that the proof was not tuned on: values and codes that change places, halves, scales, others."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

_VALUE = re.compile(r"(?<![\w.:/,-])\d+(?:[.,]\d+)?(?=\s?[A-Za-z°%µ])(?!\w|[.,]\d|[/:-])")
_DECIMAL = re.compile(r"(?<![\w.:/,-])(\d+)([.,])(\d{1,2})(?![\d:/-]|[.,]\d)(?=\s?[A-Za-z°%µ])")
_CODE = re.compile(r"(?<![\w-])[A-Z]{1,4}-?\d{2,}(?![\w.-])")
_DATE = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")
_RANGE = re.compile(r"(?<![\w.,/-])(\d+(?:[.,]\d+)?)(\s?(?:to|bis|至|~|–)\s?)(\d+(?:[.,]\d+)?)(?=\s?[A-Za-z°%µ])")
_BARE = re.compile(r"(?<![\w.,/:-])(\d+(?:[.,]\d+)?)(\s?)(Nm|bar|mm|°C|kg|kW|MPa|min|h|l)\b")
_FROM = {
    "Nm": "N",
    "bar": "mbar",
    "mm": "μm",
    "°C": "°F",
    "kg": "t",
    "kW": "W",
    "MPa": "kPa",
    "min": "h",
    "h": "min",
    "l": "ml",
}


def unseen_corruptions(text: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield the kind of each falsehood, and ``text`` made to tell it."""
    yield from (("places", false) for false in _changed_places(text, _VALUE))
    yield from (("code places", false) for false in _changed_places(text, _CODE))
    for kind, pattern, falsify in _KINDS:
        for match in pattern.finditer(text):
            if instead := falsify(match):
                yield kind, text[: match.start()] + instead + text[match.end() :]
    if text and text[-1] in ".。":
        value = chance.choice(("17.3 Nm", "63 bar", "412 °C", "QX-991"))
        yield "invented", f"{text[:-1]}, {value}{text[-1]}"


def _moved(match: re.Match[str]) -> str:
    """Move the decimal mark by one place."""
    whole, mark, part = match.groups()
    return f"{whole}{part[0]}{mark if part[1:] else ''}{part[1:]}" if int(whole) and int(part) else ""


def _other_way(match: re.Match[str]) -> str:
    """Exchange what stands on both sides of the middle."""
    first, middle, last = match.groups()
    return f"{last}{middle}{first}" if first != last else ""


def _day(match: re.Match[str]) -> str:
    return f"{match[1]}-{match[3]}-{match[2]}" if match[2] != match[3] else ""


def _scaled(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2]}{_FROM[match[3]]}" if match[1].strip("0.,") else ""


def _halved(match: re.Match[str]) -> str:
    half = f"{float(match[1].replace(',', '.')) / 2:g}"
    return f"{half}{match[2]}{match[3]}" if match[1].strip("0.,") else ""


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    ("decimal", _DECIMAL, _moved),
    ("day", _DATE, _day),
    ("range", _RANGE, _other_way),
    ("scale", _BARE, _scaled),
    ("half", _BARE, _halved),
)


def _changed_places(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """Yield ``text`` with two neighbours of one sentence exchanged, where they differ."""
    found = list(pattern.finditer(text))
    for one, other in pairwise(found):
        between = text[one.end() : other.start()]
        if not _alike(one[0], other[0]) and not re.search(r"\n|[.。]\s", between):
            yield text[: one.start()] + other[0] + between + one[0] + text[other.end() :]


def _alike(one: str, other: str) -> bool:
    """Tell whether two codes are the same, or two numbers: "1.0" and "1"."""
    numbers = [word.replace(",", ".") for word in (one, other)]
    if all(re.fullmatch(r"\d+(?:\.\d+)?", number) for number in numbers):
        return float(numbers[0]) == float(numbers[1])
    return one == other
