"""Thousands of utterances without sound: tags as Whisper would write them, with the confusions of a loud hall.

It is a model of errors, not of hearing: each sign is taken for one that rhymes, or for any, at a given rate; the
reading with hotwords is pulled to a tag of the plant, as hotwords do; the one without errs in part alike.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from plant_evals.voice_questions import LANGUAGES
from plant_tools.spoken.likeness import unlikeness
from plant_tools.spoken.mentions import Mention, Speech, mentions
from plant_tools.spoken.register import Code, Register

Json = dict[str, Any]

_ASKED = {"en": "How do I isolate {}?", "de": "Wie sperre ich {} ab?", "zh": "{}怎么隔离?"}
_RHYMES = ("BPDTVE", "MN", "FSX", "AHK", "CZS", "QU", "IY", "59", "19", "23", "17", "34", "69")
_SIGNS = "ABCDEFGHKLMNPRSTVWX"
_ANY = 0.15
"""The share of errors that are to any sign at all, not to one that rhymes."""

_PULLED, _ALIKE = 0.5, 0.5


def dense() -> list[str]:
    """Return 192 tags such as no wise plant would give: every one has neighbours that sound like it."""
    numbers = (101, 105, 109, 115, 119, 151, 201, 205, 209, 213, 223, 301)
    return [f"{letters}-{number}" for letters in "P B V D T K M N F S CP DP FL PL".split() for number in numbers] + [
        f"{letters}-{number}" for letters in ("RN", "SW") for number in numbers
    ]


def run_confusion(count: int, rate: float, seed: int = 0, tags: Sequence[str] = ()) -> Json:
    """Count what happens to ``count`` utterances in which a sign is misheard at ``rate``.

    {utterances, rate, taken, offered, missed, wrong}: ``wrong`` were taken for another tag without asking.
    """
    codes = tags or dense()
    register = Register([Code(code) for code in codes])
    chance = random.Random(seed)  # noqa: S311 - no secret
    counted: Counter[str] = Counter()
    for n in range(count):
        code, language = chance.choice(codes), LANGUAGES[n % len(LANGUAGES)]
        counted[outcome(mentions(_heard(code, language, rate, codes, chance), register), code)] += 1
    told = {name: counted[name] for name in ("taken", "offered", "missed", "wrong")}
    return {"utterances": count, "rate": rate, "tags": len(codes), **told}


def outcome(found: Sequence[Mention], code: str) -> str:
    """Return what became of a spoken code: taken, offered or missed; wrong where another one was taken."""
    taken = {one.codes[0].code for one in found if one.status == "taken"}
    if taken - {code}:
        return "wrong"
    if code in taken:
        return "taken"
    offered = {each.code for one in found for each in one.codes}
    return "offered" if code in offered else "missed"


def _heard(code: str, language: str, rate: float, codes: Sequence[str], chance: random.Random) -> Speech:
    signs = code.replace("-", "")
    plain = "".join(_sign(sign, rate, chance) for sign in signs)
    alike = plain if chance.random() < _ALIKE else "".join(_sign(sign, rate, chance) for sign in signs)
    if chance.random() < _PULLED:
        alike = min(codes, key=lambda tag: (unlikeness(alike, tag.replace("-", "")), tag)).replace("-", "")
    asked = _ASKED[language]
    texts = [asked.format(_written(each, chance)) for each in (alike, plain)]
    return Speech(texts[0], language, (texts[1],), likelihood=-0.3 - rate)


def _sign(sign: str, rate: float, chance: random.Random) -> str:
    if chance.random() >= rate:
        return sign
    others = _SIGNS if sign.isalpha() else "0123456789"
    if chance.random() >= _ANY:
        others = "".join(group for group in _RHYMES if sign in group) or sign
    return chance.choice(others)


def _written(signs: str, chance: random.Random) -> str:
    """Return signs in one of the ways in which Whisper writes them."""
    letters = "".join(filter(str.isalpha, signs))
    digits = signs[len(letters) :] if signs.startswith(letters) else ""
    if not digits:
        return signs
    ways: Iterator[str] = iter((f"{letters}-{digits}", f"{letters} {digits}", f"{letters}{digits}", " ".join(signs)))
    return chance.choice(list(ways))
