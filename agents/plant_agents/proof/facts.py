"""What can be checked in a sentence: quantities, codes, dates and signal words, in the order they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from plant_agents.proof.dates import dates
from plant_agents.proof.numbers import NUMBER, SPELT, comma_is_decimal, spelt_out, value
from plant_agents.proof.units import UNIT, UNITS
from plant_agents.proof.words import AT_LEAST, AT_MOST, OR_LESS, OR_MORE, SIGNAL, rank

_LETTER = r"A-Za-zÄÖÜäöüß"
# A word that holds a digit or is joined to one: "M8", "TI-303.2", "AM-24-7110", "16B-1", "X6:1"; or capitals alone.
_CODE = re.compile(
    rf"(?<![{_LETTER}\d])(?!(?<=\d[.,])\d)(?:[{_LETTER}]+-?\d[{_LETTER}\d]*(?:[-./:][{_LETTER}\d]+)*"
    rf"|\d+[{_LETTER}][{_LETTER}\d]*(?:[-./][{_LETTER}\d]+)*|[{_LETTER}]+(?:-[{_LETTER}\d]+)*-\d[{_LETTER}\d]*(?:[-./][{_LETTER}\d]+)*"
    rf"|[A-Z]{{2,6}}\d*(?:-[A-Z\d]+)*)(?![{_LETTER}\d])"
)
_TIME = re.compile(r"(?<![\d:])(?P<hours>[01]?\d|2[0-3]):(?P<minutes>[0-5]\d)(?::[0-5]\d)?(?![\d:])")
_JOINED = re.compile(r"\s?(?:-|–|—|~|\.\.\.?|…|/|bis|to|至|到|and|und)\s?", re.IGNORECASE)
_QUANTITY = re.compile(rf"{NUMBER}(?:\s?{UNIT})?(?![{_LETTER}])")
_HEADED = re.compile(rf"[(\[]\s?{UNIT}\s?[)\]]:\s*$")
# How far in front of its number a limit may stand.
_NEAR = 28


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a sentence: ``shown`` as it is written there, ``key`` in one spelling; ``at`` is where it stands.

    ``kind`` is "value", "code", "date" or "signal". A value has a ``number``, a ``unit`` ("" without one), a sign
    of tolerance and a ``limit``: "max", "min" or "".
    """

    kind: str
    shown: str
    key: str
    at: int
    number: float = 0.0
    unit: str = ""
    tolerance: bool = False
    limit: str = ""


def facts(sentence: str, *, comma: bool | None = None) -> list[Fact]:
    """Return the facts of ``sentence``, which is ``spelt``; ``comma`` says that its decimals follow a comma."""
    comma = comma_is_decimal(sentence) if comma is None else comma
    left, found = _without(sentence, SIGNAL.finditer(sentence), _signal)
    for place, (year, month, day) in dates(left):
        shown = left[place.start : place.stop]
        found.append(Fact("date", shown, f"{year:04}-{month:02}-{day:02}", place.start))
        left = left[: place.start] + " " * len(place) + left[place.stop :]
    left, times = _without(left, _TIME.finditer(left), _time)
    left, codes = _without(left, (match for match in _CODE.finditer(left) if not _is_unit(match[0])), _code)
    values = _limited(left, list(_values(left, comma=comma)))
    return sorted([*found, *times, *codes, *values], key=lambda fact: fact.at)


def _without(text: str, matches: Iterator[re.Match[str]], fact: object) -> tuple[str, list[Fact]]:
    """Return the facts of ``matches``, and ``text`` with blanks in their places."""
    made: list[Fact] = []
    for match in list(matches):
        made.append(fact(match))  # type: ignore[operator]
        text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    return text, made


def _signal(match: re.Match[str]) -> Fact:
    return Fact("signal", match[0], str(rank(match[0])), match.start())


def _time(match: re.Match[str]) -> Fact:
    return Fact("date", match[0], f"{int(match['hours']):02}:{match['minutes']}", match.start())


def _code(match: re.Match[str]) -> Fact:
    key = re.sub(rf"(?<=[{_LETTER}])-(?=\d)", "", match[0]).upper()
    return Fact("code", match[0], key, match.start())


def _is_unit(word: str) -> bool:
    """Tell whether a word with a digit is a quantity ("400V"), or capitals are a unit's ("EUR")."""
    return word in UNITS or re.fullmatch(rf"{NUMBER}{UNIT}", word) is not None


def _values(text: str, *, comma: bool) -> Iterator[Fact]:
    for match in _QUANTITY.finditer(text):
        power = int(match["of_ten"] or 1) - 1 if match["of_ten"] else match["power"] or match["exponent"] or ""
        number = value(match["digits"], str(power), comma=comma)
        sign = (match["sign"] or "").strip()
        unit = match["unit"] or ""
        if not unit and (headed := _HEADED.search(text, 0, match.start())):
            unit = headed["unit"]
        signed = -number if sign == "-" else number
        yield Fact("value", match[0].strip(), "", match.start(), signed, unit, tolerance=sign == "±")
    for match in SPELT.finditer(text):
        counted = re.compile(rf"\s?{UNIT}").match(text, match.end())
        unit = counted["unit"] if counted else ""
        yield Fact("value", match[0], "", match.start(), float(spelt_out(match[0])), unit)


def _limited(text: str, values: list[Fact]) -> list[Fact]:
    """Give the ends of a range its unit and every value its limit."""
    values = sorted(values, key=lambda fact: fact.at)
    for i in reversed(range(len(values) - 1)):
        here, after = values[i], values[i + 1]
        between = text[here.at + len(here.shown) : after.at]
        if not here.unit and after.unit and _JOINED.fullmatch(between):
            values[i] = replace(here, unit=after.unit)
    told, end = [], 0
    for i, fact in enumerate(values):
        start, end = end, fact.at + len(fact.shown)
        stop = values[i + 1].at if i + 1 < len(values) else len(text)
        told.append(replace(fact, limit=_limit(text[max(start, fact.at - _NEAR) : fact.at], text[end:stop])))
    return told


def _limit(before: str, after: str) -> str:
    """Return whether the words on both sides of a number make it a greatest or a least one."""
    if OR_LESS.match(after):
        return "max"
    if OR_MORE.match(after):
        return "min"
    before = re.split(r"[,;。，；](?=\s|[\u3400-\u9fff]|$)", before)[-1]
    most, least = (max(map(_last, limit.finditer(before)), default=(-1, 0)) for limit in (AT_MOST, AT_LEAST))
    if most == least:
        return ""
    return "max" if most > least else "min"


def _last(match: re.Match[str]) -> tuple[int, int]:
    """Order limits by where they end; of two that end together the longer one holds ("no more than")."""
    return match.end(), len(match[0])
