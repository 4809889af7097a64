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
├── ModelUnavailable            a model that was asked for is not installed, or its server does not answer
└── WeightsInvalid              a weights file is missing or has the wrong hash
"""

from __future__ import annotations

from pathlib import Path


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


class ModelUnavailable(PlantError):
    """A model that was asked for is not on this machine, or the server that runs it does not answer."""


class WeightsInvalid(PlantError):
    """A weights file is missing, or is not the file its name promises."""
