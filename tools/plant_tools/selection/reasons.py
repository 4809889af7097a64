"""A reason or a note of a selection: its phrase and what is filled in, so that it can be told in any language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plant_tools.phrases import Phrases
from plant_tools.troubles import said

Json = dict[str, Any]

_PHRASES = Phrases("plant_tools.selection", "reasons.yaml")
_TOLD = frozenset({"state", "why"})


@dataclass(frozen=True, slots=True)
class Reason:
    """The phrase ``key`` of reasons.yaml with its ``words``."""

    key: str
    words: tuple[tuple[str, str], ...]

    def told(self, language: str = "en") -> str:
        """Return it in ``language``; words that are a reason themselves as well."""
        words = {name: said(word, language) if name in _TOLD else word for name, word in self.words}
        return _PHRASES.say(language, self.key, **words)

    def as_json(self) -> Json:
        """Return it in plain fields."""
        return {"key": self.key, "words": dict(self.words)}


def reason(key: str, **words: object) -> Reason:
    """Return a reason."""
    return Reason(key, tuple((name, str(word)) for name, word in words.items()))


def reason_of(kept: Json) -> Reason:
    """Return a reason from its plain fields."""
    return reason(kept["key"], **kept["words"])
