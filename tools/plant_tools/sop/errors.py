"""The errors of standard operating procedures.

PlantError
├── UnknownSop                  no procedure, or no version of it, has that name
├── SopInvalid                  content, an energy sheet or a request that cannot be used; names the field
└── SopRefused                  the state it is in, its lint or its roles do not allow it
"""

from __future__ import annotations

from plant_knowledge_ingest.errors import PlantError


class UnknownSop(PlantError):
    """No procedure, or no version of it, has that name."""


class SopInvalid(PlantError):
    """Content, an energy sheet or a request that cannot be used."""


class SopRefused(PlantError):
    """The state of a procedure, its lint or its roles do not allow what was asked."""
