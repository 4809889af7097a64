"""A word that is no answer to what a step asks, said in the language of whoever does it."""

from __future__ import annotations

from plant_tools.sop.doing.phrases import say
from plant_tools.sop.errors import SopRefused


class NotTaken(SopRefused):
    """A word that changes nothing. ``key``: ended, stopped, first, warning, word, value or unit."""

    def __init__(self, key: str, /, language: str = "en", **values: str) -> None:
        super().__init__(say(language, f"no.{key}", **values), remedy=say(language, f"do.{key}", **values))
        self._key, self._values = key, values

    def spoken(self, language: str) -> NotTaken:
        """Return the same in another language."""
        return NotTaken(self._key, language, **self._values)
