"""A server that keeps up with a folder, through its own jobs: so that only one ingestion runs at a time."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

from plant_copilot.copilot import Copilot
from plant_copilot.keeping_up import KeepingUp
from plant_ui.api.jobs import Jobs
from plant_ui.errors import ServerRefused, Stopping

Json = dict[str, Any]
_LOG = logging.getLogger(__name__)


class _ByJobs:
    """A copilot whose ingestions are jobs of the server."""

    def __init__(self, copilot: Copilot, jobs: Jobs) -> None:
        self._copilot = copilot
        self._jobs = jobs

    def ingest(self, paths: Sequence[str | Path]) -> Json:
        """Bring files in. Raises ``AlreadyIngesting``, ``ServerRefused``, ``Stopping``."""
        job = self._jobs.start([str(path) for path in paths])
        for state in self._jobs.follow(job.id):
            job = state
        if job.problem:
            raise ServerRefused(job.problem["detail"], remedy=job.problem["remedy"])
        if job.report is None:
            raise Stopping("The server was stopped while it read the folder it watches.")
        return job.report

    def documents(self) -> Json:
        """List the documents."""
        return self._copilot.documents()

    def forget(self, document: str, *, revision: str | None = None) -> Json:
        """Remove a document."""
        return self._copilot.forget(document, revision=revision)


@contextmanager
def keeping_up(folder: Path | None, copilot: Copilot, jobs: Jobs) -> Iterator[None]:
    """Keep up with ``folder``, if there is one to be watched, until the block ends."""
    if folder is None:
        yield
        return
    stop = Event()
    watch = KeepingUp(_ByJobs(copilot, jobs), folder, _log)
    thread = Thread(target=watch.run, args=(stop,), name="watch")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _log(change: Json) -> None:
    if change["event"] == "ingested":
        report = change["report"]
        _LOG.info("%d documents came in from the watched folder", report["documents"])
        for failure in report["failed"]:
            page = f", page {failure['page']}" if failure["page"] else ""
            _LOG.warning("not read: %s%s: %s", failure["path"], page, failure["reason"])
        for notice in report["notices"]:
            _LOG.info("%s: %s", notice["path"], notice["text"])
    elif change["event"] == "problem":
        _LOG.warning("%s", change["text"])
    else:
        _LOG.info("%s is gone; %r stays in the library until it is forgotten", change["path"], change["document"])
