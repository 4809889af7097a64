"""On whose behalf measurements look at all records."""

from __future__ import annotations

from plant_tools.records.sight import Upkeep

MEASURING = Upkeep("measuring")
