"""What the chat itself says, in the four languages, one YAML file each."""

from __future__ import annotations

from typing import Any

from plant_knowledge_ingest.language import LANGUAGES
from plant_tools.phrases import Phrases

_WORDS = Phrases("plant_ui.chat.messages", "{language}.yaml")
say = _WORDS.say


def named(language: str, key: str) -> str:
    """Return the message ``key``, or ``key`` itself for a tool or station that has no name for people yet."""
    return str(_WORDS.of(language).get(key, key))


def count(language: str, things: str, n: int) -> str:
    """Return "1 page" or "3 pages" in ``language``."""
    forms = _WORDS.of(language)[things]
    return str(forms["one" if n == 1 else "other"]).format(n=n)


def script_words() -> dict[str, dict[str, str]]:
    """Return what the scripts of the page say, by language."""
    return {language: dict(_WORDS.of(language)["scripts"]) for language in LANGUAGES}


def chainlit_words(language: str) -> dict[str, Any]:
    """Return the texts of Chainlit's own that are said differently here, nested as in its translation files."""
    words: dict[str, Any] = _WORDS.of(language)["chainlit"]
    return words
