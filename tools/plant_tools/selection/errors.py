"""The errors of machine selection.

PlantError
├── SelectionUnreadable         a file that no selection can be read from; names file and field
├── SelectionRefused            a selection that would mean nothing, such as comparisons that contradict one another
└── UnknownSelection            no selection of that number is kept
"""

from __future__ import annotations

from plant_knowledge_ingest.errors import PlantError


class SelectionUnreadable(PlantError):
    """A file or field that no selection can be read from."""


class SelectionRefused(PlantError):
    """A selection that would mean nothing."""


class UnknownSelection(PlantError):
    """No selection of that number is kept."""
