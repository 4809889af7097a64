"""Transcripts and codes as they sound, in phones: one letter for one sound, near enough to be compared.

Who expects no code writes down what it sounds like: "Anka ein Seins Nullt" is K-110, 地皮山雷鸟 DP-301.
``syllables.txt`` has the 3,760 commonest Chinese characters (GB 2312, first level) by their commonest reading, as
pypinyin gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from plant_knowledge_ingest.chinese import simplified

VOWELS = frozenset("aeiou")
_HERE = Path(__file__).parent
_CUT = re.compile(r"[\u3400-\u9fff〇]|\d+|[^\W\d_\u3400-\u9fff]+")
_SILENT_E = re.compile(r"(?P<vowel>[aio])(?P<after>[bcdfgklmnprstvz])e\b")
_LONG = {"a": "ei", "i": "ai", "o": "ou"}
_DEAF_H = re.compile(r"(?<=[aeiouäöü])h")
_INITIALS, _MOST_FORMS = 4, 6


class Phone(NamedTuple):
    """One sound of a transcript, and the place of the word it is from."""

    phone: str
    start: int
    end: int


def phones(text: str, language: str) -> list[Phone]:
    """Return what a transcript sounds like; ``language`` is "en", "de" or "zh"."""
    return [Phone(phone, cut.start(), cut.end()) for cut in _CUT.finditer(text) for phone in _sound(cut[0], language)]


def spoken(signs: str, language: str) -> list[str]:
    """Return the ways in which a code is said, in phones; ``signs`` are its letters and digits.

    >>> spoken("K110", "de")
    ['kaainhunderttsen', 'kaainsainsnul']
    """
    signed = [_names(language)[sign] for sign in signs if sign in _names(language)]
    forms = {"".join(chosen) for chosen, _ in zip(product(*signed), range(_MOST_FORMS), strict=False)}
    number = re.search(r"(?<!\d)[1-9]\d\d(?!\d)", signs)
    if number and (hundreds := _hundreds(number[0], language)):
        forms.add("".join(_names(language)[sign][0] for sign in signs[: number.start()]) + hundreds)
    return sorted(forms - {""})


def _hundreds(number: str, language: str) -> str:
    """Return a number of three digits as people say it, up to 19 after the hundred: "one fifteen"; else ""."""
    names, rest = _names(language), int(number[1:])
    teens = _lexicon(language)["teens"].split()
    if not teens or rest > 19:
        return ""
    below = names[str(rest)][0] if 0 < rest < 10 else teens[rest - 10] if rest else ""
    if language == "de":
        return f"{'ain' if number[0] == '1' else names[number[0]][0]}hundert{below}"
    return names[number[0]][0] + (names["0"][-1] if rest < 10 else "") + below


def _sound(written: str, language: str) -> str:
    if written.isdecimal():
        if language == "de" and len(written) == 3 and written.endswith("00"):
            return _hundreds(written, language) if written[0] != "1" else "hundert"
        return "".join(_names(language).get(digit, [""])[0] for digit in written)
    if written[0] >= "\u3007" and len(written) == 1:
        return _readings().get(simplified(written), "")
    if written.isascii() and (len(written) == 1 or (written.isupper() and len(written) <= _INITIALS)):
        return "".join(_names(language)[letter][0] for letter in written.upper())
    return _word(written.lower(), "en" if language == "zh" else language)


def _word(word: str, language: str) -> str:
    """Return a word by the commonest rules of spelling; good enough to be compared."""
    if language == "en":
        word = _SILENT_E.sub(lambda found: _LONG[found["vowel"]] + found["after"], word)
    heard = _rules(language).sub(lambda found: _lexicon(language)["words"].get(found[0], ""), _DEAF_H.sub("", word))
    return re.sub(r"(.)\1", r"\1", re.sub(r"[^a-zA-Z]", "", heard))


@cache
def _rules(language: str) -> re.Pattern[str]:
    return re.compile("|".join(sorted(_lexicon(language)["words"], key=len, reverse=True)))


@cache
def _names(language: str) -> Mapping[str, list[str]]:
    """Return what each letter and digit is called."""
    told = _lexicon(language)
    listed = zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", f"{told['letters']} {told['digits']}".split(), strict=True)
    return {sign: names.split("/") for sign, names in listed}


@cache
def _readings() -> Mapping[str, str]:
    """Return what each Chinese character sounds like."""
    return dict(_read())


def _read() -> Iterator[tuple[str, str]]:
    words = _lexicon("zh")["words"]
    for line in (_HERE / "syllables.txt").read_text(encoding="utf-8").splitlines():
        syllable, characters = line.split()
        heard = _rules("zh").sub(lambda found: words[found[0]], syllable)
        yield from ((character, heard) for character in characters)


def alike() -> list[str]:
    """Return the groups of phones that are taken for each other."""
    return str(_lexicon("alike")).split()


@cache
def _lexicon(part: str) -> Any:
    return yaml.safe_load((_HERE / "phones.yaml").read_text(encoding="utf-8"))[part]
