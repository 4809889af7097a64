"""What the copilot itself says, in the four languages, one YAML file each."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml


def say(language: str, key: str, /, **values: object) -> str:
    """Return the message ``key`` in ``language`` with ``values`` filled in."""
    return str(_catalogue(language)[key]).format(**values)


@cache
def _catalogue(language: str) -> dict[str, str]:
    text = (Path(__file__).parent / f"{language}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, str] = yaml.safe_load(text)
    return loaded
