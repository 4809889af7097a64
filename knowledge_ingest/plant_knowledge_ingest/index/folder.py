"""Where the embedded indexes of a library lie: a folder for each, under one."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Protocol

from plant_knowledge_ingest.index.edge import EdgeIndex
from plant_knowledge_ingest.index.protocol import Index
from plant_knowledge_ingest.index.room import require_room, taken


class Place(Protocol):
    """Keeps indexes by name."""

    def open(self, name: str, *, size: int, fingerprint: str) -> Index:
        """Open the index ``name``, made empty if need be, for vectors of ``size`` made by ``fingerprint``."""

    def has(self, name: str) -> bool:
        """Tell whether there may be an index ``name``; a server is asked when it is opened."""

    def require_room(self, name: str) -> None:
        """Raise ``LibraryWriteFailed`` unless there is room for another index like ``name``."""

    def remove_all_but(self, name: str) -> None:
        """Remove every other index of the library; none of them is open."""


class IndexFolder:
    """The Place on this machine's disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, name: str, *, size: int, fingerprint: str) -> Index:
        """See Place. Raises ``IndexBusy``, ``IndexMismatch``, ``LibraryWriteFailed``."""
        return EdgeIndex(self._folder / name, size=size, fingerprint=fingerprint)

    def has(self, name: str) -> bool:
        """See Place."""
        return (self._folder / name).is_dir()

    def require_room(self, name: str) -> None:
        """See Place."""
        require_room(self._folder, taken(self._folder / name))

    def remove_all_but(self, name: str) -> None:
        """See Place."""
        for folder in self._folder.iterdir():
            if folder.name != name:
                shutil.rmtree(folder, ignore_errors=True)
