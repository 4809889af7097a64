"""What investigations say, in the four languages, one YAML file each; English for any other."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

SPOKEN = ("en", "de", "zh-Hans", "zh-Hant")


def say(language: str, key: str, /, **words: object) -> str:
    """Return the phrase ``key`` in ``language`` with ``words`` filled in."""
    return _phrases(language if language in SPOKEN else "en")[key].format(**words)


@cache
def _phrases(language: str) -> dict[str, str]:
    file = resources.files("plant_tools.investigation") / "messages" / f"{language}.yaml"
    read: dict[str, str] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {str(name): str(text) for name, text in read.items()}
