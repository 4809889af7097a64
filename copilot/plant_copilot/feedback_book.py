"""The book of feedback: what each person thinks of each answer, once."""

from __future__ import annotations

import json
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlalchemy import Column, MetaData, Table, Text, UniqueConstraint, delete, insert, inspect, select

from plant_copilot.errors import FeedbackOutOfReach
from plant_knowledge_ingest.book import Book, Title
from plant_knowledge_ingest.book_engines import Engines
from plant_knowledge_ingest.book_tables import make
from plant_knowledge_ingest.shelf import Shelf

Json = dict[str, Any]

_EARLIER = "feedback.jsonl"
_ABOUT = ("thread", "number", "by")
_TABLES = MetaData()
_FEEDBACK = Table(
    "feedback",
    _TABLES,
    Column("code", Text, primary_key=True),
    *(Column(name, Text, nullable=False) for name in _ABOUT),
    Column("at", Text, nullable=False, index=True),
    Column("told", Text, nullable=False),
    UniqueConstraint(*_ABOUT),
)


def _make(engines: Engines, tables: MetaData) -> None:
    """Make the table, and take over what an earlier version wrote into a file of lines."""
    with engines.reading.begin() as db:
        is_new = not inspect(db).has_table(_FEEDBACK.name)
    make(engines, tables)
    file = Path(engines.writing.url.database or "").with_name(_EARLIER)
    if is_new and engines.writing.dialect.name == "sqlite" and file.is_file():
        with engines.writing.begin() as db:
            latest = {tuple(str(one[name]) for name in _ABOUT): one for one in _lines(file)}
            for one in latest.values():
                db.execute(insert(_FEEDBACK).values(_row(one)))


FEEDBACK = Title(
    "feedback", "feedback.sqlite", _TABLES, "The feedback in", FeedbackOutOfReach, make=_make, earlier=_EARLIER
)


class FeedbackBook:
    """The feedback of a plant. Safe to share between threads and processes."""

    def __init__(self, shelf: Shelf) -> None:
        self._book = Book(shelf, FEEDBACK)

    def put(self, entry: Json) -> Json:
        """Keep an entry in the place of the one by the same person on the same answer; return it with its code.

        Raises ``FeedbackOutOfReach``.
        """
        same = [_FEEDBACK.c[name] == str(entry[name]) for name in _ABOUT]
        with self._book.writing() as db:
            code = db.scalar(select(_FEEDBACK.c.code).where(*same)) or token_hex(4).upper()
            db.execute(delete(_FEEDBACK).where(*same))
            db.execute(insert(_FEEDBACK).values(_row({"code": code, **entry})))
        return {"code": code, **entry}

    def listed(self) -> list[Json]:
        """Return all entries, the newest first. Raises ``FeedbackOutOfReach``."""
        if not self._book.is_there:
            return []
        with self._book.reading() as db:
            return [json.loads(told) for told in db.scalars(select(_FEEDBACK.c.told).order_by(_FEEDBACK.c.at.desc()))]


def _row(entry: Json) -> Json:
    told = {name: str(entry[name]) for name in ("code", *_ABOUT, "at")}
    return {**told, "told": json.dumps(entry, ensure_ascii=False)}


def _lines(file: Path) -> list[Json]:
    """Return the entries in the order they were written; a line cut off by a power failure is passed over."""
    entries = []
    for line in file.read_text(encoding="utf-8").splitlines():
        try:
            entries.append(dict(json.loads(line)))
        except json.JSONDecodeError:
            continue
    return entries
