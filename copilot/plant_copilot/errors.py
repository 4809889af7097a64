"""Errors of the copilot as a whole.

PlantError
└── WrongUse                    arguments that cannot be what was meant
    └── BadSetting              a setting has a value it cannot have
"""

from __future__ import annotations

from plant_knowledge_ingest.errors import PlantError


class WrongUse(PlantError):
    """Arguments that cannot be what was meant."""


class BadSetting(WrongUse):
    """A setting has a value it cannot have."""
