"""Reading a PDF plainly: PyMuPDF's words of each page, and nothing made of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

import pymupdf


class PlainPdf:
    """An open PDF."""

    def __init__(self, path: Path) -> None:
        self._pdf: Any = pymupdf.open(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pdf.close()

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return int(self._pdf.page_count)

    def words(self, numbers: Iterable[int]) -> int:
        """Read the 1-based pages ``numbers`` and return how many words they have."""
        return sum(len(self._pdf[number - 1].get_text("words")) for number in numbers)
