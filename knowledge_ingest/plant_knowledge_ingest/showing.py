"""What a library shows of its documents: passages, pages and their pictures, each on somebody's behalf."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from plant_knowledge_ingest.entry import Entry
from plant_knowledge_ingest.errors import IndexRefused, UnknownDocument, UnknownPage
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.indexes import REINDEX, Indexes
from plant_knowledge_ingest.pages.pages import Kept, Pages
from plant_knowledge_ingest.passage import Passage, Rectangle
from plant_knowledge_ingest.passage_kind import FIGURE
from plant_knowledge_ingest.principal import AT_SITE, EVERYONE, Principal
from plant_knowledge_ingest.tokens import asset_codes

if TYPE_CHECKING:
    from plant_knowledge_ingest.catalogue import Catalogue

# Pages whose passages are looked through at once.
_STRETCH = 100


class Showing(ABC):
    """The part of a library that reads what is in it. Documents that a principal may not see are as unknown as none."""

    _catalogue: Catalogue
    _indexes: Indexes
    _pages: Pages

    @property
    @abstractmethod
    def glossary(self) -> Glossary:
        """The words that the index is looked through with."""

    def documents(self, principal: Principal) -> list[Entry]:
        """Return what ``principal`` may see, by name and oldest revision first."""
        return [entry for entry in self._catalogue.entries() if _is_for(principal, entry)]

    def tags_seen(self, codes: frozenset[str], principal: Principal) -> frozenset[str]:
        """Return those of ``codes`` that are tags of documents which ``principal`` may see."""
        listed = self.documents(principal) if codes else ()
        return codes & {code for entry in listed for code in asset_codes(entry.document.assets)}

    def reach(self, principal: Principal, names: Collection[str] | None = None) -> list[str]:
        """Return what it takes to see the documents that ``principal`` may see, all or those of ``names``.

        Kept with what is made of them; ``Principal.reaches`` tells who may see that.
        """
        needed = principal.groups & {EVERYONE}
        for document in (entry.document for entry in self.documents(principal)):
            if names is None or document.name in names:
                theirs = principal.groups.intersection(document.rights)
                needed |= theirs & {EVERYONE} or theirs
                needed |= {f"{AT_SITE}{document.site}"} if document.site else set()
        return sorted(needed)

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
        """Return all passages of a revision that ``documents`` gave to whoever asks, in reading order.

        Raises ``IndexRefused`` where there are none.
        """
        stretches = range(1, entry.pages + 1, _STRETCH)
        with self._indexes.answering(self.glossary) as opened:
            issue, last = entry.document.issue, _STRETCH - 1
            found = [p for first in stretches for p in opened.index.on_pages(issue, first, first + last)]
        if entry.passages and not found:  # an index that works has them: nothing is entered without
            raise IndexRefused(
                f"The index has none of the {entry.passages} passages of {entry.document.name}.", remedy=REINDEX
            )
        return found

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

        Raises ``UnknownDocument``, ``UnknownPage``, and what the store of pages raises.
        """
        from plant_knowledge_ingest.page_image import page_png

        return page_png(self.pages_pdf(name, principal, revision=revision), page, marks, width=width, crop=crop)

    def pages_pdf(self, name: str, principal: Principal, *, revision: str | None = None) -> Path:
        """Return the PDF that shows the document's pages, on this machine.

        Raises ``UnknownDocument``, and what the store of pages raises.
        """
        return self._pages.path(self._entry(name, revision, principal).pages_file)

    def pages_name(self, name: str, principal: Principal, *, revision: str | None = None) -> str:
        """Return what names the content of the document's pages, wherever they are. Raises ``UnknownDocument``."""
        return self._entry(name, revision, principal).pages_file

    def pages_names(self) -> list[str]:
        """Return the names of all PDFs, each with its hash, whoever asks."""
        return sorted(self._catalogue.pages_files())

    def kept_pages(self) -> Kept:
        """Return what the store of pages has, whoever asks. Raises what the store raises."""
        return self._pages.kept()

    def _entry(self, name: str, revision: str | None, principal: Principal) -> Entry:
        entry = self._catalogue.find(name, revision)
        if entry is None or not _is_for(principal, entry):
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


def _is_for(principal: Principal, entry: Entry) -> bool:
    return principal.may_see(entry.document.rights, entry.document.site)
