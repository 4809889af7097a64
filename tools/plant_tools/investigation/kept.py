"""Investigations, kept: added once by their key, changed by whoever has seen the latest version."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Column, Integer, MetaData, Table, Text, insert, select, update

from plant_knowledge_ingest.book import Book, Title
from plant_knowledge_ingest.shelf import Shelf
from plant_tools.investigation.errors import InvestigationClosed, InvestigationsOutOfReach, UnknownInvestigation

Json = dict[str, Any]

_TABLES = MetaData()
_TABLE = Table(
    "investigation",
    _TABLES,
    Column("number", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)
INVESTIGATIONS = Title(
    "investigations", "investigations.sqlite", _TABLES, "The investigations in", InvestigationsOutOfReach
)
_SHOWN = select(_TABLE.c.number, _TABLE.c.version, _TABLE.c.body)


class Kept:
    """The investigations of a plant, in a book that is made when it is first opened."""

    def __init__(self, shelf: Shelf) -> None:
        self._book = Book(shelf, INVESTIGATIONS)

    def add(self, key: str, body: Json) -> Json:
        """Keep a new one; under a key that is known, return the one that is there."""
        with self._book.writing() as db:
            known = db.execute(_SHOWN.where(_TABLE.c.key == key)).first()
            put = insert(_TABLE).values(key=key, version=1, body=_written(body))
            number, version, kept = known or db.execute(put.returning(*_SHOWN.selected_columns)).one()
        return _read(number, version, kept)

    def by_key(self, key: str) -> Json | None:
        """Return the one that was begun under ``key``, or None."""
        with self._book.reading() as db:
            row = db.execute(_SHOWN.where(_TABLE.c.key == key)).first()
        return _read(*row) if row else None

    def find(self, number: int) -> Json:
        """Return an investigation. Raises ``UnknownInvestigation``."""
        with self._book.reading() as db:
            row = db.execute(_SHOWN.where(_TABLE.c.number == number)).first()
        if row is None:
            raise unknown(number)
        return _read(*row)

    def save(self, one: Json) -> Json:
        """Keep a changed one. Raises ``InvestigationClosed`` where somebody else changed it meanwhile."""
        body = {name: value for name, value in one.items() if name not in {"investigation", "version"}}
        seen = (_TABLE.c.number == one["investigation"], _TABLE.c.version == one["version"])
        with self._book.writing() as db:
            done = db.execute(update(_TABLE).where(*seen).values(version=one["version"] + 1, body=_written(body)))
        if done.rowcount != 1:
            raise InvestigationClosed(
                f"Investigation {one['investigation']} was changed by somebody else meanwhile.",
                remedy="Look at it again.",
            )
        return one | {"version": one["version"] + 1}

    def listed(self) -> list[Json]:
        """Return all, latest first."""
        with self._book.reading() as db:
            return [_read(*row) for row in db.execute(_SHOWN.order_by(_TABLE.c.number.desc()))]


def unknown(number: int) -> UnknownInvestigation:
    """Return the error for a number that there is not, or not for whoever asks."""
    return UnknownInvestigation(
        f"There is no investigation {number}.", remedy="List them: plant-copilot rca session list"
    )


def _written(body: Json) -> str:
    return json.dumps(body, ensure_ascii=False)


def _read(number: int, version: int, body: str) -> Json:
    return {"investigation": number, "version": version, **json.loads(body)}
