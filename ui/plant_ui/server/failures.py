"""Why a server cannot be started or found.

PlantError
├── PortTaken                   another program listens on the port
├── ServerRuns                  a server already runs on this home
└── ServerSilent                the server of this home is there but does not answer
"""

from __future__ import annotations

from plant_knowledge_ingest.errors import PlantError


class PortTaken(PlantError):
    """Another program listens on the port, or the address is not this machine's."""


class ServerRuns(PlantError):
    """A server already runs on this home."""


class ServerSilent(PlantError):
    """The server of this home is there but does not answer."""
