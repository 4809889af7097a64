"""The errors of investigations.

PlantError
├── UnknownInvestigation        no investigation has that number
├── InvestigationInvalid        an answer, field or file that nothing can be made of; names it
├── InvestigationClosed         it cannot be answered any more, or somebody else has it in hand
├── InvestigationsOutOfReach    the book of investigations cannot be opened, read or written
└── FaultTreeInvalid            a tree that is none: a circle, a missing event, too many cut sets
"""

from __future__ import annotations

from plant_knowledge_ingest.errors import PlantError


class UnknownInvestigation(PlantError):
    """No investigation has that number."""


class InvestigationInvalid(PlantError):
    """An answer, a field or a file that nothing can be made of."""


class InvestigationClosed(PlantError):
    """An investigation that is finished, was changed since it was looked at, or is in somebody else's hands."""


class InvestigationsOutOfReach(PlantError):
    """The book of investigations cannot be opened, read or written."""


class FaultTreeInvalid(PlantError):
    """A fault tree that is none; the message names the event or the circle."""
