"""Where a statement can be checked: the citation of a place on a page."""

from __future__ import annotations

from dataclasses import dataclass

from plant_knowledge_ingest.passage import Passage, Rectangle


@dataclass(frozen=True, slots=True)
class PageCitation:
    """A place on a page of one revision of a document. ``quote`` stands there verbatim.

    ``confidence`` says how sure that is, 0 to 1, below 1 only where the text was recognised in a picture.
    """

    document: str
    revision: str
    page: int
    printed_page: str
    rectangles: tuple[Rectangle, ...]
    quote: str
    language: str
    confidence: float = 1.0

    @classmethod
    def of(cls, passage: Passage, spans: range) -> PageCitation:
        """Cite the consecutive ``spans`` (indices into ``passage.spans``, at least one)."""
        chosen = [passage.spans[i] for i in spans]
        return cls(
            document=passage.document,
            revision=passage.revision,
            page=passage.page,
            printed_page=passage.printed_page,
            rectangles=tuple(r for span in chosen for r in span.rectangles),
            quote=passage.text[chosen[0].start : chosen[-1].end],
            language=passage.language,
            confidence=passage.confidence,
        )

    @property
    def rectangle(self) -> Rectangle:
        """The smallest rectangle around the quote."""
        return Rectangle.around(self.rectangles)

    def __str__(self) -> str:
        revision = f", revision {self.revision}" if self.revision else ""
        printed = f" (printed {self.printed_page})" if self.printed_page not in {"", str(self.page)} else ""
        return f"{self.document}{revision}, page {self.page}{printed}"
