"""What stands beside a figure, its formula and what to take care of, in the asker's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plant_agents.telling.phrases import field_name, phrases
from plant_tools.plainly import quantity


def remark_text(language: str, told: Mapping[str, Any]) -> str:
    """Return a remark of the history, {code, values, ...}, in words of ``language``."""
    filled: str = phrases(language)["remarks"][told["code"]].format(**blanks(language, told["values"]))
    return filled


def blanks(language: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Return what fills the blanks of a message: names of fields and kinds of records as people call them."""
    return {name: _blank(language, name, value) for name, value in values.items()}


def _blank(language: str, name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return remark_text(language, value)
    if name in {"field", "fields"}:
        return ", ".join(field_name(language, part) for part in str(value).split(", "))
    named = {"noun": "nouns", "per": "per", "metric": "amounts"}.get(name, "")
    return str(phrases(language)[named][value]) if named else quantity(language, value, "")
