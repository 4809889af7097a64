"""The words of printed procedures in the four languages; English for any other."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

SPOKEN = ("en", "de", "zh-Hans", "zh-Hant")


def word(language: str, key: str, /, **values: object) -> str:
    """Return a phrase in ``language``, its values filled in."""
    said = _words()[key]
    return str(said.get(language, said["en"])).format(**values)


def signal_word(language: str, rank: int) -> str:
    """Return the signal word of a rank, 0 (danger) to 3 (notice)."""
    said = _words()["signal"]
    return str(said.get(language, said["en"])[rank])


@cache
def _words() -> Mapping[str, Mapping[str, Any]]:
    file = resources.files("plant_tools.sop") / "sheet_words.yaml"
    read: Mapping[str, Mapping[str, Any]] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return read
