"""Backups and the store of pages through a running server, with the methods of ``plant_copilot.Copilot``."""

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
    """The part of ``RemoteCopilot`` that backs the home up, and says where pages are."""

    def backup(self, archive: str | Path, *, on_progress: Callable[[BackupProgress], None] | None = None) -> Json:
        """Let the server write its home into a file; it goes on with it even if this process ends."""
        return self._ended(self._call("POST", "/api/backup", {"archive": str(Path(archive).absolute())}), on_progress)

    def database(self) -> Json:
        """Say where the server keeps everything that is rows."""
        return self._call("GET", "/api/database")

    def page_store(self) -> Json:
        """Say where the server keeps pages."""
        return self._call("GET", "/api/page-store")

    def move_pages(
        self, *, source: str = "", keep: bool = False, on_progress: Callable[[BackupProgress], None] | None = None
    ) -> Json:
        """Let the server move its pages; it goes on with it even if this process ends."""
        job = self._call("POST", "/api/page-store/move", {"source": source, "keep": keep})
        return self._ended(job, on_progress)

    def _ended(self, job: Json, on_progress: Callable[[BackupProgress], None] | None) -> Json:
        """Return what a job reports in the end."""
        from plant_copilot.backup.facade import BackupProgress

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
