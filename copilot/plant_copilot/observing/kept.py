"""The traces of a plant: kept for some days, and never in the way of an answer."""

from __future__ import annotations

import json
import logging
from typing import Any

from sqlalchemy import Column, Connection, Float, Index, MetaData, Table, Text, delete, insert, select

from plant_copilot.errors import TracesOutOfReach
from plant_copilot.observing.trace import Trace
from plant_knowledge_ingest.age import AGE
from plant_knowledge_ingest.book import Book, Title
from plant_knowledge_ingest.shelf import Shelf

Json = dict[str, Any]

_log = logging.getLogger(__name__)
_SWEPT_EVERY = 200
_TABLES = MetaData()
_TRACES = Table(
    "traces",
    _TABLES,
    Column("code", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("told", Text, nullable=False),
)
Index("traces_by_time", _TRACES.c.at)
# A trace that a power cut takes is no loss, and one that has to wait long is given up.
TRACES = Title("traces", "traces.sqlite", _TABLES, "The traces in", TracesOutOfReach, synchronous="OFF", patience=5)


class KeptTraces:
    """Traces in a book, made with the first one; those older than ``days`` go. Safe to share between threads."""

    def __init__(self, shelf: Shelf, days: int) -> None:
        self._book, self._days = Book(shelf, TRACES), days
        self._added = 0

    def add(self, trace: Trace) -> None:
        """Keep a trace. What cannot be written is logged and given up: an answer does not wait for its trace."""
        if not self._days:
            return
        row = {"code": trace.code, "at": trace.at, "seconds": trace.seconds, "outcome": trace.outcome}
        told = json.dumps(trace.as_json(), ensure_ascii=False)
        try:
            with self._book.writing() as db:
                db.execute(delete(_TRACES).where(_TRACES.c.code == trace.code))
                db.execute(insert(_TRACES).values(**row, told=told))
                self._sweep(db)
        except TracesOutOfReach as error:
            _log.warning("%s: the trace could not be kept: %s", trace.code, error)

    def find(self, code: str) -> Json | None:
        """Return the trace of a support code. Raises ``TracesOutOfReach``."""
        if not self._book.is_there:
            return None
        with self._book.reading() as db:
            told = db.scalar(select(_TRACES.c.told).where(_TRACES.c.code == code))
        return json.loads(told) if told else None

    def listed(self, *, outcome: str, slower: float, limit: int) -> list[Json]:
        """Return the latest traces with this outcome ("" for any) that took ``slower`` seconds or more.

        Raises ``TracesOutOfReach``.
        """
        if not self._book.is_there:
            return []
        wanted = select(_TRACES.c.told).where(_TRACES.c.seconds >= slower).order_by(_TRACES.c.at.desc()).limit(limit)
        with self._book.reading() as db:
            found = db.scalars(wanted.where(_TRACES.c.outcome == outcome) if outcome else wanted)
            return [json.loads(told) for told in found]

    def _sweep(self, db: Connection) -> None:
        if self._added % _SWEPT_EVERY == 0:
            oldest = AGE.ago(days=self._days)
            db.execute(delete(_TRACES).where(_TRACES.c.at < oldest.isoformat()))
        self._added += 1
