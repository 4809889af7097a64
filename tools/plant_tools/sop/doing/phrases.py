"""What step mode says, in the four languages; English for any other."""

from __future__ import annotations

from plant_tools.phrases import Phrases

say = Phrases("plant_tools.sop.doing", "words.yaml").say
