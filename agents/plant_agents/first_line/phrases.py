"""The words of first lines, in the four languages, one YAML file each."""

from __future__ import annotations

from plant_tools.phrases import Phrases

phrases = Phrases("plant_agents.first_line", "{language}.yaml").of
