"""The words for figures and records, in the four languages, one YAML file each."""

from __future__ import annotations

from plant_tools.phrases import Phrases

phrases = Phrases("plant_agents.telling", "{language}.yaml").of


def field_name(language: str, field: str) -> str:
    """Return what people call a field; a column of the plant's own keeps its heading."""
    return str(phrases(language)["fields"].get(field, field))
