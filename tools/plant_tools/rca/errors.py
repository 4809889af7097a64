"""The errors of the score.

PlantError
├── UnknownRanking      no ranking has that number
└── RankingDecided      its cause has been confirmed already
"""

from __future__ import annotations

from plant_knowledge_ingest.errors import PlantError


class UnknownRanking(PlantError):
    """No ranking has that number."""


class RankingDecided(PlantError):
    """A cause was confirmed already, and another one than is confirmed now."""
