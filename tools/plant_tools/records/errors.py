"""The errors of the records.

PlantError
├── RecordsUnreadable           a file that cannot be taken for records at all; names the file and what to do
├── MappingInvalid              a mapping that names columns or fields that are not there
├── UnknownDataset              a data set that has not been loaded
├── RightsInvalid               rights or a site that nothing can have
└── RecordsOutOfReach           the database cannot be opened, read or written
"""

from __future__ import annotations

from plant_knowledge_ingest.errors import PlantError


class RecordsUnreadable(PlantError):
    """A file that cannot be taken for records at all."""


class MappingInvalid(PlantError):
    """A mapping that names columns or fields that are not there."""


class UnknownDataset(PlantError):
    """A data set that has not been loaded."""


class RightsInvalid(PlantError):
    """Rights or a site that nothing can have."""


class RecordsOutOfReach(PlantError):
    """The database cannot be opened, read or written."""
