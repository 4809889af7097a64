"""What only the bot in Teams says, in the four languages."""

from __future__ import annotations

from plant_tools.phrases import Phrases

say = Phrases("plant_ui.teams", "words.yaml").say
