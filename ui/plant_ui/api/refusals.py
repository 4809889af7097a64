"""What the HTTP API refuses by itself.

PlantError
├── AlreadyIngesting            one ingestion at a time
├── NotFromHere                 changes are made on the server's own machine only
├── Stopping                    the server is going down
└── UnknownJob                  no ingestion of that name
"""

from __future__ import annotations

from plant_knowledge_ingest.errors import PlantError


class AlreadyIngesting(PlantError):
    """The library is being changed by an ingestion."""


class NotFromHere(PlantError):
    """Somebody on another machine asked for a change."""


class Stopping(PlantError):
    """The server is going down; what was finished stays."""


class UnknownJob(PlantError):
    """There is no ingestion of that name."""
