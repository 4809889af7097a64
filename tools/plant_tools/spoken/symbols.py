"""A transcript as signs: what each word may stand for in a tag."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from plant_knowledge_ingest.chinese import simplified
from plant_tools.spoken.numerals import digits, german

_PART = re.compile(r"[^\W\d_]+|\d+", re.ASCII)
_CUT = re.compile(r"(?P<han>[\u3400-\u9fff〇])|(?P<digits>\d+)|(?P<word>[^\W\d_\u3400-\u9fff]+)")
_SPLIT_NUMBER = re.compile(r"([1-9])00?(0?[1-9]|[1-9]\d)")
_INITIALS = 4
_WEAK, _GUESSED, _MERGED = 0.1, 0.4, 0.35

Reading = tuple[str, float]
"""Signs that a word may stand for, and how far-fetched that is."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the transcript: ``text[start:end]``, with its readings; none where it is no part of any tag.

    ``strong`` words say by themselves that a tag is being spelled; ``certain`` ones cannot be taken for another sign;
    ``times`` is 2 for "double"; a ``joint`` is said between the parts of a tag.
    """

    start: int
    end: int
    readings: tuple[Reading, ...] = ()
    strong: bool = False
    certain: bool = False
    times: int = 1
    joint: bool = False


def canonical(code: str) -> str:
    """Return the letters and digits of a code, in capitals.

    >>> canonical("FL-303"), canonical("BRB-H2/L3")
    ('FL303', 'BRBH2L3')
    """
    return "".join(_PART.findall(unicodedata.normalize("NFKC", code))).upper()


def words(text: str, language: str) -> list[Word]:
    """Return the words of ``text`` as signs; ``language`` is "en", "de" or "zh". English letters are known to all."""
    lexicon = _lexicon(language)
    folded = "".join(_folded(character) for character in text)
    cut = [(match.start(), match.end(), match[0]) for match in _CUT.finditer(folded)]
    return list(_numbered(cut, lexicon, language))


def _numbered(cut: list[tuple[int, int, str]], lexicon: Mapping[str, Any], language: str) -> Iterator[Word]:
    """Give the words, numbers of several words as one."""
    place = 0
    while place < len(cut):
        parts, end = _number(cut, place, lexicon)
        if len(parts) > 1 or (parts and not isinstance(parts[0], str)):
            number = digits(parts)
            yield Word(cut[place][0], cut[end - 1][1], _spread(number), strong=True)
            place = end
            continue
        yield _word(*cut[place], lexicon, language)
        place += 1


def _number(cut: list[tuple[int, int, str]], place: int, lexicon: Mapping[str, Any]) -> tuple[list[str | int], int]:
    """Return the parts of the number in words that begins at ``place``, and where it ends."""
    parts: list[str | int] = []
    at = place
    while at < len(cut):
        word = cut[at][2].lower()
        if word in lexicon["number"]:
            parts.append(lexicon["number"][word])
        elif not (
            parts and word in lexicon["and"] and at + 1 < len(cut) and cut[at + 1][2].lower() in lexicon["number"]
        ):
            break
        at += 1
    return parts, at


def _word(start: int, end: int, written: str, lexicon: Mapping[str, Any], language: str) -> Word:
    word = written.lower()
    number = german().get(word, "") if language == "de" else ""
    if written.isdecimal() or number:
        return Word(start, end, _spread(number or written), strong=True)
    if word in lexicon["twice"] or word in lexicon["between"]:
        return Word(start, end, times=lexicon["twice"].get(word, 1), joint=word in lexicon["between"])
    if word in lexicon["certain"]:
        return Word(start, end, ((lexicon["certain"][word], 0.0),), strong=True, certain=True)
    if word in lexicon["spelled"]:
        return Word(start, end, tuple((sign, 0.0) for sign in lexicon["spelled"][word].split()), strong=True)
    readings = (*_initials(written), *((sign, _WEAK) for sign in lexicon["weak"].get(word, "").split()))
    return Word(start, end, readings, strong=bool(readings) and written.isupper())


def _initials(written: str) -> Iterator[Reading]:
    """Give what letters may stand for: themselves, or the last of them (AMDB of "am DB"); nothing for a long word."""
    if not written.isascii() or not (written.isupper() or len(written) <= 2):
        return
    capitals = written.upper()
    if len(capitals) <= _INITIALS:
        yield capitals, _WEAK if written.islower() else 0.0
    for length in range(min(3, len(capitals) - 1), 0, -1):
        yield capitals[-length:], _GUESSED


def _spread(number: str) -> tuple[Reading, ...]:
    """Return a number as it stands, and as "three hundred, three" that was written 3003."""
    merged = _SPLIT_NUMBER.fullmatch(number)
    short = merged[1] + merged[2].zfill(2) if merged and len(number) > 3 else ""
    return ((number, 0.0), (short, _MERGED)) if short else ((number, 0.0),)


@cache
def _lexicon(language: str) -> Mapping[str, Any]:
    told = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"))
    own = told[language]
    numbers = {word: n if language == "zh" or n >= 20 else str(n) for word, n in own["numbers"].items()}
    also = told["en"] if language == "zh" else {"letters": {}, "certain": {}}
    return {
        "number": own["digits"] | numbers | dict.fromkeys(own["hundred"], 100),
        "and": frozenset(own["and"]),
        "twice": own["twice"],
        "between": frozenset(own["between"]),
        "spelled": also["letters"] | own["letters"] | own["digits"],
        "weak": own["weak"],
        "certain": told["en"]["certain"] | own["certain"],
    }


def _folded(character: str) -> str:
    """Return one character for one, so that places stay: narrow, and simplified where it is Chinese."""
    narrow = unicodedata.normalize("NFKC", character)
    narrow = narrow if len(narrow) == 1 else character
    return simplified(narrow) if "\u3400" <= narrow <= "\u9fff" else narrow
