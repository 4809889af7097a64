"""The rows that a server keeps for a home, in a backup: as the files that a home without a server has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plant_copilot.errors import DatabaseRefused
from plant_copilot.moving.books import BOOKS
from plant_copilot.moving.move import books_of, move_book, named
from plant_copilot.moving.rows import held
from plant_knowledge_ingest.shelf import Shelf

if TYPE_CHECKING:
    from plant_copilot.settings import Settings


class ServerRows:
    """The books of the database of the settings, each of one moment, the audit log before what it speaks of."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.files = frozenset(title.file for title in books_of(settings))

    def write(self, folder: Path) -> None:
        """Write them into files of ``folder``. Raises what a book raises that is out of reach."""
        for title in books_of(self._settings):
            move_book(title, self._settings.shelf, Shelf(folder), _say_nothing)


def to_server(shelf: Shelf) -> None:
    """Bring the books that a backup has as files in the home of ``shelf`` to its server, and remove the files.

    Raises ``DatabaseRefused`` where there is something already, before anything is brought there.
    """
    here = Shelf(shelf.home)
    found = [title for title in BOOKS if (here.home / title.file).is_file()]
    if shelf.is_made and any(held(title, shelf) for title in found):
        raise DatabaseRefused(
            f"There is something already in {named(shelf)}.",
            remedy="Nothing was changed. Give the backup an empty schema: PLANT_DATABASE_SCHEMA.",
        )
    for title in found:
        move_book(title, here, shelf, _say_nothing)
        for ending in ("", "-wal", "-shm"):
            (here.home / f"{title.file}{ending}").unlink(missing_ok=True)


def _say_nothing(_book: str, _rows: int) -> None:
    return None
