"""Backups through a running server, with the methods of ``plant_copilot.Copilot``."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plant_ui.errors import ServerGone, ServerRefused
from plant_ui.remote_calls import Calls

if TYPE_CHECKING:
    from plant_copilot.backup.facade import BackupProgress

Json = dict[str, Any]

_LOOK = 0.2  # seconds between looks how far it is


class RemoteBackups(Calls):
    """The part of ``RemoteCopilot`` that backs the home up."""

    def backup(self, archive: str | Path, *, on_progress: Callable[[BackupProgress], None] | None = None) -> Json:
        """Let the server write its home into a file; it goes on with it even if this process ends."""
        from plant_copilot.backup.facade import BackupProgress

        job = self._call("POST", "/api/backup", {"archive": str(Path(archive).absolute())})
        while job["state"] == "running":
            time.sleep(_LOOK)
            job = self._call("GET", f"/api/jobs/{job['id']}")
            if on_progress and job["progress"]:
                on_progress(BackupProgress(**job["progress"]))
        if problem := job["problem"]:
            raise ServerRefused(problem["detail"], remedy=problem["remedy"])
        if job["report"] is None:
            raise ServerGone("The server stopped before it was finished.", remedy="Run the command again.")
        return dict(job["report"])

    def verify(self) -> Json:
        """Look whether the server's home is whole."""
        return self._call("GET", "/api/verify")
