"""The book of events. What has come is not lost with the process, nor done twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    delete,
    insert,
    inspect,
    or_,
    select,
    update,
)

from plant_copilot.events.errors import EventsOutOfReach, UnknownEvent
from plant_copilot.events.event import Event
from plant_copilot.events.states import RECEIVED, REPEATED
from plant_knowledge_ingest.age import AGE
from plant_knowledge_ingest.book import Book, Title
from plant_knowledge_ingest.book_engines import Engines
from plant_knowledge_ingest.book_tables import make
from plant_knowledge_ingest.shelf import Shelf

Json = dict[str, Any]

_DAYS = 90
_TABLES = MetaData()
EVENT = Table(
    "events",  # the records have a table "event"
    _TABLES,
    Column("number", Integer, primary_key=True),
    Column("delivery", Text, unique=True),
    Column("same", Text, nullable=False, unique=True),
    *(Column(name, Text, nullable=False) for name in ("received", "asset", "code", "event", "state", "went")),
    *(Column(name, Text, nullable=False) for name in ("outcome", "groups", "answers")),
    sqlite_autoincrement=True,
)
Index("of_asset", EVENT.c.asset, EVENT.c.code, EVENT.c.received)


def _make(engines: Engines, tables: MetaData) -> None:
    """Make the table; that of an earlier version had another name."""
    if engines.writing.dialect.name == "sqlite":
        with engines.reading.begin() as connection:
            earlier = inspect(connection).has_table("event")
        if earlier:
            with engines.writing.begin() as connection:
                connection.exec_driver_sql("ALTER TABLE event RENAME TO events")
    make(engines, tables)


EVENTS = Title("events", "events.sqlite", _TABLES, "The events in", EventsOutOfReach, make=_make)
_NAMES = ("number", "received", "event", "state", "went", "outcome", "groups", "answers")
_SHOWN = tuple(EVENT.c[name] for name in _NAMES)


class EventBook:
    """The events of a plant; safe to share between threads and processes."""

    def __init__(self, shelf: Shelf, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._book, self._now = Book(shelf, EVENTS), now

    def take(self, event: Event, delivery: str, quiet_minutes: int) -> tuple[Json, bool]:
        """Write an event down, and tell whether it is new; else return the one that it was before.

        One whose asset and code came within ``quiet_minutes`` is written down as ``repeated``.
        """
        now = self._now()
        quiet = timedelta(minutes=quiet_minutes)
        with self._book.writing() as db:
            db.execute(delete(EVENT).where(EVENT.c.received < AGE.ago(days=_DAYS).isoformat()))
            came = EVENT.c.same == event.same
            came = or_(EVENT.c.delivery == delivery, came) if delivery else came  # of those without one none is another
            if known := db.execute(select(*_SHOWN).where(came)).first():
                return _shown(known), False
            told = {"received": now.isoformat(timespec="milliseconds"), "asset": event.asset, "code": event.code}
            state = REPEATED if event.code and _came(db, event, now, quiet) else RECEIVED
            put = insert(EVENT).values(
                **told,
                delivery=delivery or None,
                same=event.same,
                event=json.dumps(event.json(), ensure_ascii=False),
                state=state,
                went="",
                outcome="",
                groups="[]",
                answers="[]",
            )
            return _shown(db.execute(put.returning(*_SHOWN)).one()), True

    def put(self, number: int, **fields: str) -> None:
        """Change state, went, outcome, groups or answers of an event."""
        with self._book.writing() as db:
            db.execute(update(EVENT).where(EVENT.c.number == number).values(fields))

    def show(self, number: int) -> Json:
        """Return an event. Raises ``UnknownEvent``."""
        with self._book.reading() as db:
            row = db.execute(select(*_SHOWN).where(EVENT.c.number == number)).first()
        if row is None:
            raise UnknownEvent(f"There is no event {number}.", remedy="plant-copilot events list shows them.")
        return _shown(row)

    def listed(self, *, asset: str = "", state: str = "") -> list[Json]:
        """Return events, the latest first."""
        given = ((EVENT.c.asset, asset), (EVENT.c.state, state))
        wanted = select(*_SHOWN).where(*(column == value for column, value in given if value))
        with self._book.reading() as db:
            return [_shown(row) for row in db.execute(wanted.order_by(EVENT.c.number.desc()))]


def _came(db: Connection, event: Event, now: datetime, quiet: timedelta) -> bool:
    """Tell whether the same asset told the same code lately; what came later than now came under another clock."""
    since, until = ((now + span).isoformat(timespec="milliseconds") for span in (-quiet, quiet))
    same = (EVENT.c.asset == event.asset, EVENT.c.code == event.code, EVENT.c.received.between(since, until))
    return db.execute(select(EVENT.c.number).where(*same).limit(1)).first() is not None


def _shown(row: Sequence[Any]) -> Json:
    number, received, event, state, went, outcome, groups, answers = row
    told: Mapping[str, Any] = {"state": state, "to": went, "outcome": outcome}
    return {
        "number": number,
        "received": received,
        **json.loads(event),
        **told,
        "groups": json.loads(groups),
        "answers": json.loads(answers),
    }
