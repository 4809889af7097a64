"""An entry of the catalogue: one revision of a document, and which of several is effective."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from plant_knowledge_ingest.passage import Document


@dataclass(frozen=True, slots=True)
class Entry:
    """One revision in the library.

    ``path`` is the file it came from; ``pages_file`` names the PDF in the
    library that shows its pages; ``languages`` most frequent first; ``unread`` maps page numbers to reasons.
    """

    document: Document
    path: Path
    pages_file: str
    pages: int
    passages: int
    languages: tuple[str, ...]
    unread: dict[int, str]
    added_at: str


def local_day() -> date:
    """Return today's date where this machine stands."""
    return datetime.now(UTC).astimezone().date()


def effective(revisions: Sequence[Entry], day: date) -> Entry | None:
    """Return the newest of ``revisions``, oldest first, that is effective on ``day``."""
    return next((entry for entry in reversed(revisions) if begins(entry.document) <= day), None)


def begins(document: Document) -> date:
    """Return the day from which a revision is effective; a month or year begins with its first day."""
    return date.fromisoformat(f"{document.effective}-01-01"[:10]) if document.effective else date.min


def place(entry: Entry) -> tuple[object, ...]:
    """Return what entries are put in order by: document name, then the oldest revision first."""
    document = entry.document
    return document.name.casefold(), document.name, document.effective, _counted(document.revision)


def _counted(revision: str) -> list[tuple[int, int, str]]:
    """Order revisions of one day: "9" before "10" and "B" before "C"."""
    parts = re.findall(r"\d+|\D+", revision)
    return [(1, int(part), "") if part.isdigit() else (0, 0, part.casefold()) for part in parts]
