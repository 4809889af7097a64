"""The words of first lines, in the four languages, one YAML file each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def phrases(language: str) -> Mapping[str, Any]:
    """Return the phrases of ``language``."""
    file = resources.files("plant_agents.first_line") / f"{language}.yaml"
    read: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return read
