"""What keeps the PDFs of pages: a folder, or a store that other machines share."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Protocol


class PageStore(Protocol):
    """PDFs by names that are made of their hashes; see ``proof``. Threads share it freely.

    ``where`` names it for people. Whatever goes wrong is ``LibraryWriteFailed`` for a disk that refuses, and
    ``PagesUnreachable``, ``PagesRefused`` or ``PagesLost`` for a store elsewhere.
    """

    where: str

    def put(self, name: str, content: Path | bytes) -> Path:
        """Keep a file, or bytes, wholly or not at all; return where it can be read on this machine.

        Raises ``UnreadableDocument`` for a file that is not what ``name`` says: it was written meanwhile.
        """

    def path(self, name: str) -> Path:
        """Return where a PDF can be read on this machine, brought here if need be. Raises ``PagesLost``."""

    def remove(self, name: str) -> None:
        """Remove a PDF, if it is there."""

    def names(self) -> dict[str, int]:
        """Return the bytes of every PDF that is there, by name."""

    def sweep(self, shown: Callable[[], Collection[str]]) -> None:
        """Remove what a process that was killed has left: what is not ``shown``. Nothing where machines share it."""
