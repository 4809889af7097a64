"""The letters printed on a page with their places, read anew from the PDF: what a drawn mark is checked against."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pymupdf

from plant_knowledge_ingest.errors import UnknownPage
from plant_knowledge_ingest.passage import Rectangle

_APART = 0  # ligatures are taken apart, as in what is quoted


class Letter(NamedTuple):
    """A letter and its box, in shares of the page's width and height as it is displayed."""

    text: str
    box: Rectangle


def letters_on(pdf: Path, page: int) -> list[Letter]:
    """Return the letters of the 1-based ``page`` in the order of the file; [] of a scan. Raises ``UnknownPage``."""
    with pymupdf.open(pdf) as document:
        if not 1 <= page <= document.page_count:
            raise UnknownPage(f"The document has pages 1 to {document.page_count}, not {page}.")
        shown = document[page - 1]
        sheet, turned = shown.rect, shown.rotation_matrix
        found = []
        for block in shown.get_text("rawdict", flags=_APART)["blocks"]:
            for line in block.get("lines", ()):
                for span in line["spans"]:
                    found += [(one["c"], pymupdf.Rect(one["bbox"]) * turned) for one in span["chars"]]
        return [
            Letter(text, Rectangle(b.x0 / sheet.width, b.y0 / sheet.height, b.x1 / sheet.width, b.y1 / sheet.height))
            for text, b in found
        ]
