"""What procedures say by themselves, in the four languages, one YAML file each; English for any other."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

SPOKEN = ("en", "de", "zh-Hans", "zh-Hant")


def say(language: str, key: str, /, **words: object) -> str:
    """Return the phrase ``key`` in ``language`` with ``words`` filled in."""
    return phrases(language)[key].format(**words)


def spoken(language: str) -> str:
    """Return the language that is spoken for ``language``: one of the four."""
    if language.startswith("zh"):
        return "zh-Hant" if language in {"zh-Hant", "zh-TW", "zh-HK"} else "zh-Hans"
    return language if language in SPOKEN else "en"


@cache
def phrases(language: str) -> dict[str, str]:
    """Return all phrases of a language by their keys, with {words} to be filled in."""
    file = resources.files("plant_tools.sop") / "messages" / f"{spoken(language)}.yaml"
    read: dict[str, str] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {str(name): str(text) for name, text in read.items()}
