"""The errors of layouts.

PlantError
├── LayoutUnreadable            a file that no plant can be read from; names file, sheet, row or field
├── LayoutImpossible            no layout can exist; names what contradicts what
└── UnknownLayout               no layout of that number is kept
"""

from __future__ import annotations

from collections.abc import Sequence

from plant_knowledge_ingest.errors import PlantError


class LayoutUnreadable(PlantError):
    """A file or field that no plant can be read from."""


class LayoutImpossible(PlantError):
    """No layout can exist. ``conflict`` names the smallest set of things that contradict one another."""

    def __init__(self, message: str, *, conflict: Sequence[str] = (), remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.conflict = tuple(conflict)


class UnknownLayout(PlantError):
    """No layout of that number is kept."""
