"""Whether two files have the same text, as a manual has that is kept as Word and as PDF."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from plant_knowledge_ingest.readers.page import Page

_WORD = re.compile(r"\w+")
# Hyphens, headers and marks of lists differ between formats. Figures must not.
_SHARED = 0.95


def words(pages: Iterable[Page]) -> Counter[str]:
    """Count the words of ``pages``, without running lines, variants of a character made the same."""
    lines = (unicodedata.normalize("NFKC", line.text).casefold() for page in pages for line in page.lines)
    return Counter(word for line in lines for word in _WORD.findall(line))


def are_alike(one: Counter[str], other: Counter[str]) -> bool:
    """Tell whether nearly all words of one are those of the other, and every word with a figure is in both."""
    shared = (one & other).total() >= _SHARED * max(one.total(), other.total(), 1)
    return shared and _figures(one) == _figures(other)


def chosen(before: Path, path: Path) -> tuple[Path, Path, str]:
    """Return which of two files of one text is kept, the PDF or else the one that was there, the other, and why."""
    is_pdf = path.suffix.lower() == ".pdf"
    kept, copy = (path, before) if is_pdf else (before, path)
    what = "the PDF" if is_pdf or before.suffix.lower() == ".pdf" else "that file"
    return kept, copy, f"it is a copy in another format of {kept}; {what} is kept"


def _figures(counted: Counter[str]) -> set[str]:
    return {word for word in counted if any(map(str.isdigit, word))}
