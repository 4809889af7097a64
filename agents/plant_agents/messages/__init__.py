"""What the copilot itself says, in the four languages, one YAML file each."""

from __future__ import annotations

from plant_tools.phrases import Phrases

say = Phrases("plant_agents.messages", "{language}.yaml").say
