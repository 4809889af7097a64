"""The words for figures and records, in the four languages, one YAML file each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def phrases(language: str) -> Mapping[str, Any]:
    """Return the phrases of ``language``."""
    file = resources.files("plant_agents.telling") / f"{language}.yaml"
    read: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return read


def field_name(language: str, field: str) -> str:
    """Return what people call a field; a column of the plant's own keeps its heading."""
    return str(phrases(language)["fields"].get(field, field))
