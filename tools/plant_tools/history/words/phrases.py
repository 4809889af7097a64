"""The words that questions of the history are made of, in all languages at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

import yaml

from plant_tools.history.words.sentence import LATIN, Piece, Sentence

FILES = ("en", "de", "zh")


# German verbs in two parts: "Welcher Bus fiel 2024 am häufigsten aus?"
_END = r"(?=\s*(?:[.?!;,]|und\b|$))"
_PARTED = (
    ("type.corrective", rf"\b(?:fiel|fielen|fällt|fallen)\b[^.?!;]{{1,60}}\b(?P<end>aus)\b{_END}"),
    ("metric.trend", rf"\b(?:nimmt|nehmen|nahm|nahmen)\b[^.?!;]{{1,60}}\b(?P<end>zu|ab)\b{_END}"),
    ("field.downtime", rf"\b(?:steht|stehen|stand|standen)\b[^.?!;]{{1,60}}\b(?P<end>still)\b{_END}"),
)


def pieces(sentence: Sentence) -> Iterator[Piece]:
    """Yield each phrase of the lexicon that stands in the sentence, with its meaning.

    Fillers, and meanings with a question mark, give way to the names of the plant.
    """
    for meaning, parted in _PARTED:
        for match in re.finditer(parted, sentence.text):
            yield Piece(match.start("end"), match.end("end"), meaning)
    for name, pattern in _patterns():
        meaning, weight = name.removesuffix("?"), -2 if name == "filler" or name.endswith("?") else 0
        for match in pattern.finditer(sentence.text):
            yield Piece(match.start(), match.end(), meaning, weight=weight)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    phrases: dict[str, list[str]] = {}
    for language in FILES:
        for meaning, listed in _read(language).items():
            phrases.setdefault(meaning, []).extend(map(str, listed))
    return tuple((meaning, re.compile(_any_of(listed))) for meaning, listed in phrases.items())


def _read(language: str) -> dict[str, list[str]]:
    file = resources.files("plant_tools.history.words.lexicon") / f"{language}.yaml"
    read: dict[str, list[str]] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return read


def _any_of(phrases: list[str]) -> str:
    """Return a pattern for any of the phrases, the longest first."""
    return "|".join(_pattern(phrase) for phrase in sorted(set(phrases), key=len, reverse=True))


def _pattern(phrase: str) -> str:
    if phrase[0] >= "\u3400":
        return re.escape(phrase)
    letters = re.escape(phrase).replace(r"\*", f"[{LATIN}]*").replace(r"\ ", r"[\s-]+")
    return rf"(?<![{LATIN}]){letters}(?![{LATIN}])"
