"""The list of what is in the library: which file became which revision of which document, effective from when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path
from threading import RLock

from sqlalchemy import Column, select

from plant_knowledge_ingest import catalogue_tables as tables
from plant_knowledge_ingest.book import Book
from plant_knowledge_ingest.catalogue_changes import Changes, FileChanges, ServerChanges
from plant_knowledge_ingest.catalogue_tables import ANSWERING, CATALOGUE, DOCUMENTS, LEAVING
from plant_knowledge_ingest.entry import Entry, effective, local_day, place
from plant_knowledge_ingest.errors import LibraryWriteFailed
from plant_knowledge_ingest.passage import Document
from plant_knowledge_ingest.shelf import Shelf


class Catalogue:
    """Entries in a book. Safe to share between threads. ``today`` says which revisions are effective."""

    def __init__(self, file: Path, today: Callable[[], date] = local_day, shelf: Shelf | None = None) -> None:
        """Open it in ``file``, or on the server of ``shelf``, if it has one. Raises ``LibraryWriteFailed``."""
        self.today = today
        self._lock = RLock()
        self._kept: dict[tuple[str, ...], tuple[Entry, ...]] = {}
        self._kept_of = -1
        here = Shelf(file.parent), replace(CATALOGUE, file=file.name)
        self._book = book = Book(shelf, CATALOGUE) if shelf and shelf.url else Book(*here)
        book.open()
        self._changes: Changes = FileChanges(book, book.file) if book.file else ServerChanges(book)

    def version(self) -> int:
        """Return a number that is another one after somebody has written to the catalogue."""
        return self._changes.number()

    def entries(self) -> list[Entry]:
        """Return all entries, by document name and then oldest revision first."""
        return self._where()

    def revisions(self, name: str) -> list[Entry]:
        """Return the entries of one document, oldest revision first."""
        return self._where("name", name)

    def of_file(self, digest: str) -> list[Entry]:
        """Return the entries that were read from a file with this SHA-256."""
        return self._where("file", digest)

    def showing(self, pages_file: str) -> list[Entry]:
        """Return the entries whose pages this PDF of the library shows."""
        return self._where("pages_file", pages_file)

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

    def _where(self, *condition: str) -> list[Entry]:
        """Return entries in order. A question asks for the same ones dozens of times: they are kept until a change."""
        with self._lock:
            if self._kept_of != (version := self.version()):
                self._kept, self._kept_of = {}, version
            if condition not in self._kept:
                self._kept[condition] = self._read(*condition)
            return list(self._kept[condition])

    def _known(self, column: str = "", value: str = "") -> tuple[Entry, ...]:
        """Return the same of what was read before, while the database is out of reach."""
        return tuple(entry for entry in self._kept[()] if not column or tables.row_of(entry)[column] == value)

    def _read(self, column: str = "", value: str = "") -> tuple[Entry, ...]:
        """Return the entries that have ``value`` in a column, or all."""
        wanted = select(DOCUMENTS).where(DOCUMENTS.c[column] == value) if column else select(DOCUMENTS)
        try:
            with self._book.reading() as db:
                rows = db.execute(wanted).mappings().all()
        except LibraryWriteFailed:
            if () not in self._kept:
                raise
            return self._known(column, value)
        return tuple(sorted(map(tables.entry_of, rows), key=place))

    def put(self, entry: Entry, *, instead_of: Iterable[Document] = ()) -> None:
        """Add ``entry``, or replace the one with its name and revision; remove those of ``instead_of`` with it."""
        with self._changes.writing() as db:
            for other in instead_of:
                tables.drop(db, other.name, other.revision)
            tables.put(db, entry)

    def leaving(self) -> list[str]:
        """Return the issues that are in no entry any more, but perhaps still in the index."""
        return self._column(LEAVING.c.issue)

    def left(self, issues: Iterable[str]) -> None:
        """Note that the index has lost these."""
        with self._changes.writing() as db:
            tables.stay(db, issues)

    def pages_files(self) -> set[str]:
        """Return the names of all PDFs that show pages of an entry."""
        return set(self._column(DOCUMENTS.c.pages_file))

    def recipe(self) -> str:
        """Return what the answering index was made with, as ``answer_from`` was told; "" for a new library."""
        return next(iter(self._column(ANSWERING.c.recipe)), "")

    def answer_from(self, recipe: str, entries: Iterable[Entry] = ()) -> None:
        """Take over another index, and what reading the documents for it found, all at once or not at all."""
        with self._changes.writing() as db:
            tables.answer_from(db, recipe)
            for entry in entries:
                tables.put(db, entry)

    def remove(self, name: str, revision: str) -> None:
        """Remove an entry."""
        with self._changes.writing() as db:
            tables.drop(db, name, revision)

    def close(self) -> None:
        """Close the book."""
        self._changes.close()
        self._book.close()

    def _column(self, column: Column[str]) -> list[str]:
        with self._book.reading() as db:
            return list(db.scalars(select(column)))
