"""Errors, reasons and remedies put into other languages.

The code says them once, in English, with values in their places: ``There is no asset 'P-9'.`` The phrase files beside
this module have each of these sentences by a key, with {names} for the values. A sentence is known by its English
phrase, so that one that was kept, or came over the network, is put into words as well as one that was just raised;
what nobody has put into words stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from plant_knowledge_ingest.errors import PlantError
from plant_tools.phrases import Phrases
from plant_tools.plainly import marked

_FILES = ("layouts", "library", "people", "quality", "records", "work")
PHRASES = tuple(Phrases("plant_tools.troubles", f"{of}.yaml") for of in _FILES)

_SLOT = re.compile(r"\{(\w+)\}")
_REASON = "reason"
"""The value of this name is a sentence itself: where that is not known, the one around it is not, either."""
_SAID = frozenset({"detail", "reason", "remedy", "statement", "text", "warnings"})
_HELD = frozenset({"cells", "read"})
"""What a file holds is no message, however its columns are called."""

_PARTED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def trouble(error: PlantError, language: str) -> str:
    """Return what happened and what to do, in ``language``."""
    told = [said(part, language) for part in (error.message, error.remedy) if part]
    return " ".join(told).replace("。 ", "。")  # no blank stands after a Chinese stop


def said(text: str, language: str) -> str:
    """Return ``text``, a whole message, reason or remedy, in ``language``.

    >>> said("There is no asset 'P-9'.", "de"), said("Nobody has said this before.", "de")
    ('Eine Anlage „P-9“ gibt es nicht.', 'Nobody has said this before.')
    """
    if language == "en" or not text:
        return text
    return _known(text, language) or text


def spoken(payload: Any, language: str) -> Any:
    """Return a JSON payload with what its fields detail, reason, remedy, statement, ... say in ``language``."""
    if isinstance(payload, Mapping):
        return {name: value if name in _HELD else _spoken(name, value, language) for name, value in payload.items()}
    return [spoken(part, language) for part in payload] if isinstance(payload, list | tuple) else payload


def _spoken(name: str, value: Any, language: str) -> Any:
    if name in _SAID and isinstance(value, str):
        return said(value, language)
    if name in _SAID and isinstance(value, list | tuple):
        return [_spoken(name, part, language) for part in value]
    return spoken(value, language)


def _known(text: str, language: str) -> str:
    """Return ``text`` in ``language``, "" where no phrase says it."""
    for phrases, key in _fitting(text):
        values = _patterns()[phrases, key].fullmatch(text)
        if values and (words := _worded(values.groupdict(), language)) is not None:
            return phrases.say(language, key, **words)
    return ""


def _worded(values: Mapping[str, str], language: str) -> dict[str, str] | None:
    """Return the values in ``language``; None where a reason among them is not known."""
    words = {name: _known(value, language) for name, value in values.items()}
    if _REASON in words and not words[_REASON]:
        return None
    return {name: word or _parted(values[name], language) for name, word in words.items()}


def _parted(value: str, language: str) -> str:
    """Return a value with the marks of ``language``, where it is a number whose thousands are parted."""
    return marked(language, value) if _PARTED.fullmatch(value) else value


def _fitting(text: str) -> Iterator[tuple[Phrases, str]]:
    return (of for of, pattern in _patterns().items() if pattern.fullmatch(text))


@cache
def _patterns() -> dict[tuple[Phrases, str], re.Pattern[str]]:
    """Return what finds each phrase: first those around a reason, then those that say most in their own words."""
    every = {(phrases, key): phrase for phrases in PHRASES for key, phrase in phrases.of("en").items()}
    order = sorted(every, key=lambda of: (f"{{{_REASON}}}" not in every[of], -len(_SLOT.sub("", every[of]))))
    return {of: _pattern(every[of]) for of in order}


def _pattern(phrase: str) -> re.Pattern[str]:
    """Return what matches ``phrase`` with any values; Python quotes a text with an apostrophe the other way."""
    own, *rest = _SLOT.split(phrase)
    parts = [_literal(own)]
    for name, literal in zip(rest[::2], rest[1::2], strict=True):
        again = any(f"(?P<{name}>" in part for part in parts)
        parts += [f"(?P={name})" if again else f"(?P<{name}>.+?)", _literal(literal)]
    return re.compile("".join(parts), re.DOTALL)


def _literal(text: str) -> str:
    return re.escape(text.replace("{{", "{").replace("}}", "}")).replace("'", "['\"]")
