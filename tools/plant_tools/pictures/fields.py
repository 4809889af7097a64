"""What a plate, display or label says, by field: a value with the words before it, or one that shows what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

import yaml

from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.readers.page import Line

ALARM = "alarm"

_CJK = r"\u3400-\u9fff"
_AFTER = " \t:：.。#=|"
_RATED = {
    "voltage": r"\d{2,4}(?:\s?[-–/…~]\s?\d{2,4})?\s?V(?:\s?(?:~|AC|DC))?",
    "frequency": r"\d{2}(?:\s?/\s?\d{2})?\s?Hz",
    "power": r"\d{1,4}(?:[.,]\d{1,3})?\s?kW",
    "current": r"\d{1,4}(?:[.,]\d{1,2})?\s?A(?![A-Za-z])",
    "speed": r"\d{2,5}\s?(?:rpm|r/min|min-1|1/min|U/min|min⁻¹)",
}
_VALUES = {name: re.compile(rf"(?<![\w.,/-]){pattern}(?!\w)") for name, pattern in _RATED.items()}
# A value stands on the height of its label, or under it and not far to the left.
_LEVEL, _BELOW = 0.6, 2.2
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Field:
    """A ``value`` with its place in the picture, in pixels; ``label`` are the words before it, "" without any."""

    name: str
    value: str
    rectangle: Rectangle
    confidence: float
    label: str = ""


class _Label(NamedTuple):
    name: str
    words: str
    line: Line
    value: Field | None


def fields(lines: Sequence[Line]) -> list[Field]:
    """Return the fields of a picture, in reading order; of each name and value one."""
    labels = [label for line in lines for label in _labels(line)]
    labelled = {id(label.line) for label in labels}
    free = [line for line in lines if id(line) not in labelled]
    found: dict[tuple[str, str], Field] = {}
    for label in labels:
        field = label.value or _beside(label, free)
        if field:
            found.setdefault((field.name, field.value), field)
    for field in _rated(lines):
        found.setdefault((field.name, field.value), field)
    return list(found.values())


def _labels(line: Line) -> Iterator[_Label]:
    """Yield the labels in a line, each with what follows it up to the next."""
    matches = list(_pattern().finditer(line.text))
    if matches and matches[0].start() > 0 and _name(matches[0]["label"]) != ALARM:
        return  # "sealing bar, type B" is no label
    for at, match in enumerate(matches):
        end = matches[at + 1].start() if at + 1 < len(matches) else len(line.text)
        name = _name(match["label"])
        start = match.end()
        while start < end and line.text[start] in _AFTER:
            start += 1
        value = line.text[start:end].strip(" ,;|")
        place = line.place(start, start + len(value))
        told = Field(name, value[:_LONGEST], place, line.confidence, match["label"]) if value else None
        yield _Label(name, match["label"], line, told)


def _beside(label: _Label, free: Sequence[Line]) -> Field | None:
    """Return the line nearest to the right of a label that has no value, else the one under it."""
    box = label.line.rectangle
    height = box.y1 - box.y0
    middle = (box.y0 + box.y1) / 2

    def level(other: Rectangle) -> bool:
        return abs((other.y0 + other.y1) / 2 - middle) < _LEVEL * max(height, other.y1 - other.y0)

    right = [one for one in free if level(one.rectangle) and one.rectangle.x0 > box.x1 - height]
    under = [
        one
        for one in free
        if 0 < (one.rectangle.y0 + one.rectangle.y1) / 2 - middle < _BELOW * height
        and abs(one.rectangle.x0 - box.x0) < 2 * height
    ]
    near = min(right, key=lambda one: one.rectangle.x0, default=None) or min(
        under, key=lambda one: one.rectangle.y0, default=None
    )
    return Field(label.name, near.text[:_LONGEST], near.rectangle, near.confidence, label.words) if near else None


def _rated(lines: Sequence[Line]) -> Iterator[Field]:
    for line in lines:
        for name, pattern in _VALUES.items():
            for match in pattern.finditer(line.text):
                yield Field(name, match[0], line.place(*match.span()), line.confidence)


@cache
def _pattern() -> re.Pattern[str]:
    """Return what finds a label at the beginning of a line, or after a blank or a comma within it."""
    words = sorted((word for told in _words().values() for word in told), key=len, reverse=True)
    labels = "|".join(_loose(word) for word in words)
    return re.compile(rf"(?:^|(?<=[\s,;/|{_CJK}]))(?P<label>{labels})", re.IGNORECASE)


def _loose(word: str) -> str:
    """Return a pattern for ``word`` with whatever blanks, hyphens and dots; in letters it ends where a word does."""
    parts = [re.escape(part) for part in re.split(r"[\s./-]+", word) if part]
    text = r"[\s./-]*".join(parts)
    return text if re.match(rf"[{_CJK}]", word) else rf"{text}(?![^\W\d_{_CJK}])"


@cache
def _name(label: str) -> str:
    every = ((name, word) for name, told in _words().items() for word in told)
    return next(name for name, word in every if re.fullmatch(_loose(word), label, re.IGNORECASE))


@cache
def _words() -> dict[str, list[str]]:
    file = resources.files("plant_tools.pictures") / "words.yaml"
    read: dict[str, list[str]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return read
