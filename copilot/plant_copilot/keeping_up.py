"""A library that keeps up with a folder: what is new or changed comes in, what is gone is told or taken out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import Any, Protocol

from plant_knowledge_ingest.errors import PlantError
from plant_knowledge_ingest.watching import Watch

Json = dict[str, Any]
Tell = Callable[[Json], None]


class Ingests(Protocol):
    """What is needed of a copilot, here or in a server."""

    def ingest(self, paths: Sequence[str | Path]) -> Json:
        """Bring files into the library."""

    def documents(self) -> Json:
        """List the documents."""

    def forget(self, document: str, *, revision: str | None = None) -> Json:
        """Remove a document."""


class KeepingUp:
    """Keeps the library of ``copilot`` up with ``folder``; ``tell`` is told of every change.

    It is told {event: "ingested", report}, {event: "gone" | "forgotten", document, revision, path}, or
    {event: "problem", text}, after which the same is tried again. ``prune``: what is gone is forgotten.
    """

    def __init__(self, copilot: Ingests, folder: Path, tell: Tell, *, prune: bool = False) -> None:
        self._copilot = copilot
        self._watch = Watch(folder)
        self._tell = tell
        self._prune = prune
        self._told: set[Path] = set()
        self._problem = ""

    def run(self, stop: Event, *, seconds: float = 2.0) -> None:
        """Look every ``seconds`` until ``stop`` is set."""
        while not stop.is_set():
            try:
                self.look()
            except PlantError as error:
                self._tell_once(str(error))
            stop.wait(seconds)

    def look(self) -> None:
        """Look once, and do what there is to do. Raises what the copilot raises; the next look tries again."""
        if files := self._watch.look():
            report = self._copilot.ingest(files)
            self._watch.take(files)
            if report["documents"] or report["failed"] or report["notices"]:
                self._tell({"event": "ingested", "report": report})
            return
        if not self._watch.folder.is_dir() or self._watch.is_empty:
            # A share that is not mounted looks like this; nobody wants its documents forgotten.
            self._tell_once(f"There are no files in {self._watch.folder}: nothing is taken out of the library.")
            return
        self._problem = ""
        listed = {Path(document["path"]): document for document in self._copilot.documents()["documents"]}
        missing = self._watch.missing(listed)
        for path in missing:
            self._gone(path, listed[path])
        self._told &= set(missing)

    def _gone(self, path: Path, document: Json) -> None:
        named = {"document": document["document"], "revision": document["revision"], "path": str(path)}
        if self._prune and self._watch.is_certainly_gone(path):
            self._copilot.forget(named["document"], revision=named["revision"])
            self._tell({"event": "forgotten", **named})
        elif path not in self._told:
            self._tell({"event": "gone", **named})
            self._told.add(path)

    def _tell_once(self, text: str) -> None:
        if text != self._problem:
            self._problem = text
            self._tell({"event": "problem", "text": text})
