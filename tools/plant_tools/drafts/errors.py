"""The errors of drafts.

PlantError
├── UnknownDraft                no draft has that number
├── DraftInvalid                a text or a field that no draft can be made of
└── DraftDecided                it cannot be changed or decided any more, or was changed in the meantime
"""

from __future__ import annotations

from plant_knowledge_ingest.errors import PlantError


class UnknownDraft(PlantError):
    """No draft has that number."""


class DraftInvalid(PlantError):
    """A text or a field that no draft can be made of."""


class DraftDecided(PlantError):
    """A draft that cannot be changed or decided any more, or that was changed since it was looked at."""
