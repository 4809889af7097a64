"""Moving all books of a plant from files to a database, and back: what is there stays, what was moved stays moved."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from plant_copilot.errors import WrongUse
from plant_copilot.ledger import THREADS
from plant_copilot.moving.books import BOOKS, RECORDS
from plant_copilot.moving.rows import Tell, copied, held
from plant_copilot.moving.threads import remembered
from plant_knowledge_ingest.book import Title
from plant_knowledge_ingest.book_engines import seen_from
from plant_knowledge_ingest.shelf import Shelf

if TYPE_CHECKING:
    from plant_copilot.settings import Settings

Json = dict[str, Any]


def move(settings: Settings, tell: Tell, *, back: bool = False) -> Json:
    """Copy the books of a home to the database of the settings, or ``back``: {source, target, books, rows, seconds}.

    ``books``: [{book, rows, state}], state being moved, there (the same rows were there already) or none; ``tell`` is
    told of the book and of the rows done. Where it came from stays as it is. Nobody may use the plant meanwhile; the
    caller sees to that. Raises ``WrongUse``, ``DatabaseRefused``, and what a book raises that is out of reach.
    """
    if not settings.database:
        raise WrongUse("There is no database to move to or from.", remedy="Set PLANT_DATABASE to its address.")
    started = time.perf_counter()
    files, server = Shelf(settings.home), settings.shelf
    source, target = (server, files) if back else (files, server)
    books = [move_book(title, source, target, tell) for title in books_of(settings)]
    return {
        "source": named(source),
        "target": named(target),
        "books": books,
        "rows": sum(one["rows"] for one in books),
        "seconds": round(time.perf_counter() - started, 2),
    }


def where(settings: Settings) -> Json:
    """Return {place, books: [{book, place, rows}]}: where everything that is rows is kept, and how many there are."""
    books = [
        {"book": title.name, "place": named(shelf), "rows": held(title, shelf)}
        for title, shelf in ((title, settings.shelf) for title in books_of(settings))
    ]
    return {"place": named(settings.shelf), "books": books}


def books_of(settings: Settings) -> Iterator[Title]:
    """Yield the books that have no database of their own by another setting."""
    for title in BOOKS:
        if not (title is RECORDS and settings.records) and not (title is THREADS and settings.conversations):
            yield title


def left_in_files(settings: Settings) -> list[str]:
    """Return the books of which the home has a file with rows, and the database of the settings has none."""
    files = Shelf(settings.home)
    there = (title for title in books_of(settings) if (settings.home / title.file).is_file())
    return [title.name for title in there if held(title, files) and not held(title, settings.shelf)]


def named(shelf: Shelf) -> str:
    """Return the place of a shelf, without what may be secret in it."""
    return seen_from(shelf) if shelf.url else str(shelf.home)


def move_book(title: Title, source: Shelf, target: Shelf, tell: Tell) -> Json:
    """Copy one book between shelves, with what goes with it: {book, rows, state}. Raises ``DatabaseRefused``."""
    if title is THREADS:
        remembered(source, target)
    return copied(title, source, target, tell)
