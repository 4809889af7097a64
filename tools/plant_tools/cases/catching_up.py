"""Keeps the index of order texts up to date with the records, in the background of the questions.

Nothing waits for it longer than it has patience: a question is answered from what the index has by then. What was
taken in stays when the process ends, and the next one goes on from there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from plant_knowledge_ingest.errors import PlantError
from plant_tools.cases.gathering import gather
from plant_tools.cases.ledger import Coverage, Ledger
from plant_tools.cases.spoken import of_orders
from plant_tools.cases.texts import indexed

if TYPE_CHECKING:
    from plant_knowledge_ingest.glossary import Glossary
    from plant_knowledge_ingest.library import Library
    from plant_knowledge_ingest.likeness.protocol import TextIndex
    from plant_tools.records.store import Store

_AT_ONCE = 128
_log = logging.getLogger(__name__)


class CatchingUp:
    """Ledger and index of one home under ``folder``, opened when first needed."""

    def __init__(self, library: Library, open_store: Callable[[], Store], folder: Path) -> None:
        self._library, self._open_store, self._folder = library, open_store, folder
        self._opening, self._starting = Lock(), Lock()
        self._ledger: Ledger | None = None
        self._index: tuple[str, TextIndex] | None = None
        self._worker: Thread | None = None
        self._ending = Event()
        self._failed: PlantError | None = None

    @property
    def ledger(self) -> Ledger:
        """Which texts there are."""
        with self._opening:
            if self._ledger is None:
                self._ledger = Ledger(self._folder / "cases.sqlite")
            return self._ledger

    @property
    def index(self) -> TextIndex:
        """The texts by meaning, with vectors of the embedder that the library answers with. Raises ``IndexBusy``."""
        from plant_knowledge_ingest.likeness.edge import EdgeTexts

        with self._library.embedding() as embedder:
            fingerprint, size = f"{embedder.fingerprint}-{of_orders(self._library.glossary).fingerprint}", embedder.size
        ledger = self.ledger
        with self._opening:
            if self._index and self._index[0] == fingerprint:
                return self._index[1]
            if self._index:
                self._index[1].close()
            folder = self._folder / "index"
            if not (folder / fingerprint).exists():
                ledger.start_again()
            self._index = fingerprint, EdgeTexts(folder, size=size, fingerprint=fingerprint)
            return self._index[1]

    def run(self, patience: float | None) -> Coverage:
        """Take in what is new for up to ``patience`` seconds, None for as long as it takes; the rest goes on behind.

        Raises what kept it from going on, such as ``RecordsOutOfReach`` or ``LibraryWriteFailed``.
        """
        with self._starting:
            if self._worker is None or not self._worker.is_alive():
                self._failed = None
                self._worker = Thread(target=self._work, name="order texts", daemon=True)
                self._worker.start()
            worker = self._worker
        worker.join(patience)
        if self._failed and not worker.is_alive():
            raise self._failed
        return self.ledger.coverage()

    def _work(self) -> None:
        try:
            ledger, index = self.ledger, self.index
            if gather(self._open_store(), ledger):
                unsaid = ledger.unsaid()
                index.delete(unsaid)
                ledger.drop(unsaid)
            while not self._ending.is_set() and self._take(ledger, index, of_orders(self._library.glossary)):
                pass
        except PlantError as error:
            _log.warning("past orders could not be read: %s", error)
            self._failed = error

    def _take(self, ledger: Ledger, index: TextIndex, glossary: Glossary) -> int:
        """Take in some of the texts that wait and return how many they were."""
        waiting = {text.id: text for text in ledger.waiting(_AT_ONCE)}
        new = [waiting[key] for key in index.missing(list(waiting))] if waiting else []
        if new:
            with self._library.embedding() as embedder:
                encoded = embedder.passages([text.encodable() for text in new])
            index.add([indexed(text, one, glossary) for text, one in zip(new, encoded, strict=True)])
            index.flush()
        ledger.took(list(waiting))
        return len(waiting)

    def close(self) -> None:
        """Stop after the texts at hand and release the files."""
        self._ending.set()
        if self._worker:
            self._worker.join()
        with self._opening:
            if self._index:
                self._index[1].close()
            if self._ledger:
                self._ledger.close()
            self._index = self._ledger = None
        self._ending.clear()
