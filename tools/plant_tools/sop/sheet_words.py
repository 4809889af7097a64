"""The words of printed procedures in the four languages; English for any other."""

from __future__ import annotations

from plant_tools.phrases import SPOKEN, Phrases

__all__ = ["SPOKEN", "signal_word", "word"]

_WORDS = Phrases("plant_tools.sop", "sheet_words.yaml")
word = _WORDS.say


def signal_word(language: str, rank: int) -> str:
    """Return the signal word of a rank, 0 (danger) to 3 (notice)."""
    return str(_WORDS.of(language)["signal"][rank])
