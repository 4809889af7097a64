"""The procedures of a running server, as a part of ``RemoteCopilot``."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from plant_ui.remote_feedback import RemoteFeedback

Json = dict[str, Any]


class RemoteSops(RemoteFeedback):
    """Procedures drafted, kept, printed, done and taught by a server."""

    def sop(self, step: str, sop: str = "", fields: Mapping[str, Any] | None = None) -> Json:
        """Draft, list, show, change or approve procedures; see ``Sops.step``."""
        given = dict(fields or {})
        looks = {
            "list": "/api/sops",
            "show": f"/api/sops/{_quoted(sop)}",
            "diff": f"/api/sops/{_quoted(sop)}/diff",
            "energies": "/api/sops/energies",
            "energy-form": "/api/sops/energies/form",
        }
        if step in looks:
            return self._call("GET", looks[step], query={name: str(value) for name, value in given.items() if value})
        path = {"draft": "", "load-energies": "/energies", "keep-up": "/keep-up"}.get(step)
        path = f"/{_quoted(sop)}/{_quoted(step)}" if path is None else path
        return self._call("POST", f"/api/sops{path}", given)

    def sop_step(self, step: str, of: str = "", fields: Mapping[str, Any] | None = None) -> Json:
        """Take a step with a procedure or a run; see ``SopWork.step``."""
        return self._call(*_sop_call(step, of, dict(fields or {})))

    def sop_photo(self, run: int, picture: bytes, *, by: str = "") -> Json:
        """Add a photo to a run."""
        return self._call("POST", f"/api/sop-runs/{run}/photos", {"picture": _encoded(picture), "by": by})

    def sop_file(self, sop: str, form: str, fields: Mapping[str, Any] | None = None) -> bytes:
        """Return a procedure as pdf or docx."""
        query = urlencode(
            {name: str(value).lower() if value is True else value for name, value in (fields or {}).items() if value}
        )
        with self._request("GET", f"/api/sops/{_quoted(sop)}/file.{_quoted(form)}?{query}") as response:
            return response.read()

    def sop_import(self, file: Path, fields: Mapping[str, Any] | None = None) -> Json:
        """Bring a procedure in from a file."""
        return self._call(
            "POST", "/api/sops/import", {"name": file.name, "content": _encoded(file.read_bytes()), **(fields or {})}
        )


def _sop_call(step: str, of: str, given: Json) -> tuple[str, str, Json | None]:
    """Return method, path and body of a step."""
    at = _quoted(of)
    looks = {
        "run": f"/api/sop-runs/{at}",
        "runs": "/api/sop-runs",
        "cards": f"/api/sops/{at}/cards",
        "quiz": f"/api/sops/{at}/quiz",
        "learnt": "/api/sop-answers",
    }
    if step in looks:
        query = urlencode({name: str(value) for name, value in given.items() if value})
        return "GET", f"{looks[step]}?{query}" if query else looks[step], None
    if step == "begin":
        return "POST", "/api/sop-runs", {"sop": of, **given}
    path = f"/api/sop-answers/{at}" if step == "answer-question" else f"/api/sop-runs/{at}/{_quoted(step)}"
    return "POST", path, given


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _quoted(name: str) -> str:
    return quote(name, safe="", errors="replace")
