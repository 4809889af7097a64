"""What MuPDF says of damaged files: the errors it raises, and the warnings it mutters while it reads on."""

from __future__ import annotations

import re

import pymupdf

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)

DAMAGED = (pymupdf.FileDataError, pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError)
"""What is raised for damaged files and pages."""

# Text is missing after these; of the others ("repairing", "ignoring") the reader need not know.
_CUT_SHORT = re.compile(
    r"(?:zlib error: .*\n)?read error; treating as end of file|premature end of data.*|cannot load content stream.*"
    r"|content stream is not a stream|encountered syntax errors.*"
)
_NO_PAGE = re.compile(r"non-page object in page tree")


def forget_warnings() -> None:
    """Forget what was muttered so far; call before a page is read."""
    pymupdf.TOOLS.mupdf_warnings(reset=True)  # this one also ends the counting of equal warnings


def damage(*, blank: bool) -> str:
    """Return why the page read last is not whole, or ""; on a ``blank`` one more counts as damage."""
    muttered = str(pymupdf.TOOLS.mupdf_warnings(reset=True))
    found = _CUT_SHORT.search(muttered) or (_NO_PAGE.search(muttered) if blank else None)
    return " ".join(found[0].split()) if found else ""
