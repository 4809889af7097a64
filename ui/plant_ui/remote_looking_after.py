"""What looking after a library takes of a running server, for the command line."""

from __future__ import annotations

from typing import Any

from plant_ui.remote_calls import Calls

Json = dict[str, Any]


class RemoteLookingAfter(Calls):
    """The part of the remote copilot that is for those who look after the library."""

    def unanswered(self, *, days: int = 90, limit: int = 50) -> Json:
        """Return what was asked and nothing on record answers."""
        return self._call("GET", "/api/unanswered", query={"days": str(days), "limit": str(limit)})

    def parity(self) -> Json:
        """Return how even the languages are."""
        return self._call("GET", "/api/parity")
