"""What looking after a library takes of a running server, for the command line."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from plant_ui.remote_calls import Calls

Json = dict[str, Any]


class RemoteLookingAfter(Calls):
    """The part of the remote copilot that is for those who look after the library."""

    def unanswered(self, *, days: int = 90, limit: int = 50) -> Json:
        """Return what was asked and nothing on record answers."""
        return self._call("GET", "/api/unanswered", query={"days": str(days), "limit": str(limit)})

    def traces(self, *, outcome: str = "", slower: float = 0.0, limit: int = 50) -> Json:
        """List how the latest questions went."""
        return self._call("GET", "/api/traces", query={"outcome": outcome, "slower": str(slower), "limit": str(limit)})

    def trace(self, code: str) -> Json:
        """Say how the question of a support code went."""
        return self._call("GET", f"/api/traces/{quote(code, safe='')}")

    def parity(self) -> Json:
        """Return how even the languages are."""
        return self._call("GET", "/api/parity")
