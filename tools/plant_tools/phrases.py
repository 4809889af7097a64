"""What a package says, in the languages of people: YAML files beside its code, each read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

SPOKEN = ("en", "de", "zh-Hans", "zh-Hant")
"""The languages that everything is said in; English for any other."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of ``package``, an importable name.

    ``place`` is a file beside its code with all languages, or one for each: ``messages/{language}.yaml``. A file with
    all of them is {language: {key: phrase}}, or {key: {language: phrase}} where they are read side by side.
    """

    package: str
    place: str

    def of(self, language: str) -> Mapping[str, Any]:
        """Return the phrases of ``language`` by their keys, with {words} to be filled in."""
        return _of(self.package, self.place, language if language in SPOKEN else "en")

    def say(self, language: str, key: str, /, **words: object) -> str:
        """Return the phrase ``key`` in ``language`` with ``words`` filled in."""
        return str(self.of(language)[key]).format(**words)


@cache
def _of(package: str, place: str, language: str) -> Mapping[str, Any]:
    read = _read(package, place.format(language=language))
    if "{language}" in place:
        return read
    if "en" in read:
        phrases: Mapping[str, Any] = read.get(language, read["en"])
        return phrases
    return {key: said.get(language, said["en"]) for key, said in read.items()}


@cache
def _read(package: str, place: str) -> Mapping[str, Any]:
    file = resources.files(package).joinpath(*place.split("/"))
    read: Mapping[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return read
