"""What the chat itself says, in the four languages, one YAML file each."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


def say(language: str, key: str, /, **values: object) -> str:
    """Return the message ``key`` in ``language`` with ``values`` filled in."""
    return str(_catalogue(language)[key]).format(**values)


def named(language: str, key: str) -> str:
    """Return the message ``key``, or ``key`` itself for a tool or station that has no name for people yet."""
    return str(_catalogue(language).get(key, key))


def count(language: str, things: str, n: int) -> str:
    """Return "1 page" or "3 pages" in ``language``."""
    forms = _catalogue(language)[things]
    return str(forms["one" if n == 1 else "other"]).format(n=n)


def chainlit_words(language: str) -> dict[str, Any]:
    """Return the texts of Chainlit's own that are said differently here, nested as in its translation files."""
    words: dict[str, Any] = _catalogue(language)["chainlit"]
    return words


@cache
def _catalogue(language: str) -> dict[str, Any]:
    text = (Path(__file__).parent / f"{language}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded
