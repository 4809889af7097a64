"""What goes wrong with events.

PlantError
├── EventInvalid                a field that cannot be
├── EventRefused                not signed as it should be
├── UnknownEvent                there is no event of that number
├── RoutesInvalid               events.yaml cannot be read
└── EventsOutOfReach            the file of events cannot be written
"""

from __future__ import annotations

from plant_knowledge_ingest.errors import PlantError


class EventInvalid(PlantError):
    """A field of an event that cannot be."""


class EventRefused(PlantError):
    """A signature that is missing, forged, or of another time."""


class UnknownEvent(PlantError):
    """There is no event of that number, or none that the asker may see."""


class RoutesInvalid(PlantError):
    """The file that says where events go cannot be read."""


class EventsOutOfReach(PlantError):
    """The file of events cannot be opened, read or written."""
