"""What questions say, in the four languages; English for any other."""

from __future__ import annotations

from plant_tools.phrases import Phrases

say = Phrases("plant_tools.sop.training", "words.yaml").say
