"""Any file but PDF as the PDF that stands for it in the library: with pages, every citation has a place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pymupdf

from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.readers import kinds
from plant_knowledge_ingest.readers.markup import markup_of, set_on_pages
from plant_knowledge_ingest.readers.plain import plain_markup, text_of
from plant_knowledge_ingest.readers.section import PRODUCER, Section

# Characters of markup; a manual of 1,300 pages has three million.
_LARGEST = 10_000_000


def rendition(path: Path) -> bytes:
    """Return the PDF that shows the file at ``path``, by its ending. Raises ``UnreadableDocument``."""
    ending = path.suffix.lower()
    if better := kinds.OLD.get(ending):
        raise UnreadableDocument(path, f"the old binary format {ending} is not read; save it as {better} or as PDF")
    if ending in kinds.PICTURES:
        from plant_knowledge_ingest.readers.pictures import picture_pdf

        return picture_pdf(path)
    sections = _reader(ending)(path)
    if sum(len(section.markup) for section in sections) > _LARGEST:
        raise UnreadableDocument(path, "it has more text than is read of one file", remedy="Split it.")
    if not sections:
        raise UnreadableDocument(path, "there is no text in it")
    return _bound([(section.label, set_on_pages(path, section.markup)) for section in sections])


def _reader(ending: str) -> Callable[[Path], list[Section]]:
    """Return what reads files with this ending; the libraries for office files are loaded when first needed."""
    if ending in kinds.WORD:
        from plant_knowledge_ingest.readers.word import word_sections

        return word_sections
    if ending in kinds.SHEETS:
        from plant_knowledge_ingest.readers.sheets import sheet_sections

        return sheet_sections
    if ending in kinds.SLIDES:
        from plant_knowledge_ingest.readers.slides import slide_sections

        return slide_sections
    if ending in kinds.PLAIN:
        return lambda path: [Section(plain_markup(text_of(path)))]
    return lambda path: [Section(markup_of(path))]


def _bound(parts: list[tuple[str, bytes]]) -> bytes:
    """Return PDFs as one, each with its outline, its pages labelled."""
    if len(parts) == 1 and not parts[0][0]:
        return parts[0][1]
    entries: list[list[object]] = []
    labels: list[dict[str, object]] = []
    with pymupdf.open() as whole:
        for label, pdf in parts:
            first = whole.page_count
            with pymupdf.open("pdf", pdf) as part:
                entries += [[level, title, page + first] for level, title, page in part.get_toc()]
                whole.insert_pdf(part, links=False, annots=False)
            labels.append({"startpage": first, "prefix": label})
        whole.set_toc(entries)
        whole.set_page_labels(labels)
        whole.set_metadata({"producer": PRODUCER})
        return bytes(whole.tobytes(garbage=4, deflate=True, no_new_id=True))
