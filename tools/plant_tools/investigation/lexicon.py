"""What the words of a cause say: how near a person must come to check it, and which arm of the fishbone it is of."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import yaml

ARMS = ("man", "machine", "material", "method", "measurement", "environment")
"""The six M of Ishikawa; environment stands for "milieu"."""

MINUTES = {"look": 2, "measure": 10, "hands_on": 30}
"""What a check takes, in minutes, where nobody says otherwise: an assumption, shown with it."""

# The more telling list decides where several match.
_ARMS_IN_TURN = ("man", "measurement", "machine", "material", "environment", "method")
_LETTER = "a-zäöüß"


def touch_of(text: str) -> str:
    """Return "look", "measure", or "hands_on", which is what everything counts as that is not known to be less."""
    return next((kind for kind in ("measure", "look") if _pattern(kind).search(text.lower())), "hands_on")


def arm_of(text: str) -> str:
    """Return one of ``ARMS``, by the most words that match; "" where none does."""
    found = {arm: len(set(_pattern(arm).findall(text.lower()))) for arm in _ARMS_IN_TURN}
    best = max(found, key=lambda arm: found[arm])
    return best if found[best] else ""


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(_word(str(word).lower()) for word in sorted(_lists()[name], key=lambda w: -len(str(w)))))


def _word(word: str) -> str:
    if not word[0].isalpha() or word[0] >= "\u0370":
        return re.escape(word)
    whole = re.escape(word.rstrip("*")) + (
        f"[{_LETTER}]*" if word.endswith("*") else f"(?:s|es|e|en|n)?(?![{_LETTER}])"
    )
    return f"(?<![{_LETTER}]){whole}"


@cache
def _lists() -> dict[str, list[str]]:
    file = resources.files("plant_tools.investigation") / "lexicon.yaml"
    read: dict[str, list[str]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return read
