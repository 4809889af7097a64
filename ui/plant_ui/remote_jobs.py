"""The jobs of a running server, for the command line: listed, and what one left unread tried again."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from plant_ui.remote_calls import Calls

if TYPE_CHECKING:
    from plant_knowledge_ingest.ingestion import Progress

Json = dict[str, Any]


class RemoteJobs(Calls):
    """The part of the remote copilot that has to do with jobs."""

    @abstractmethod
    def _followed(self, job: Json, on_progress: Callable[[Progress], None] | None) -> Json:
        """Return what ``job`` reports in the end."""

    def jobs(self) -> Json:
        """List the jobs that the server remembers, the latest first."""
        return self._call("GET", "/api/jobs")

    def retry(self, job: str, *, on_progress: Callable[[Progress], None] | None = None) -> Json:
        """Let the server bring in again what an ingestion did not read; return the report. Raises ``WrongUse``."""
        return self._followed(self._call("POST", f"/api/jobs/{quote(job, safe='')}/retry"), on_progress)


def left_unread(job: Json) -> list[str]:
    """Return the files that a job did not read: those it names, or all of them where it came to no end.

    >>> left_unread({"report": None, "problem": {"status": 507}, "paths": ["a.pdf"]})
    ['a.pdf']
    """
    if job["report"] is None:
        return list(job["paths"]) if job["problem"] else []
    failed = job["report"].get("failed", [])
    return list(dict.fromkeys(one["path"] for one in failed if one["page"] is None))
