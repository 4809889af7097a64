"""What is said between the process that ingests and the one that reads files for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plant_knowledge_ingest.readers.page import Page

if TYPE_CHECKING:  # it loads the library of PDFs, which only a reading process needs
    from plant_knowledge_ingest.readers.photo import Photo


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading may cost: seconds for a page, for opening or setting a file, for all its pages; bytes of memory."""

    page_seconds: float = 120.0  # recognising the text of a scan takes some, on a slow machine up to 60
    open_seconds: float = 600.0
    file_seconds: float = 14_400.0
    memory: int = 4_000_000_000


@dataclass(frozen=True, slots=True)
class Render:
    """Asks for the PDF that shows the file at ``path``; answered by Rendered or Refused."""

    path: Path


@dataclass(frozen=True, slots=True)
class Look:
    """Asks for the text of the photo at ``path``, which errors name ``called``; answered by Looked or Refused."""

    path: Path
    called: Path


@dataclass(frozen=True, slots=True)
class Open:
    """Asks to open the PDF ``file``, which errors name ``called``; answered by Opened or Refused."""

    file: Path
    called: Path


@dataclass(frozen=True, slots=True)
class ReadOn:
    """Asks for all pages of the open file from ``first`` on; answered by Read, Unread, Refused, then Ended.

    They may take ``seconds``. With ``care`` no page is begun before the one before it is sent.
    """

    first: int
    seconds: float
    care: bool


@dataclass(frozen=True, slots=True)
class Rendered:
    """The PDF itself."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Looked:
    """The photo and its text."""

    photo: Photo


@dataclass(frozen=True, slots=True)
class Opened:
    """The file is open."""

    title: str
    page_count: int


@dataclass(frozen=True, slots=True)
class Read:
    """A page."""

    page: Page

    @property
    def number(self) -> int:
        """Its 1-based number."""
        return self.page.number


@dataclass(frozen=True, slots=True)
class Unread:
    """A page that was not read, and why."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The file cannot be read at all."""

    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Ended:
    """All pages were sent."""
