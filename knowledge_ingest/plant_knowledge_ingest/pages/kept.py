"""Copies of PDFs that are kept elsewhere, so that a page is drawn from this machine's disk; so many bytes at most."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

from plant_knowledge_ingest.errors import LibraryWriteFailed, PagesRefused
from plant_knowledge_ingest.pages.folder import PagesInFolder
from plant_knowledge_ingest.pages.proof import promised, written


class KeptPages:
    """A folder of copies. What was asked for longest ago gives way; ``most`` is in bytes.

    A copy that was asked for less than ``at_hand`` seconds ago stays, however full the folder is: it is about to be
    opened.
    """

    def __init__(self, folder: Path, most: int, at_hand: float = 60.0) -> None:
        self._folder = folder
        self._files = PagesInFolder(folder)
        self._most, self._at_hand = most, at_hand

    def find(self, name: str) -> Path | None:
        """Return a copy that is here."""
        file = self._folder / name
        try:
            os.utime(file)
        except FileNotFoundError:
            return None
        return file

    def put(self, name: str, content: Path | bytes) -> Path:
        """Keep a copy of what is about to be stored. Raises ``LibraryWriteFailed``, ``UnreadableDocument``."""
        kept = self._files.put(name, content)
        self._make_room()
        return kept

    def bring(self, name: str, blocks: Iterable[bytes], where: str) -> Path:
        """Keep what a store sends. Raises ``PagesRefused`` where it is not what the name promises."""
        file = self._folder / name
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            partial = self._files.partial()
            try:
                if written(blocks, partial) != promised(name):
                    raise PagesRefused(
                        f"{where} sends something else for {name} than was stored there.",
                        remedy="Put its backup back, or bring the document in again: plant-copilot ingest",
                    )
                partial.replace(file)
            finally:
                partial.unlink(missing_ok=True)
        except OSError as error:
            raise LibraryWriteFailed(
                f"Cannot write {file}: {error.strerror}.", remedy="Free some space there."
            ) from error
        self._make_room()
        return file

    def remove(self, name: str) -> None:
        """Remove a copy."""
        self._files.remove(name)

    def _make_room(self) -> None:
        """Remove copies until they are few enough, and what a process that was killed has left."""
        found = sorted((told.st_mtime, told.st_size, file) for file, told in self._all())
        over = sum(size for _, size, _ in found) - self._most
        for used, size, file in found:
            if over <= 0 or abs(time.time() - used) < self._at_hand:
                return
            file.unlink(missing_ok=True)
            over -= size

    def _all(self) -> Iterable[tuple[Path, os.stat_result]]:
        for file in self._folder.glob("*"):
            try:
                yield file, file.stat()
            except FileNotFoundError:  # another process has made room
                continue
