"""What procedures say by themselves, in the four languages, one YAML file each; English for any other."""

from __future__ import annotations

from collections.abc import Mapping

from plant_tools.phrases import SPOKEN, Phrases

_WORDS = Phrases("plant_tools.sop", "messages/{language}.yaml")


def say(language: str, key: str, /, **words: object) -> str:
    """Return the phrase ``key`` in ``language`` with ``words`` filled in."""
    return phrases(language)[key].format(**words)


def spoken(language: str) -> str:
    """Return the language that is spoken for ``language``: one of the four."""
    if language.startswith("zh"):
        return "zh-Hant" if language in {"zh-Hant", "zh-TW", "zh-HK"} else "zh-Hans"
    return language if language in SPOKEN else "en"


def phrases(language: str) -> Mapping[str, str]:
    """Return all phrases of a language by their keys, with {words} to be filled in."""
    return _WORDS.of(spoken(language))
