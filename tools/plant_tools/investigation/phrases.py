"""What investigations say, in the four languages, one YAML file each; English for any other."""

from __future__ import annotations

from plant_tools.phrases import Phrases

say = Phrases("plant_tools.investigation", "messages/{language}.yaml").say
