"""What a library shows of its documents: passages, pages and their pictures, each on somebody's behalf."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

from plant_knowledge_ingest.catalogue import Catalogue, Entry
from plant_knowledge_ingest.errors import UnknownDocument, UnknownPage
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.indexes import Indexes
from plant_knowledge_ingest.passage import Passage, Rectangle
from plant_knowledge_ingest.passage_kind import FIGURE
from plant_knowledge_ingest.principal import Principal

# Pages whose passages are looked through at once.
_STRETCH = 100


class Showing(ABC):
    """The part of a library that reads what is in it. Documents that a principal may not see are as unknown as none."""

    _folder: Path
    _catalogue: Catalogue
    _indexes: Indexes

    @property
    @abstractmethod
    def glossary(self) -> Glossary:
        """The words that the index is looked through with."""

    def documents(self, principal: Principal) -> list[Entry]:
        """Return what ``principal`` may see, by name and oldest revision first."""
        return [entry for entry in self._catalogue.entries() if principal.may_see(entry.document.rights)]

    @property
    def is_empty(self) -> bool:
        """Tell whether there is no document at all, whoever asks."""
        return not self._catalogue.entries()

    def section(self, passage: Passage) -> list[Passage]:
        """Return the passages under the same heading, ``passage`` among them, on this and the pages beside it."""
        with self._indexes.answering(self.glossary) as opened:
            near = opened.index.on_pages(passage.issue, passage.page - 1, passage.page + 1)
        return [other for other in near if other.headings == passage.headings] or [passage]

    def figures(self, name: str, principal: Principal, *, revision: str | None = None) -> list[Passage]:
        """Return the figures of a document: passages of kind "figure", whose text is the caption.

        Their rectangle is that of picture and caption; ``page_png`` cuts it out. Raises ``UnknownDocument``.
        """
        return [p for p in self.contents(self._entry(name, revision, principal)) if p.kind == FIGURE]

    def contents(self, entry: Entry) -> list[Passage]:
        """Return all passages of a revision that ``documents`` gave to whoever asks, in reading order."""
        stretches = range(1, entry.pages + 1, _STRETCH)
        with self._indexes.answering(self.glossary) as opened:
            return [
                passage
                for first in stretches
                for passage in opened.index.on_pages(entry.document.issue, first, first + _STRETCH - 1)
            ]

    def page(
        self, name: str, page: int, principal: Principal, *, revision: str | None = None
    ) -> tuple[Entry, list[Passage]]:
        """Return a revision and the passages on one of its pages, in reading order.

        Raises ``UnknownDocument``, ``UnknownPage``.
        """
        entry = self._entry(name, revision, principal)
        if not 1 <= page <= entry.pages:
            raise UnknownPage(f"{name} has pages 1 to {entry.pages}, not {page}.")
        with self._indexes.answering(self.glossary) as opened:
            return entry, opened.index.on_pages(entry.document.issue, page, page)

    def page_png(  # noqa: PLR0913 - a picture has its options
        self,
        name: str,
        page: int,
        principal: Principal,
        *,
        revision: str | None = None,
        marks: Sequence[Rectangle] = (),
        width: int = 1200,
        crop: Rectangle | None = None,
    ) -> bytes:
        """Return a page, or the part in ``crop``, as PNG with ``marks`` marked.

        Raises ``UnknownDocument``, ``UnknownPage``.
        """
        from plant_knowledge_ingest.page_image import page_png

        return page_png(self.pages_pdf(name, principal, revision=revision), page, marks, width=width, crop=crop)

    def pages_pdf(self, name: str, principal: Principal, *, revision: str | None = None) -> Path:
        """Return the PDF that shows the document's pages. Raises ``UnknownDocument``."""
        return self._folder / "files" / self._entry(name, revision, principal).pages_file

    def _entry(self, name: str, revision: str | None, principal: Principal) -> Entry:
        entry = self._catalogue.find(name, revision)
        if entry is None or not principal.may_see(entry.document.rights):
            raise self._unknown(name, revision, principal)
        return entry

    def _unknown(self, name: str, revision: str | None, principal: Principal) -> UnknownDocument:
        """Say what there is instead; a hidden document is as unknown as a missing one."""
        names = sorted({entry.document.name for entry in self.documents(principal)})
        asked = f"{name!r}, revision {revision}," if revision else f"{name!r}"
        known = "The library is empty." if self.is_empty else "There is no document that you may see."
        if names:
            known = f"There is: {', '.join(names[:8])}{', …' if len(names) > 8 else ''}."
        return UnknownDocument(f"{asked} is not in the library.", remedy=known)
