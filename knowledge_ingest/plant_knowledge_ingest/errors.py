"""The errors a caller can act on.

PlantError                      the root: a message, and what to do about it
├── UnreadableDocument          a file that cannot be read; names path and, where known, page
├── UnknownDocument             a name that is not in the library
├── UnknownPage                 a page that the document does not have
├── IndexBusy                   another process has the library open
├── IndexMismatch               the library was built with another embedding model
├── IndexRefused                the Qdrant server refuses: a wrong key, too old, or an error of its own
├── IndexUnreachable            no Qdrant server answers, or not in time
├── LibraryWriteFailed          the disk refused a write (full, read-only)
├── PagesUnreachable            no store of pages answers, or not in time
├── PagesRefused                the store of pages refuses: a wrong key, another library's prefix, other content
├── PagesLost                   the PDF of a document's pages is not where it is kept
├── ModelUnavailable            a model that was asked for is not installed, or its server does not answer
└── WeightsInvalid              a weights file is missing or has the wrong hash
"""

from __future__ import annotations

from pathlib import Path
from typing import Self


class PlantError(Exception):
    """Something a person can put right. ``message`` says what happened, ``remedy`` what to do."""

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class UnreadableDocument(PlantError):
    """A file that cannot be read, in whole or from one page on."""

    def __init__(self, path: Path, reason: str, *, page: int | None = None, remedy: str = "") -> None:
        super().__init__(f"{path}, page {page}: {reason}." if page else f"{path}: {reason}.", remedy=remedy)
        self.path = path
        self.page = page
        self.reason = reason


class UnknownDocument(PlantError):
    """A document that is not in the library, or that the asker may not see."""


class UnknownPage(PlantError):
    """A page number outside the document."""


class IndexBusy(PlantError):
    """Another process has the library open."""


class IndexMismatch(PlantError):
    """The library was built with another embedding model."""


class IndexRefused(PlantError):
    """The Qdrant server answers, and refuses."""


class IndexUnreachable(PlantError):
    """No Qdrant server answers at the address, or not in time."""


class LibraryWriteFailed(PlantError):
    """The disk refused a write."""


class PagesUnreachable(PlantError):
    """The store of pages does not answer, or not in time."""

    @classmethod
    def at(cls, where: str) -> Self:
        """Return the error for the store at ``where``."""
        return cls(f"The pages in {where} are out of reach.", remedy="The text is here; try the picture again shortly.")


class PagesRefused(PlantError):
    """The store of pages answers, and refuses, or sends what was not stored."""


class PagesLost(PlantError):
    """The PDF of a document's pages is not where it is kept."""

    @classmethod
    def of(cls, name: str, where: str) -> Self:
        """Return the error for the PDF ``name``, which should be in ``where``."""
        return cls(
            f"The pages {name} are not in {where}.",
            remedy="If pages are still elsewhere: plant-copilot pages move. If not, ingest the document again.",
        )


class ModelUnavailable(PlantError):
    """A model that was asked for is not on this machine, or the server that runs it does not answer."""


class WeightsInvalid(PlantError):
    """A weights file is missing, or is not the file its name promises."""
