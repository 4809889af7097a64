"""What somebody means who says or types a word in step mode, in any of the languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from plant_knowledge_ingest.chinese import simplified
from plant_tools.history.words.time_words import NUMBERS

_VALUE = re.compile(r"(?P<number>[-+−]?\d+(?:[.,]\d+)?)\s*(?P<unit>[^\d\s.,;!?。][^\d;!?。]*)?[.!。]?")
_UNSURE = re.compile(r"[-+−]?[1-9]\d{0,2},\d{3}")  # 1,500 is one thing in English and another in German


@dataclass(frozen=True, slots=True)
class Said:
    """``command``: understood, next, repeat, stop, back, abandon, note, value; "" where nothing is understood."""

    command: str
    text: str = ""
    value: float = 0.0
    unit: str = ""


def heard(words: str) -> Said:
    """Return what was meant.

    >>> heard("Weiter!").command, heard("再說一遍").command, heard("25,5 Nm")
    ('next', 'repeat', Said(command='value', text='25,5 Nm', value=25.5, unit='Nm'))
    """
    text = " ".join(words.split())
    plain = simplified(text).lower().strip(" .!?,;:。！？，；：…\"'“”„")
    known = _commands()
    if command := known.get(plain):
        return Said(command, text)
    head = next((name for name in _notes() if plain.startswith(name) and len(plain) > len(name)), "")
    if head and not plain[len(head)].isalpha() | (head.isascii() and plain[len(head)].isalnum()):
        return Said("note", text[len(head) :].strip(" :：,，"))
    if plain in NUMBERS:
        return Said("value", text, float(NUMBERS[plain]))
    found = _VALUE.fullmatch(text)
    if found and not _UNSURE.fullmatch(found["number"]):
        number = float(found["number"].replace("−", "-").replace(",", "."))
        return Said("value", text, number, (found["unit"] or "").strip())
    return Said("", text)


@cache
def _commands() -> Mapping[str, str]:
    return {word: command for command, words in _read().items() if command != "note" for word in words}


@cache
def _notes() -> tuple[str, ...]:
    return tuple(sorted(_read()["note"], key=len, reverse=True))


@cache
def _read() -> Mapping[str, list[str]]:
    file = resources.files("plant_tools.sop.doing") / "heard.yaml"
    read: Mapping[str, list[str]] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return read
