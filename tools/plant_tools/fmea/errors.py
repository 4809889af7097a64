"""The errors of FMEA sheets.

PlantError
├── FmeaInvalid         a sheet or a table of priorities that nothing can be made of; names file, column or row
└── UnknownFmea         no such sheet is loaded
"""

from __future__ import annotations

from plant_knowledge_ingest.errors import PlantError


class FmeaInvalid(PlantError):
    """A sheet, or a table of priorities, that nothing can be made of."""


class UnknownFmea(PlantError):
    """No such sheet is loaded."""
