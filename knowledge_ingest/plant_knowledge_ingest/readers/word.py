"""Word documents as markup: headings with their numbers, lists, tables, text boxes, footnotes.

Read from Word's own XML: python-docx leaves out inserted text, text boxes, content controls and every number
that Word counts, and refuses files with macros; MuPDF leaves out tables. Macros, headers and footers,
pictures, remarks and deleted text are not looked at.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from plant_knowledge_ingest.readers.archive import office_file, parsed
from plant_knowledge_ingest.readers.markup_table import heading_rows, lines, squared, table
from plant_knowledge_ingest.readers.numbering import BULLET, Numbering
from plant_knowledge_ingest.readers.section import Section
from plant_knowledge_ingest.readers.word_styles import Styles
from plant_knowledge_ingest.readers.word_xml import attribute, child, children, name

MAIN = "word/document.xml"
# What holds text without being any: it is shown elsewhere, no more, or only to a program.
_UNSEEN = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "txbxContent", "pPr", "rPr"})
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def word_sections(path: Path) -> list[Section]:
    """Return the document at ``path`` as one section. Raises ``UnreadableDocument``."""
    with office_file(path, MAIN) as archive:
        return [Section("".join(_Reader(archive).markup()))]


class _Reader:
    """Walks through one document, counting its lists on the way."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._body = child(parsed(archive, MAIN), "body")
        self._styles = Styles(parsed(archive, "word/styles.xml"))
        self._numbering = Numbering(parsed(archive, "word/numbering.xml"))
        self._notes = [parsed(archive, f"word/{part}.xml") for part in ("footnotes", "endnotes")]

    def markup(self) -> Iterator[str]:
        """Yield block after block, the notes last."""
        yield from self._blocks(self._body)
        for notes in self._notes:
            for note in [] if notes is None else notes:
                if not attribute(note, "type"):
                    yield f"<p>[{attribute(note, 'id')}] {lines(_text_below(note).strip())}</p>"

    def _blocks(self, parent: Any) -> Iterator[str]:
        for element in () if parent is None else parent:
            kind = name(element)
            if kind == "p":
                yield self._paragraph(element)
                for box in _text_boxes(element):
                    yield from self._blocks(box)
            elif kind == "tbl":
                yield self._table(element)
            elif kind in {"sdt", "sdtContent", "ins", "customXml", "smartTag", "moveTo"}:
                yield from self._blocks(element)

    def _paragraph(self, element: Any) -> str:
        text = _text(element).strip()
        if not text:
            return ""
        style = self._styles.of(child(element, "pPr"))
        label = self._numbering.label(style.list, style.depth) if style.list else ""
        if style.heading:
            level = min(style.heading, 6)
            return f"<h{level}>{lines(f'{label} {text}'.strip())}</h{level}>"
        if label == BULLET:
            return f"<ul><li>{lines(text)}</li></ul>"
        if label.endswith(".") and label[:-1].isdigit():
            return f'<ol start="{int(label[:-1])}"><li>{lines(text)}</li></ol>'
        return f"<p>{lines(f'{label} {text}'.strip())}</p>"

    def _table(self, element: Any) -> str:
        rows: list[list[str | None]] = []
        for row in _rows(element):
            rows.append(self._row(row, rows[-1] if rows else []))
        marked = [child(row, "trPr", "tblHeader") is not None for row in _rows(element)]
        heads = marked.index(False) if False in marked else 0
        whole = squared(rows)
        return table(whole, heads or heading_rows(whole))

    def _row(self, row: Any, above: list[str | None]) -> list[str | None]:
        """Return the cells of a row; one that goes on from ``above`` says the same again."""
        cells: list[str | None] = [""] * int(attribute(child(row, "trPr", "gridBefore"), "val") or 0)
        for cell in _cells(row):
            merged = child(cell, "tcPr", "vMerge")
            goes_on = merged is not None and attribute(merged, "val") in {"", "continue"}
            told = above[len(cells)] if goes_on and len(cells) < len(above) else self._cell(cell)
            over = int(attribute(child(cell, "tcPr", "gridSpan"), "val") or 1)
            cells += [told, *[None] * (over - 1)]
        return cells

    def _cell(self, cell: Any) -> str:
        """Return what a cell says, its paragraphs line by line, tables inside it row by row."""
        said: list[str] = []
        for element in cell.iter():
            kind = name(element)
            if kind == "p":
                style = self._styles.of(child(element, "pPr"))
                label = self._numbering.label(style.list, style.depth) if style.list else ""
                said.append(f"{label} {_text(element).strip()}".strip())
        return "\n".join(filter(None, said))


def _rows(element: Any) -> Iterator[Any]:
    for inner in element:
        if name(inner) == "tr":
            yield inner
        elif name(inner) in {"sdt", "sdtContent", "ins"}:
            yield from _rows(inner)


def _cells(row: Any) -> Iterator[Any]:
    for inner in row:
        if name(inner) == "tc":
            yield inner
        elif name(inner) in {"sdt", "sdtContent"}:
            yield from _cells(inner)


def _text(element: Any) -> str:
    """Return the text that ``element`` shows, inserted text and field results included."""
    said: list[str] = []
    for inner in element:
        kind = name(inner)
        if kind == "t":
            said.append(inner.text or "")
        elif kind in _SIGNS:
            said.append(_SIGNS[kind])
        elif kind in {"footnoteReference", "endnoteReference"}:
            said.append(f"[{attribute(inner, 'id')}]")
        elif kind and kind not in _UNSEEN:
            said.append(_text(inner))
    return "".join(said)


def _text_below(note: Any) -> str:
    return " ".join(_text(paragraph).strip() for paragraph in children(note, "p"))


def _text_boxes(paragraph: Any) -> Iterator[Any]:
    """Yield the contents of text boxes anchored in ``paragraph``; each is there twice, for old programs."""
    for inner in paragraph:
        if name(inner) == "txbxContent":
            yield inner
        elif name(inner) != "Fallback":
            yield from _text_boxes(inner)
