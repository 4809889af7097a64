"""The library: documents in, passages and page pictures out, everything on somebody's behalf."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from plant_knowledge_ingest.catalogue import Catalogue, Entry
from plant_knowledge_ingest.embedding.protocol import Embedder
from plant_knowledge_ingest.errors import IndexMismatch, UnknownDocument
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index.edge import EdgeIndex
from plant_knowledge_ingest.index.payload import LAYOUT
from plant_knowledge_ingest.index.protocol import Scope
from plant_knowledge_ingest.ingestion import Ingestion, IngestReport, Progress
from plant_knowledge_ingest.language import base
from plant_knowledge_ingest.passage import Passage, Rectangle
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.search import Searcher, SearchResult
from plant_knowledge_ingest.switching import agree


class Library:
    """One folder with catalogue, index and pages. One process at a time; its threads share it freely.

    Opening is cheap: the embedder and the index are loaded when first needed.
    """

    def __init__(self, folder: Path, embedder: Callable[[], Embedder]) -> None:
        self._folder = folder
        self._make_embedder = embedder
        self._catalogue = Catalogue(folder / "catalogue.sqlite3")

    @cached_property
    def _embedder(self) -> Embedder:
        return self._make_embedder()

    @cached_property
    def glossary(self) -> Glossary:
        """The shipped glossary, with the plant's own ``glossary.yaml`` from the library's folder."""
        own = self._folder / "glossary.yaml"
        return Glossary.read(*([own] if own.is_file() else []))

    @cached_property
    def _index(self) -> EdgeIndex:
        fingerprint = self._embedder.fingerprint
        folder = self._folder / "index" / f"{fingerprint}-{LAYOUT}"
        index = EdgeIndex(folder, size=self._embedder.size, fingerprint=fingerprint)
        agree(self._catalogue, index)
        return index

    @cached_property
    def _searcher(self) -> Searcher:
        return Searcher(self._index, self._embedder, self.glossary)

    def ingest(self, paths: Sequence[Path], on_progress: Callable[[Progress], None] | None = None) -> IngestReport:
        """Bring in files and folders; see ``Ingestion.run``. Each file is searchable when the next one begins."""

        def tell(step: Progress) -> None:
            if not step.page:
                self._searcher.refresh()
            if on_progress:
                on_progress(step)

        ingestion = Ingestion(self._folder / "files", self._catalogue, self._index, self._embedder, self.glossary)
        try:
            return ingestion.run(paths, tell)
        finally:
            self._searcher.refresh()

    def documents(self, principal: Principal) -> list[Entry]:
        """Return what ``principal`` may see, by name and oldest revision first."""
        return [entry for entry in self._catalogue.entries() if principal.may_see(entry.document.rights)]

    def is_current(self, entry: Entry) -> bool:
        """Tell whether answers come from this revision of its document."""
        newest = self._catalogue.find(entry.document.name)
        return newest is not None and newest.document.revision == entry.document.revision

    def forget(self, name: str, revision: str | None, principal: Principal) -> list[Entry]:
        """Remove one revision, or all, of a document; return what was removed. Raises ``UnknownDocument``."""
        gone = [
            e for e in self.documents(principal) if e.document.name == name and revision in {None, e.document.revision}
        ]
        if not gone:
            raise self._unknown(name, revision, principal)
        for entry in gone:
            self._catalogue.remove(name, entry.document.revision)
            self._index.delete(entry.document.issue)
        agree(self._catalogue, self._index)
        self._index.flush()
        kept = {entry.pages_file for entry in self._catalogue.entries()}
        for entry in gone:
            if entry.pages_file not in kept:
                (self._folder / "files" / entry.pages_file).unlink(missing_ok=True)
        self._searcher.refresh()
        return gone

    def search(
        self,
        text: str,
        principal: Principal,
        *,
        limit: int = 10,
        language: str = "",
        spoken: str = "",
        asset: str | None = None,
    ) -> SearchResult:
        """Return the best passages for ``text``; ``asset`` and ``language`` narrow it down.

        ``spoken`` is the language of ``text`` if known. Raises ``IndexMismatch`` when the documents were embedded
        by another version only.
        """
        if not self._searcher.languages and (listed := self._catalogue.entries()):
            raise IndexMismatch(
                f"The library lists {len(listed)} documents that this version's index does not have yet.",
                remedy="Ingest them again; their pages and citations stay as they are.",
            )
        query = self._searcher.query(text, spoken)
        scope = Scope(principal, asset, base(language) if language else None)
        return self._searcher.search(query, scope, limit=limit)

    def section(self, passage: Passage) -> list[Passage]:
        """Return the passages under the same heading, ``passage`` among them, on this and the pages beside it."""
        near = self._index.on_pages(passage.issue, passage.page - 1, passage.page + 1)
        return [other for other in near if other.headings == passage.headings] or [passage]

    def page_png(
        self,
        name: str,
        page: int,
        principal: Principal,
        *,
        revision: str | None = None,
        marks: Sequence[Rectangle] = (),
        width: int = 1200,
    ) -> bytes:
        """Return a page as PNG with ``marks`` highlighted. Raises ``UnknownDocument``, ``UnknownPage``."""
        from plant_knowledge_ingest.page_image import page_png

        return page_png(self.pages_pdf(name, principal, revision=revision), page, marks, width=width)

    def pages_pdf(self, name: str, principal: Principal, *, revision: str | None = None) -> Path:
        """Return the PDF that shows the document's pages. Raises ``UnknownDocument``."""
        entry = self._catalogue.find(name, revision)
        if entry is None or not principal.may_see(entry.document.rights):
            raise self._unknown(name, revision, principal)
        return self._folder / "files" / entry.pages_file

    def close(self) -> None:
        """Release the folder for other processes."""
        self._catalogue.close()
        if "_index" in self.__dict__:
            self._index.close()

    def _unknown(self, name: str, revision: str | None, principal: Principal) -> UnknownDocument:
        """Say what there is instead; a hidden document is as unknown as a missing one."""
        names = sorted({entry.document.name for entry in self.documents(principal)})
        asked = f"{name!r}, revision {revision}," if revision else f"{name!r}"
        known = (
            f"There is: {', '.join(names[:8])}{', …' if len(names) > 8 else ''}." if names else "The library is empty."
        )
        return UnknownDocument(f"{asked} is not in the library.", remedy=known)
