"""Ingestion as a job: one at a time, in a thread of its own, with its progress to be followed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context  # the audit log is told who began it
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from threading import Condition, Event
from typing import Any, Literal

from plant_copilot.copilot import Copilot
from plant_copilot.engines import engine_of
from plant_copilot.errors import WrongUse
from plant_knowledge_ingest.errors import PlantError
from plant_knowledge_ingest.ingestion import Progress
from plant_ui.api.problems import problem, unexpected
from plant_ui.errors import AlreadyIngesting, Stopping, UnknownJob

_KEPT = 50
# A follower of a job that says nothing looks this often whether the server is going down.
_LOOK = 0.5


@dataclass(frozen=True, slots=True)
class Job:
    """An ingestion or reindexing: ``progress`` while it runs, then ``report``, or the ``problem`` that ended it.

    ``began`` is an ISO time, ``paths`` what an ingestion was asked to bring in.
    """

    id: str
    state: Literal["running", "done", "failed"] = "running"
    progress: dict[str, Any] | None = None
    report: dict[str, Any] | None = None
    problem: dict[str, Any] | None = None
    began: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    paths: tuple[str, ...] = ()


class Jobs:
    """The ingestions of one server. Safe to share between threads."""

    def __init__(self, copilot: Copilot) -> None:
        self._copilot = copilot
        self._jobs: dict[str, Job] = {}
        self._changed = Condition()
        self._stopping = Event()
        self._worker = ThreadPoolExecutor(1, "ingestion")
        self._beside: set[str] = set()
        self._described: dict[str, Mapping[str, Any] | None] = {}
        self._solver = ThreadPoolExecutor(1, "layout")

    def start(
        self,
        paths: Sequence[str],
        described: Mapping[str, Any] | None = None,
        *,
        engine: str = "local",
        workers: int = 0,
    ) -> Job:
        """Begin an ingestion. Raises ``AlreadyIngesting``, and ``WrongUse`` for an engine that there is not."""
        engine_of(self._copilot.settings, engine, workers)
        work = partial(self._copilot.ingest, paths, described=described, engine=engine, workers=workers)
        return self.begin(work, paths, described)

    def retry(self, name: str) -> Job:
        """Begin to bring in again what an ingestion did not read, described as it was.

        Raises ``UnknownJob``, ``WrongUse``, ``AlreadyIngesting``.
        """
        job = self.get(name)
        unread = [failed["path"] for failed in (job.report or {}).get("failed", []) if failed["page"] is None]
        again = list(dict.fromkeys(unread)) if job.report else list(job.paths if job.problem else ())
        if not again:
            raise WrongUse(
                f"Job {name} left no file unread.", remedy="Pages that were not read are read again by a reindexing."
            )
        return self.start(again, self._described.get(name))

    def begin(
        self,
        work: Callable[..., dict[str, Any]],
        paths: Sequence[str] = (),
        described: Mapping[str, Any] | None = None,
    ) -> Job:
        """Begin ``work``, which changes the library and takes ``on_progress``. Raises ``AlreadyIngesting``."""
        with self._changed:
            self.refuse_while_running()
            job = Job(secrets.token_hex(4), paths=tuple(paths))
            self._jobs[job.id], self._described[job.id] = job, described
            for old in list(self._jobs)[:-_KEPT]:
                del self._jobs[old]
                self._described.pop(old, None)
        future = self._worker.submit(
            copy_context().run, partial(work, on_progress=lambda step: self._advance(job.id, step))
        )
        future.add_done_callback(lambda done: self._end(job.id, done))
        return job

    def begin_beside(self, work: Callable[..., dict[str, Any]]) -> Job:
        """Begin ``work``, which leaves the library as it is and takes ``on_progress``; one of these at a time."""
        with self._changed:
            job = Job(secrets.token_hex(4))
            self._jobs[job.id] = job
            self._beside.add(job.id)
        future = self._solver.submit(
            copy_context().run, partial(work, on_progress=lambda step: self._advance(job.id, step))
        )
        future.add_done_callback(lambda done: self._end(job.id, done))
        return job

    def refuse_while_running(self) -> None:
        """Raise ``AlreadyIngesting`` if the library is being changed."""
        changing = (job for job in self._jobs.values() if job.id not in self._beside)
        running = next((job.id for job in changing if job.state == "running"), None)
        if running:
            raise AlreadyIngesting(
                f"The library is already taking in documents (job {running}).",
                remedy="Wait until that is done; questions are answered meanwhile.",
            )

    def running(self) -> int:
        """Return how many jobs run, or wait for their turn."""
        with self._changed:
            return sum(job.state == "running" for job in self._jobs.values())

    def listed(self) -> list[Job]:
        """Return the jobs that this server remembers, the latest first."""
        with self._changed:
            return list(self._jobs.values())[::-1]

    def get(self, name: str) -> Job:
        """Return a job. Raises ``UnknownJob``."""
        job = self._jobs.get(name)
        if job is None:
            raise UnknownJob(
                f"There is no job {name!r}.", remedy="A server that was started again has forgotten its jobs."
            )
        return job

    def follow(self, name: str) -> Iterator[Job]:
        """Yield a job whenever it has moved on, until it has ended or the server goes down."""
        seen: Job | None = None
        while seen is None or (seen.state == "running" and not self._stopping.is_set()):
            with self._changed:
                if self.get(name) is seen:
                    self._changed.wait(_LOOK)
                job = self.get(name)
            if job is not seen:
                yield job
            seen = job

    def stop(self) -> None:
        """Let the running ingestion end after the pages it is at; what it finished stays. Returns at once."""
        self._stopping.set()

    def wait(self) -> None:
        """Return when no ingestion runs any more."""
        for worker in (self._worker, self._solver):
            worker.shutdown(wait=True, cancel_futures=True)

    def _advance(self, name: str, step: Progress) -> None:
        if self._stopping.is_set():
            raise _stopped()
        self._put(replace(self._jobs[name], progress=asdict(step)))

    def _end(self, name: str, done: Future[dict[str, Any]]) -> None:
        error = _stopped() if done.cancelled() else done.exception()
        if error is None:
            self._put(replace(self._jobs[name], state="done", report=done.result()))
        elif isinstance(error, PlantError):
            self._put(replace(self._jobs[name], state="failed", problem=problem(error)))
        else:
            self._put(replace(self._jobs[name], state="failed", problem=unexpected(error)))

    def _put(self, job: Job) -> None:
        with self._changed:
            self._jobs[job.id] = job
            self._changed.notify_all()


def _stopped() -> Stopping:
    return Stopping("The server was stopped meanwhile.", remedy="Run the command again: it goes on where it stopped.")
