"""The machine selections of a running server, as a part of ``RemoteCopilot``."""

from __future__ import annotations

from typing import Any

from plant_ui.remote_calls import Calls

Json = dict[str, Any]


class RemoteSelections(Calls):
    """Selections made and kept by a server."""

    def select(self, brief: Json) -> Json:
        """Select machines."""
        return self._call("POST", "/api/selections", {"brief": brief})

    def select_what_if(self, text: str, number: int = 0) -> Json:
        """Select again with something changed."""
        return self._call("POST", f"/api/selections/{number}/what-if", {"text": text})

    def selection(self, number: int = 0) -> Json:
        """Return a kept selection."""
        return self._call("GET", f"/api/selections/{number}")
