"""What questions say, in the four languages; English for any other."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml


def say(spoken: str, key: str, /, **values: object) -> str:
    """Return a phrase in the language ``spoken``, its values filled in."""
    said = _words()[key]
    return said.get(spoken, said["en"]).format(**values)


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    file = resources.files("plant_tools.sop.training") / "words.yaml"
    read: Mapping[str, Mapping[str, str]] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return read
