"""The pages of documents, as Python sees them: as picture, as PDF, and in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from plant_copilot import payload
from plant_copilot.page_keeping import KeepingPages
from plant_copilot.payload import Json
from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.principal import Principal

if TYPE_CHECKING:
    from plant_knowledge_ingest.library import Library


class ShowingPages(KeepingPages):
    """The part of the facade that shows pages. ``local`` is who asks where nobody else is named."""

    local: Principal
    _library: Library

    def page_png(  # noqa: PLR0913 - a picture has its options
        self,
        document: str,
        page: int,
        *,
        revision: str | None = None,
        highlight: Sequence[Rectangle] = (),
        width: int = 1200,
        crop: Rectangle | None = None,
        principal: Principal | None = None,
    ) -> bytes:
        """Return a page, or the part in ``crop``, as PNG with ``highlight`` marked.

        Raises ``UnknownDocument``, ``UnknownPage``; ``PagesUnreachable``, ``PagesRefused``, ``PagesLost``.
        """
        return self._library.page_png(
            document, page, principal or self.local, revision=revision, marks=highlight, width=width, crop=crop
        )

    def page(
        self, document: str, page: int, *, revision: str | None = None, principal: Principal | None = None
    ) -> Json:
        """Return what stands on a page: {document, revision, title, page, printed_page, pages, unread, passages}.

        ``passages`` are {text, kind, language, headings, rectangle, confidence} in reading order, verbatim; ``unread``
        says why there are none, where the page could not be read. Raises ``UnknownDocument``, ``UnknownPage``.
        """
        entry, passages = self._library.page(document, page, principal or self.local, revision=revision)
        return payload.page_json(entry, page, passages)

    def figures(self, document: str, *, revision: str | None = None, principal: Principal | None = None) -> Json:
        """Return a document's figures: {figures: [{number, caption, page, rectangle, ...}]}.

        ``rectangle`` is that of picture and caption; ``page_png`` cuts it out. Raises ``UnknownDocument``.
        """
        found = self._library.figures(document, principal or self.local, revision=revision)
        return {"figures": [payload.figure_json(figure) for figure in found]}

    def pages_pdf(self, document: str, *, revision: str | None = None, principal: Principal | None = None) -> Path:
        """Return the PDF whose pages the citations name, on this machine. Raises what ``page_png`` does."""
        return self._library.pages_pdf(document, principal or self.local, revision=revision)

    def pages_name(self, document: str, *, revision: str | None = None, principal: Principal | None = None) -> str:
        """Return a name for what the pages show, which changes when they do; asks no store for them.

        Raises ``UnknownDocument``.
        """
        return self._library.pages_name(document, principal or self.local, revision=revision)
