"""The list of what is in the library: which file became which revision of which document."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

from plant_knowledge_ingest.errors import LibraryWriteFailed
from plant_knowledge_ingest.passage import Document

_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    name TEXT NOT NULL, revision TEXT NOT NULL, title TEXT NOT NULL, effective TEXT NOT NULL,
    assets TEXT NOT NULL, rights TEXT NOT NULL,
    path TEXT NOT NULL, file TEXT NOT NULL, pages_file TEXT NOT NULL,
    pages INTEGER NOT NULL, passages INTEGER NOT NULL, languages TEXT NOT NULL, unread TEXT NOT NULL,
    added_at TEXT NOT NULL,
    PRIMARY KEY (name, revision)
)
"""
_COLUMNS = (
    "name, revision, title, effective, assets, rights, path, file, pages_file, "
    "pages, passages, languages, unread, added_at"
)


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


class Catalogue:
    """Entries in a SQLite file. Safe to share between threads."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = RLock()
        with self._writing():
            file.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(file, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute(_SCHEMA)
            self._db.commit()

    def entries(self) -> list[Entry]:
        """Return all entries, by document name and then oldest revision first."""
        with self._lock:
            rows = self._db.execute(f"SELECT {_COLUMNS} FROM documents").fetchall()  # noqa: S608 - a constant
        return sorted(
            (_entry(row) for row in rows),
            key=lambda entry: (entry.document.name.casefold(), _age(entry.document)),
        )

    def find(self, name: str, revision: str | None = None) -> Entry | None:
        """Return the entry of ``revision``, or of the current one."""
        revisions = [entry for entry in self.entries() if entry.document.name == name]
        if revision is None:
            return revisions[-1] if revisions else None
        return next((entry for entry in revisions if entry.document.revision == revision), None)

    def current(self) -> list[Entry]:
        """Return the newest revision of every document: by effective date, then by revision mark."""
        return list({entry.document.name: entry for entry in self.entries()}.values())

    def put(self, entry: Entry, *, instead_of: Iterable[Document] = ()) -> None:
        """Add ``entry``, or replace the one with its name and revision; remove those of ``instead_of`` with it."""
        document = entry.document
        values = (
            document.name,
            document.revision,
            document.title,
            document.effective,
            json.dumps(document.assets),
            json.dumps(document.rights),
            str(entry.path),
            document.file,
            entry.pages_file,
            entry.pages,
            entry.passages,
            json.dumps(entry.languages),
            json.dumps(entry.unread),
            entry.added_at,
        )
        marks = ", ".join("?" * len(values))
        gone = [(other.name, other.revision) for other in instead_of]
        with self._writing():
            self._db.executemany("DELETE FROM documents WHERE name = ? AND revision = ?", gone)
            self._db.execute(f"INSERT OR REPLACE INTO documents ({_COLUMNS}) VALUES ({marks})", values)  # noqa: S608 - constants
            self._db.commit()

    def remove(self, name: str, revision: str) -> None:
        """Remove an entry."""
        with self._writing():
            self._db.execute("DELETE FROM documents WHERE name = ? AND revision = ?", (name, revision))
            self._db.commit()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with self._lock:
                yield
        except (OSError, sqlite3.OperationalError) as error:
            raise LibraryWriteFailed(
                f"Cannot write {self._file}: {error}.", remedy="Check the disk and its rights."
            ) from error


def _entry(row: tuple[str, ...]) -> Entry:
    (
        name,
        revision,
        title,
        effective,
        assets,
        rights,
        path,
        file,
        pages_file,
        pages,
        passages,
        languages,
        unread,
        added,
    ) = row
    return Entry(
        document=Document(name, revision, file, title, effective, tuple(json.loads(assets)), tuple(json.loads(rights))),
        path=Path(path),
        pages_file=pages_file,
        pages=int(pages),
        passages=int(passages),
        languages=tuple(json.loads(languages)),
        unread={int(page): reason for page, reason in json.loads(unread).items()},
        added_at=added,
    )


def _age(document: Document) -> tuple[str, list[tuple[int, int, str]]]:
    """Order revisions: by effective date, then "9" before "10" and "B" before "C"."""
    parts = re.findall(r"\d+|\D+", document.revision)
    return document.effective, [(1, int(part), "") if part.isdigit() else (0, 0, part.casefold()) for part in parts]
