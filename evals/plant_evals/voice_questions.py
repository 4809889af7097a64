"""Spoken questions about the sample plant: what is said, and the code that is meant."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plant_copilot.errors import WrongUse

LANGUAGES = ("en", "de", "zh")

# The Chinese is for a synthesiser, which reads pinyin better than characters.
ASKED = {
    "en": (
        "How do I isolate {}?",
        "Which failures were most frequent on {} last year?",
        "What does the manual say about {}?",
        "{} is leaking at the seal, what should I do?",
        "Show me the open work orders for {}.",
        "Write a work order. {} makes a loud noise.",
    ),
    "de": (
        "Wie sperre ich {} ab?",
        "Welche Störungen gab es letztes Jahr an {}?",
        "Was steht im Handbuch über {}?",
        "An {} tritt Wasser aus, was soll ich tun?",
        "Zeige mir die offenen Aufträge für {}.",
        "Schreibe einen Auftrag. {} macht laute Geräusche.",
    ),
    "zh": (
        "{} zen3me5 ge2li2?",
        "{} qu4nian2 zui4 chang2jian4 de5 gu4zhang4 shi4 shen2me5?",
        "{} de5 mi4feng1 lou4 shui3, zen3me5 ban4?",
        "xian3shi4 {} de5 wei4 wan2cheng2 gong1dan1",
        "xie3 yi1 zhang1 gong1dan1, {} zao4yin1 hen3 da4",
        "{} de5 bao3yang3 zhou1qi1 shi4 duo1shao3?",
    ),
}
NOBODY = {
    "en": ("Why is the film tearing all the time?", "How much grease does the bearing need?"),
    "de": ("Warum reißt die Folie ständig?", "Wie viel Fett braucht das Lager?"),
    "zh": ("bao2mo2 wei4shen2me5 zong3shi4 duan4?", "zhou2cheng2 xu1yao4 duo1shao3 run4hua2zhi1?"),
}
_DIGITS = {
    "en": "zero one two three four five six seven eight nine".split(),
    "de": "null eins zwei drei vier fünf sechs sieben acht neun".split(),
    "zh": "ling2 yi1 er4 san1 si4 wu3 liu4 qi1 ba1 jiu3".split(),
}
_ALSO = {"en": {"zero": "oh"}, "de": {"zwei": "zwo"}, "zh": {"yi1": "yao1"}}
_UNITS = {"de": ["", "ein", *_DIGITS["de"][2:]], "en": _DIGITS["en"]}
_TEENS = {
    "en": "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
    "de": "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn".split(),
}


@dataclass(frozen=True, slots=True)
class Utterance:
    """``said`` aloud in ``language``; ``code`` is meant, "" where none is. ``file`` is a recording of it, if any."""

    said: str
    language: str
    code: str
    file: Path | None = None


def recorded(listed: Path) -> list[Utterance]:
    """Return the utterances of a list of recordings: lines of JSON, {file, said, language, code}.

    ``file`` is a WAV beside the list. Raises ``WrongUse``, naming the line.
    """
    told = []
    for at, line in enumerate(listed.read_text(encoding="utf-8").splitlines(), 1):
        try:
            one = json.loads(line)
            told.append(Utterance(one.get("said", ""), one["language"], one["code"], listed.parent / one["file"]))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise WrongUse(
                f"{listed}, line {at} is no recording: {error!r}.",
                remedy='{"file": "1.wav", "language": "de", "code": "P-101"}',
            ) from error
        if told[-1].language not in LANGUAGES:
            raise WrongUse(f"{listed}, line {at}: language is one of {', '.join(LANGUAGES)}.")
    return told


def utterances(codes: Sequence[str], seed: int) -> Iterator[Utterance]:
    """Give each code in each language, differently asked and spelled with each ``seed``, and questions with none."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    for n, code in enumerate(codes):
        for language in LANGUAGES:
            asked = ASKED[language][(n + seed) % len(ASKED[language])]
            yield Utterance(asked.format(spelled(code, language, chance)), language, code)
    for language in LANGUAGES:
        for said in NOBODY[language]:
            yield Utterance(said, language, "")


def spelled(code: str, language: str, chance: random.Random) -> str:
    """Return how somebody says a code: its letters, and its digits one by one or as a number."""
    told: list[str] = []
    run = ""
    for sign in [*code, ""]:
        if sign.isdecimal():
            run += sign
            continue
        told += _number(run, language, chance) if run else []
        run = ""
        told += [sign] if sign.isalpha() else []
    return " ".join(told)


def _number(run: str, language: str, chance: random.Random) -> list[str]:
    if len(run) == 3 and run[0] != "0" and language != "zh" and chance.random() < 0.3:
        return _hundreds(run, language)
    also = _ALSO[language] if chance.random() < 0.5 else {}
    read = [also.get(word, word) for word in (_DIGITS[language][int(digit)] for digit in run)]
    if language == "en" and chance.random() < 0.2:
        return _doubled(read)
    return read


def _hundreds(run: str, language: str) -> list[str]:
    """Return 115 as "one fifteen" or "einhundertfünfzehn", 301 as "three oh one" or "dreihunderteins"."""
    rest = int(run[1:])
    if rest > 19:
        return [_DIGITS[language][int(digit)] for digit in run]
    if language == "en":
        return [_DIGITS["en"][int(run[0])], *(["oh", _DIGITS["en"][rest]] if rest < 10 else [_TEENS["en"][rest - 10]])]
    below = _DIGITS["de"][rest] if 0 < rest < 10 else _TEENS["de"][rest - 10] if rest else ""
    return [f"{_UNITS['de'][int(run[0])]}hundert{below}"]


def _doubled(read: list[str]) -> list[str]:
    told: list[str] = []
    for word in read:
        if told and told[-1] == word:
            told[-1] = f"double {word}"
        else:
            told.append(word)
    return told
