"""The addresses of a cited place: its page in the viewer, the piece of it, the picture, the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from plant_copilot.payload import Json
from plant_knowledge_ingest.passage import Rectangle

MOST_MARKS = 200  # which is what the picture of a page is drawn with


@dataclass(frozen=True, slots=True)
class Place:
    """Marks on a page of one revision of a document; ``root`` is the path the chat is mounted at."""

    root: str
    document: str
    revision: str
    page: int
    marks: tuple[Rectangle, ...] = ()

    @classmethod
    def of(cls, root: str, citation: Json) -> Place:
        """Return the place of a citation of kind "page"."""
        marks = tuple(Rectangle(*corners) for corners in citation["rectangles"])
        return cls(root, citation["document"], citation["revision"], citation["page"], marks)

    def turned_to(self, page: int) -> Place:
        """Return another page of the same document, or this one; only this one has marks."""
        return self if page == self.page else Place(self.root, self.document, self.revision, page)

    def viewer(self, language: str, *, turned_to: int = 0) -> str:
        """Return the address of the page with its controls, or of another page that knows the way back."""
        turned = {"turned_to": str(turned_to)} if turned_to else {}
        return f"{self.root}/page?{self._query(language=language, **turned)}"

    def cutout(self, language: str) -> str:
        """Return the address of the piece of the page around the marks; what is wrong with it is told in words."""
        return f"{self.root}/cutout.png?{self._query(language=language)}"

    def picture(self, width: int) -> str:
        """Return the address of the whole page, ``width`` pixels wide, with the marks."""
        pairs = [*_corners("highlight", self.marks), ("revision", self.revision), ("width", str(width))]
        return f"/api/pages/{quote(self.document, safe='')}/{self.page}.png?{urlencode(_given(pairs))}"

    @property
    def pdf(self) -> str:
        """The address of the PDF, opened at the page where the browser can do that."""
        query = urlencode(_given([("revision", self.revision)]))
        return f"/api/documents/{quote(self.document, safe='')}.pdf?{query}#page={self.page}"

    def _query(self, **more: str) -> str:
        pairs = [("document", self.document), ("revision", self.revision), ("page", str(self.page))]
        return urlencode(_given([*pairs, *_corners("mark", self.marks), *more.items()]))


def _corners(name: str, marks: Sequence[Rectangle]) -> list[tuple[str, str]]:
    return [(name, ",".join(f"{value:g}" for value in mark)) for mark in marks]


def _given(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in pairs if value]
