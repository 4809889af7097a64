"""The investigations of a running server, as a part of ``RemoteCopilot``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from plant_ui.remote_calls import Calls

Json = dict[str, Any]


class RemoteInvestigations(Calls):
    """Investigations led by a server, with their pictures and reports."""

    def investigation(self, step: str, number: int = 0, fields: Mapping[str, Any] | None = None) -> Json:
        """Begin, list, show, draw or answer investigations; see ``Investigations.step``."""
        if step in {"list", "show"}:
            return self._call("GET", f"/api/investigations/{number}" if number else "/api/investigations")
        asked = dict(fields or {})
        if step == "diagram":
            place = f"/api/investigations/{number}/diagrams/{_quoted(asked.pop('name'))}"
            return self._call("GET", f"{place}?{urlencode(asked, doseq=True)}")
        path = {"begin": "", "fault-tree": "/fault-tree"}.get(step, f"/{number}/{_quoted(step)}")
        return self._call("POST", f"/api/investigations{path}", asked)

    def investigation_file(self, number: int, name: str) -> bytes:
        """Return a picture or report of an investigation: "fishbone.svg", "8d.docx"."""
        report = "" if name.endswith(".svg") else "report/"
        with self._request("GET", f"/api/investigations/{number}/{report}{_quoted(name)}") as response:
            return response.read()


def _quoted(name: str) -> str:
    return quote(name, safe="", errors="replace")
