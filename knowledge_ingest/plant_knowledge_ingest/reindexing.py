"""All documents of a library into another index, from the library's own pages, while the old one answers.

Nothing is kept in memory of how far it is: what the new index has already is found there by its id. So a run that was
ended in the middle goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from plant_knowledge_ingest.entry import Entry
from plant_knowledge_ingest.errors import PagesLost, UnreadableDocument
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index.prepare import indexed
from plant_knowledge_ingest.index.protocol import Index
from plant_knowledge_ingest.indexes import Opened
from plant_knowledge_ingest.ingestion import Ingestion, Progress
from plant_knowledge_ingest.pages.pages import Pages

if TYPE_CHECKING:
    from plant_knowledge_ingest.catalogue import Catalogue

_BATCH = 256


@dataclass(slots=True)
class ReindexReport:
    """What a run did.

    ``passages`` are in the index now; of those ``embedded`` and ``reused`` got their vectors in this run, from the
    embedder and from the old index; the others had been stored by an earlier run. ``replaced`` names the old
    index, ``kept`` whether it is still there; ``unchanged`` says that there was nothing to do.
    """

    embedder: str
    documents: int = 0
    pages: int = 0
    passages: int = 0
    embedded: int = 0
    reused: int = 0
    replaced: str = ""
    kept: bool = False
    unchanged: bool = False
    seconds: float = 0.0


class Reindexing:
    """Fills ``target`` with what the catalogue lists; ``old`` is the index that answers, if it can be opened."""

    def __init__(
        self, pages: Pages, catalogue: Catalogue, glossary: Glossary, target: Opened, old: Opened | None
    ) -> None:
        self._pages = pages
        self._catalogue = catalogue
        self._glossary = glossary
        self._target = target
        reusable = old and old.index is not target.index and old.recipe.has_vectors_for(target.recipe)
        self._donor = old.index if old and reusable else None
        self._ingestion = Ingestion(pages, catalogue, target.index, target.embedder, glossary)

    def run(self, report: ReindexReport, on_progress: Callable[[Progress], None]) -> list[Entry]:
        """Store every revision, unpublished, and return what each is now; nothing else stays in the index.

        Raises ``UnreadableDocument`` when the pages of a document are lost, ``LibraryWriteFailed`` when the disk
        refuses.
        """
        entries = self._catalogue.entries()
        again: list[Entry] = []
        for number, entry in enumerate(entries, 1):
            here = Progress(str(entry.path), number, len(entries))
            on_progress(here)
            again.append(self._stored(entry, report, on_progress, here))
        wanted = {entry.document.issue for entry in again}
        for issue in self._target.index.stored().keys() - wanted:
            self._target.index.delete(issue)
        self._target.index.flush()
        report.documents = len(again)
        report.pages = sum(entry.pages for entry in again)
        report.passages = sum(entry.passages for entry in again)
        return again

    def _stored(
        self, entry: Entry, report: ReindexReport, on_progress: Callable[[Progress], None], here: Progress
    ) -> Entry:
        if self._donor and self._donor.stored().get(entry.document.issue) == entry.passages:
            report.reused += self._copied(entry, self._donor)
            on_progress(replace(here, page=entry.pages, pages=entry.pages, passages=entry.passages))
            if self._count(entry) == entry.passages:
                return entry
        before = self._count(entry)
        again = self._read_again(entry, on_progress, here)
        if self._count(entry) != again.passages:  # what an interrupted run stored was cut differently
            self._target.index.delete(entry.document.issue)
            before, again = 0, self._read_again(entry, on_progress, here)
        report.embedded += again.passages - before
        return again

    def _copied(self, entry: Entry, donor: Index) -> int:
        """Copy passages and vectors, with the concepts that the glossary knows today; return how many were new."""
        contents = donor.contents(entry.document.issue)
        copied = 0
        while batch := list(islice(contents, _BATCH)):
            missing = self._target.index.missing([passage.id for passage, _ in batch])
            fresh = [(passage, encoded) for passage, encoded in batch if passage.id in missing]
            if fresh:
                stored = [indexed(entry.document, passage, vectors, self._glossary) for passage, vectors in fresh]
                self._target.index.add(stored)
            copied += len(fresh)
        return copied

    def _read_again(self, entry: Entry, on_progress: Callable[[Progress], None], here: Progress) -> Entry:
        try:
            shown = self._pages.path(entry.pages_file)
        except PagesLost as error:
            raise UnreadableDocument(
                entry.path,
                f"its pages in the library ({entry.pages_file}) are lost",
                remedy="Ingest the file again, or forget the document; then reindex.",
            ) from error
        return self._ingestion.read_again(entry, shown, on_progress, here)

    def _count(self, entry: Entry) -> int:
        return self._target.index.stored().get(entry.document.issue, 0)


def is_whole(opened: Opened, entries: Sequence[Entry]) -> bool:
    """Tell whether the index has every passage that the catalogue counts."""
    stored = opened.index.stored()
    return all(stored.get(entry.document.issue) == entry.passages for entry in entries)
