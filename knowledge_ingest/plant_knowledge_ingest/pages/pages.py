"""The pages of a library: what the catalogue shows is in the store, and nothing else stays there."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plant_knowledge_ingest.errors import PagesLost
from plant_knowledge_ingest.pages.proof import named
from plant_knowledge_ingest.pages.protocol import PageStore
from plant_knowledge_ingest.reading.apart import Apart

if TYPE_CHECKING:
    from plant_knowledge_ingest.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Kept:
    """What a store has: PDFs (``files``) of ``documents``; ``lost`` are documents without, ``unused`` PDFs of none."""

    where: str
    documents: int
    files: int
    bytes: int
    lost: list[str]
    unused: int


class Pages:
    """One PDF for each content."""

    def __init__(self, store: PageStore, catalogue: Catalogue) -> None:
        self.store = store
        self._catalogue = catalogue

    def keep(self, path: Path, digest: str, apart: Apart) -> Path:
        """Return the PDF of the file's pages, made if need be: a copy, or a rendition by ``apart``.

        Raises ``UnreadableDocument``, and what the store raises.
        """
        for known in self._catalogue.of_file(digest):
            with suppress(PagesLost):  # then they are made anew
                return self.store.path(known.pages_file)
        if path.suffix.lower() == ".pdf":
            return self.store.put(named(digest), path)
        content = apart.rendition(path)
        return self.store.put(named(digest, content), content)

    def path(self, pages_file: str) -> Path:
        """Return where a PDF of the catalogue is. Raises ``PagesLost``, and what else the store raises."""
        return self.store.path(pages_file)

    def lost(self) -> set[str]:
        """Return the PDFs of the catalogue that the store does not have, or only empty."""
        there = self.store.names()
        return {name for name in self._catalogue.pages_files() if not there.get(name)}

    def kept(self) -> Kept:
        """Return what the store has, and what it has not."""
        there, entries = self.store.names(), self._catalogue.entries()
        shown = {entry.pages_file for entry in entries}
        lost = sorted({entry.document.name for entry in entries if not there.get(entry.pages_file)})
        return Kept(self.store.where, len(entries), len(there), sum(there.values()), lost, len(there.keys() - shown))

    def sweep(self) -> None:
        """Remove what a process that was killed has left."""
        self.store.sweep(self._catalogue.pages_files)

    def discard_unused(self, pages_file: str) -> None:
        """Remove a PDF unless an entry of the catalogue shows it."""
        if not self._catalogue.showing(pages_file):
            self.store.remove(pages_file)
