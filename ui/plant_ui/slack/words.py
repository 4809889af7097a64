"""What only Slack says, in the four languages."""

from __future__ import annotations

from plant_tools.phrases import Phrases

say = Phrases("plant_ui.slack", "words.yaml").say
