"""What channels say themselves, in the four languages."""

from __future__ import annotations

from plant_tools.phrases import Phrases

say = Phrases("plant_ui.channels", "words.yaml").say
