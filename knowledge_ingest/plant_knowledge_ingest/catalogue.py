"""The list of what is in the library: which file became which revision of which document, effective from when."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from threading import RLock

from plant_knowledge_ingest.errors import LibraryWriteFailed
from plant_knowledge_ingest.passage import Document, issue

_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    name TEXT NOT NULL, revision TEXT NOT NULL, title TEXT NOT NULL, effective TEXT NOT NULL,
    assets TEXT NOT NULL, rights TEXT NOT NULL,
    path TEXT NOT NULL, file TEXT NOT NULL, pages_file TEXT NOT NULL,
    pages INTEGER NOT NULL, passages INTEGER NOT NULL, languages TEXT NOT NULL, unread TEXT NOT NULL,
    added_at TEXT NOT NULL,
    PRIMARY KEY (name, revision)
);
CREATE INDEX IF NOT EXISTS documents_by_file ON documents (file);
CREATE INDEX IF NOT EXISTS documents_by_pages_file ON documents (pages_file);
CREATE TABLE IF NOT EXISTS answering (recipe TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS leaving (issue TEXT PRIMARY KEY);
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


def local_day() -> date:
    """Return today's date where this machine stands."""
    return datetime.now(UTC).astimezone().date()


class Catalogue:
    """Entries in a SQLite file. Safe to share between threads. ``today`` says which revisions are effective."""

    def __init__(self, file: Path, today: Callable[[], date] = local_day) -> None:
        self._file = file
        self.today = today
        self._lock = RLock()
        self._kept: dict[tuple[str, ...], tuple[Entry, ...]] = {}
        self._kept_of: tuple[int, int] = (0, 0)
        with self._writing():
            file.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(file, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.executescript(_SCHEMA)
            self._db.commit()

    def version(self) -> int:
        """Return a number that changes when another process has written to the catalogue."""
        with self._lock:
            return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    def entries(self) -> list[Entry]:
        """Return all entries, by document name and then oldest revision first."""
        return self._where("TRUE")

    def revisions(self, name: str) -> list[Entry]:
        """Return the entries of one document, oldest revision first."""
        return self._where("name = ?", name)

    def of_file(self, digest: str) -> list[Entry]:
        """Return the entries that were read from a file with this SHA-256."""
        return self._where("file = ?", digest)

    def showing(self, pages_file: str) -> list[Entry]:
        """Return the entries whose pages this PDF of the library shows."""
        return self._where("pages_file = ?", pages_file)

    def find(self, name: str, revision: str | None = None) -> Entry | None:
        """Return the entry of ``revision``, or of the current one; where none is current yet, of the first to be."""
        revisions = self.revisions(name)
        if revision is None:
            return effective(revisions, self.today()) or next(iter(revisions), None)
        return next((entry for entry in revisions if entry.document.revision == revision), None)

    def current(self, day: date | None = None) -> list[Entry]:
        """Return of every document the revision that is effective on ``day``, by default today."""
        families = groupby(self.entries(), key=lambda entry: entry.document.name)
        chosen = (effective(list(revisions), day or self.today()) for _, revisions in families)
        return [entry for entry in chosen if entry]

    def _where(self, condition: str, *values: str) -> list[Entry]:
        """Return entries in order. A question asks for the same ones dozens of times: they are kept until a change."""
        with self._lock:
            if self._kept_of != (state := (self.version(), self._db.total_changes)):
                self._kept, self._kept_of = {}, state
            if (condition, *values) not in self._kept:
                self._kept[condition, *values] = self._read(condition, values)
            return list(self._kept[condition, *values])

    def _read(self, condition: str, values: tuple[str, ...]) -> tuple[Entry, ...]:
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM documents WHERE {condition}", values).fetchall()  # noqa: S608 - constants
        return tuple(
            sorted(
                map(_entry, rows),
                key=lambda entry: (entry.document.name.casefold(), entry.document.name, _age(entry.document)),
            )
        )

    def put(self, entry: Entry, *, instead_of: Iterable[Document] = ()) -> None:
        """Add ``entry``, or replace the one with its name and revision; remove those of ``instead_of`` with it."""
        with self._writing():
            for other in instead_of:
                self._delete(other.name, other.revision)
            self._insert(entry)
            self._db.commit()

    def _insert(self, entry: Entry) -> None:
        document = entry.document
        self._delete(document.name, document.revision)
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
        self._db.execute(f"INSERT INTO documents ({_COLUMNS}) VALUES ({marks})", values)  # noqa: S608 - constants
        self._db.execute("DELETE FROM leaving WHERE issue = ?", (document.issue,))

    def _delete(self, name: str, revision: str) -> None:
        """Remove an entry, and note that the index is to lose its passages."""
        chosen = "FROM documents WHERE name = ? AND revision = ?"
        for (file,) in self._db.execute(f"SELECT file {chosen}", (name, revision)).fetchall():
            self._db.execute("INSERT OR IGNORE INTO leaving VALUES (?)", (issue(name, revision, file),))
        self._db.execute(f"DELETE {chosen}", (name, revision))

    def leaving(self) -> list[str]:
        """Return the issues that are in no entry any more, but perhaps still in the index."""
        with self._lock:
            return [str(row[0]) for row in self._db.execute("SELECT issue FROM leaving")]

    def left(self, issues: Iterable[str]) -> None:
        """Note that the index has lost these."""
        with self._writing():
            self._db.executemany("DELETE FROM leaving WHERE issue = ?", [(issue,) for issue in issues])
            self._db.commit()

    def pages_files(self) -> set[str]:
        """Return the names of all PDFs that show pages of an entry."""
        with self._lock:
            return {str(row[0]) for row in self._db.execute("SELECT pages_file FROM documents")}

    def recipe(self) -> str:
        """Return what the answering index was made with, as ``answer_from`` was told; "" for a new library."""
        with self._lock:
            row = self._db.execute("SELECT recipe FROM answering").fetchone()
        return str(row[0]) if row else ""

    def answer_from(self, recipe: str, entries: Iterable[Entry] = ()) -> None:
        """Take over another index, and what reading the documents for it found, all at once or not at all."""
        with self._writing():
            self._db.execute("DELETE FROM answering")
            self._db.execute("INSERT INTO answering VALUES (?)", (recipe,))
            for entry in entries:
                self._insert(entry)
            self._db.commit()

    def remove(self, name: str, revision: str) -> None:
        """Remove an entry."""
        with self._writing():
            self._delete(name, revision)
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


def effective(revisions: Sequence[Entry], day: date) -> Entry | None:
    """Return the newest of ``revisions``, oldest first, that is effective on ``day``."""
    return next((entry for entry in reversed(revisions) if begins(entry.document) <= day), None)


def begins(document: Document) -> date:
    """Return the day from which a revision is effective; a month or year begins with its first day."""
    return date.fromisoformat(f"{document.effective}-01-01"[:10]) if document.effective else date.min


def _age(document: Document) -> tuple[str, list[tuple[int, int, str]]]:
    """Order revisions: by effective date, then "9" before "10" and "B" before "C"."""
    parts = re.findall(r"\d+|\D+", document.revision)
    return document.effective, [(1, int(part), "") if part.isdigit() else (0, 0, part.casefold()) for part in parts]
