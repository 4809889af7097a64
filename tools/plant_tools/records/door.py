"""The records of a home, opened when they are first needed."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from plant_knowledge_ingest.shelf import Shelf

if TYPE_CHECKING:
    from plant_tools.records.store import Store


class RecordsDoor:
    """Opens the store at the first call, then gives the same one. Safe to share between threads.

    ``url`` is the database's; "" for where the other books of the plant stand.
    """

    def __init__(self, shelf: Shelf, url: str = "") -> None:
        self.shelf = shelf
        self._url = url
        self._opening = Lock()
        self._store: Store | None = None

    def __call__(self) -> Store:
        """Return the store. Raises ``RecordsOutOfReach``."""
        with self._opening:
            if self._store is None:
                from plant_tools.records.store import Store

                url = self._url or self.shelf.address
                self._store = Store(url) if url else Store.in_home(self.home)
            return self._store

    @property
    def home(self) -> Path:
        """The home of the plant."""
        return self.shelf.home

    @property
    def is_there(self) -> bool:
        """Whether there is anything to open: a database of the plant, or the file of the home."""
        return bool(self._url or self.shelf.url) or (self.home / "records" / "records.sqlite").is_file()

    def close(self) -> None:
        """Close the store, if it was opened."""
        with self._opening:
            if self._store is not None:
                self._store.close()
                self._store = None
