"""How fast a PDF becomes passages, against PyMuPDF reading its words and no more.

Both read the same stretches of pages in turn, so that whatever else the machine does weighs on both.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from plant_evals.baselines.words import PlainPdf
from plant_evals.costs import Clock
from plant_knowledge_ingest.language import detect
from plant_knowledge_ingest.passage import Document
from plant_knowledge_ingest.readers.pdf import PdfSource
from plant_knowledge_ingest.split import passages

BAR = 200
"""Pages a second."""

_STRETCH = 50


def run_reading(file: Path) -> dict[str, Any]:
    """Read all pages of ``file``: {pages, passages, words, ours, plain, ratio, bar}.

    ``ours`` and ``plain`` are {seconds, cpu_seconds, pages_per_second}; ``ratio`` is how many times longer ours
    takes. Raises ``UnreadableDocument``.
    """
    ours, plain = Clock(), Clock()
    found = words = 0
    with PdfSource(file) as source, PlainPdf(file) as pdf:
        pages = source.page_count
        cut = _Cutter(source)
        for start in range(1, pages + 1, _STRETCH):
            stretch = range(start, min(start + _STRETCH, pages + 1))
            with plain:
                words += pdf.words(stretch)
            with ours:
                found += cut(stretch)
    return {
        "pages": pages,
        "passages": found,
        "words": words,
        "ours": _figures(ours, pages),
        "plain": _figures(plain, pages),
        "ratio": round(ours.seconds / plain.seconds, 2),
        "bar": BAR,
    }


class _Cutter:
    """Counts the passages of pages, as ingestion makes them: words, places, outline, rows, sentences, language."""

    def __init__(self, source: PdfSource) -> None:
        self._source = source
        self._document = Document(source.path.stem, "", "", source.title)
        self._usual = ""

    def __call__(self, numbers: range) -> int:
        read = [self._source.page(number) for number in numbers]
        self._usual = self._usual or detect(" ".join(line.text for page in read for line in page.lines))
        return sum(len(passages(self._document, page, self._usual)) for page in read)


def _figures(clock: Clock, pages: int) -> dict[str, float]:
    return clock.figures() | {"pages_per_second": round(pages / clock.seconds, 1)}
