"""What tests read and embed: PDFs drawn line by line, and an embedder that needs no weights."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf

from plant_knowledge_ingest.embedding.protocol import Encodable, Encoded, Matrix, Vector
from plant_knowledge_ingest.passage import Document, Passage, Rectangle
from plant_knowledge_ingest.readers.page import Line, Page
from plant_knowledge_ingest.readers.pdf import PdfSource
from plant_knowledge_ingest.split import passages
from plant_knowledge_ingest.tokens import tokens

MANUAL = Document(name="Manual", revision="A", file="f" * 64, title="Pump P-101")


@dataclass(frozen=True)
class Sheet:
    """One page to be drawn: lines of text at (x, y), and rules from (x0, y) to (x1, y)."""

    text: Sequence[tuple[float, float, str]] = ()
    rules: Sequence[tuple[float, float, float]] = ()
    font: str = "helv"


def running(*lines: str, font: str = "helv", top: float = 100, step: float = 16) -> Sheet:
    """Return a page with ``lines`` one below the other; an empty one leaves a gap."""
    return Sheet([(72, top + step * row, line) for row, line in enumerate(lines) if line], font=font)


def write_pdf(
    path: Path,
    *sheets: Sheet,
    toc: Sequence[Sequence[Any]] = (),
    labels: Sequence[dict[str, Any]] = (),
    title: str = "",
) -> Path:
    """Draw ``sheets`` into a PDF at ``path`` and return it."""
    with pymupdf.open() as pdf:
        for sheet in sheets:
            page = pdf.new_page()
            for x, y, line in sheet.text:
                page.insert_text((x, y), line, fontname=sheet.font, fontsize=10)
            for x0, x1, y in sheet.rules:
                page.draw_line((x0, y), (x1, y))
        if toc:
            pdf.set_toc([list(entry) for entry in toc])
        if labels:
            pdf.set_page_labels([dict(label) for label in labels])
        pdf.set_metadata({"title": title})
        pdf.save(path, no_new_id=True)
    return path


def manual(path: Path, *facts: str) -> Path:
    """Write a manual with one fact on each page."""
    return write_pdf(path, *(running(fact) for fact in facts))


def pages_of(path: Path) -> list[Page]:
    """Read all pages of a PDF."""
    with PdfSource(path) as source:
        return list(source.pages())


def cut(path: Path, document: Document = MANUAL, language: str = "und") -> list[Passage]:
    """Cut all pages of a PDF into passages."""
    return [passage for page in pages_of(path) for passage in passages(document, page, language)]


def line(text: str, x: float = 72, y: float = 100, *, block: int = 0) -> Line:
    """Return a printed line of words five points wide a character."""
    words = []
    for word in text.split():
        words.append((x, y, x + 5 * len(word), y + 10, word))
        x += 5 * len(word) + 5
    return Line.of(block, words)


def page(*lines: Line, **known: Any) -> Page:
    """Return an A4 page of ``lines``."""
    return Page(number=1, printed="1", width=595, height=842, lines=lines, **known)


def passage_of(text: str, document: Document = MANUAL, **known: Any) -> Passage:
    """Return the first passage of a page on which each line of ``text`` is a paragraph."""
    lines = [line(written, y=100 + 20 * n, block=n) for n, written in enumerate(text.splitlines())]
    return passages(document, page(*lines, **known))[0]


def spans_of(passage: Passage) -> list[str]:
    """Return the text of each span."""
    return [passage.text[span.start : span.end] for span in passage.spans]


def rectangle(text: str = "word") -> Rectangle:
    """Return where a line of ``text`` stands."""
    return line(text).rectangle


@dataclass
class HashingEmbedder:
    """A bag of hashed words: deterministic, quick, and good enough to tell topics apart.

    ``embedded`` keeps what was asked for; ``allowed`` is how many passages it does before it gives up.
    """

    fingerprint: str = "hashed-words"
    size: int = 64
    allowed: int = 1_000_000
    embedded: list[Encodable] = field(default_factory=list)

    def query(self, text: str) -> Vector:
        """Return the unit vector of a question."""
        vector = np.full(self.size, 0.01, np.float32)
        for token in tokens(text):
            vector[zlib.crc32(token.encode()) % self.size] += 1
        return np.asarray(vector / np.linalg.norm(vector), np.float32)

    def passages(self, passages: Sequence[Encodable], on_done: Callable[[int], None] | None = None) -> list[Encoded]:
        """Return the vectors of each passage, in order."""
        return list(self._each(passages, on_done or (lambda _: None)))

    def _each(self, passages: Sequence[Encodable], tell: Callable[[int], None]) -> Iterator[Encoded]:
        for number, passage in enumerate(passages, 1):
            if len(self.embedded) >= self.allowed:
                raise KeyboardInterrupt
            self.embedded.append(passage)
            sentences: Matrix = np.stack([self.query(sentence) for sentence in passage.sentences])
            yield Encoded(self.query(" ".join((passage.context, *passage.sentences))), sentences)
            tell(number)
