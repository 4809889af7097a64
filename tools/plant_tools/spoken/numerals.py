"""Numbers in words, as the digits they are read from: "three oh one", "dreihunderteins", 三百零一."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

_TEENS = "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn".split()
_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
_UNITS = "ein zwei drei vier fünf sechs sieben acht neun".split()
_SHORT = 1_000


@cache
def german() -> dict[str, str]:
    """Return the German numbers from 10 to 999 that are written as one word."""
    below = {word: str(10 + n) for n, word in enumerate(_TEENS)}
    for tens, word in enumerate(_TENS, 2):
        below |= {word: f"{tens}0", **{f"{unit}und{word}": f"{tens}{n}" for n, unit in enumerate(_UNITS, 1)}}
    ones = {("eins" if unit == "ein" else unit): f"0{n}" for n, unit in enumerate(_UNITS, 1)}
    words = dict(below)
    for hundreds, unit in enumerate(_UNITS, 1):
        for start in {f"{unit}hundert", "hundert" if hundreds == 1 else f"{unit}hundert"}:
            rest = {f"{start}{joint}{word}": digits for joint in ("", "und") for word, digits in (below | ones).items()}
            words |= {start: f"{hundreds}00"} | {word: f"{hundreds}{digits}" for word, digits in rest.items()}
    return words | {word.replace("ß", "ss"): digits for word, digits in words.items()}


def digits(parts: Sequence[str | int]) -> str:
    """Return the digits of a number in words.

    A part is digits as they are read, up to "19"; or what is added up: 20 to 90, 100, and the Chinese 10.

    >>> digits(["3", "0", "1"]), digits(["3", 100, "1"]), digits([20, "1"]), digits(["1", "15"]), digits(["3", 10, "5"])
    ('301', '301', '21', '115', '35')
    """
    told: list[str] = []
    value = 0  # of the number under way, 0 where there is none
    for n, part in enumerate(parts):
        following = parts[n + 1] if n + 1 < len(parts) else ""
        if isinstance(part, str):
            value = _with_unit(told, value, part, following)
        elif part == 100:
            value = max(1, value) * 100
        elif value >= 100:
            value += part * (value % 100 or 1) if part == 10 else part
        elif part == 10 and 0 < value < 10:
            value *= 10  # 三十
        else:
            _flush(told, value)
            value = part
    _flush(told, value)
    return "".join(told)


def _with_unit(told: list[str], value: int, part: str, following: str | int) -> int:
    if part == "0" and value >= 100:
        return value  # 三百零一
    if len(part) == 2 and value >= 100:
        return value + int(part)  # "one hundred fifteen"
    if len(part) == 1 and part != "0" and value >= 10 and value % 10 == 0 and value < _SHORT:
        if following == 10:  # 一百一十五
            return value + int(part) * 10 - 10
        return value + int(part)
    _flush(told, value)
    if len(part) == 1 and part != "0" and following in {10, 100}:
        return int(part)
    told.append(part)
    return 0


def _flush(told: list[str], value: int) -> None:
    if value:
        told.append(str(value))
