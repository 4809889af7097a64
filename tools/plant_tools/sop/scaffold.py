"""Translates the scaffold: text that the house wrote, found again among its own phrases; the values in it stay."""

from __future__ import annotations

import re
from functools import cache

from plant_tools.sop.wording import phrases, spoken

_HOLE = re.compile(r"\{(\w+)\}")
_LEAST = 5  # letters of a phrase that tell it from any other text


def translated(text: str, language: str, into: str) -> str:
    """Return a text of the scaffold in another language, "" where it is none of the house's phrases.

    >>> translated("Abtrennen Netz: Q1", "de", "en"), translated("Netz abtrennen: Q1", "de", "en")
    ('', 'Isolate Netz: Q1')
    """
    if spoken(language) == spoken(into):
        return text
    for key, pattern in _patterns(spoken(language)):
        if found := pattern.fullmatch(text.strip()):
            return phrases(spoken(into))[key].format(**found.groupdict())
    return ""


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return how each phrase looks with any values in it, those with most words of their own first."""
    known = [(key, text) for key, text in phrases(language).items() if len(_HOLE.sub("", text)) >= _LEAST]
    known.sort(key=lambda one: -len(_HOLE.sub("", one[1])))
    return tuple((key, re.compile(_HOLE.sub(r"(?P<\1>.+?)", _escaped(text)), re.DOTALL)) for key, text in known)


def _escaped(text: str) -> str:
    """Return a pattern of a phrase in which the holes are left; one that comes twice is the same both times."""
    seen: set[str] = set()
    made = ""
    for at, piece in enumerate(_HOLE.split(text)):
        if at % 2 == 0:
            made += re.escape(piece)
        else:
            made += f"(?P={piece})" if piece in seen else f"{{{piece}}}"
            seen.add(piece)
    return made
