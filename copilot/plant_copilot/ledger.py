"""The ledger of threads: who began each, and what was asked and answered in it, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError

from plant_copilot.errors import ThreadsOutOfReach

Json = dict[str, Any]

MOST_TURNS = 200
"""Questions kept of a thread; older ones are dropped."""

_SCHEMA = MetaData()
_THREADS = Table(
    "threads",
    _SCHEMA,
    Column("thread", String(200), primary_key=True),
    Column("owner", String(200), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("began", String(32), nullable=False),
    Column("changed", String(32), nullable=False, index=True),
)
_TURNS = Table(
    "turns",
    _SCHEMA,
    Column("thread", String(200), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("answer", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("waits_at", String(64), nullable=False),  # the checkpoint that a decision goes on from, "" for none
)


class Ledger:
    """Threads in the database of a SQLAlchemy URL. Safe to share between threads. Raises ``ThreadsOutOfReach``."""

    def __init__(self, url: str) -> None:
        self._url = url
        with self._told():
            self._engine: Engine = create_engine(url)
            _SCHEMA.create_all(self._engine)

    def owner(self, thread: str) -> str | None:
        """Return who began a thread, None where there is no such thread."""
        with self._begun() as db:
            return db.scalar(select(_THREADS.c.owner).where(_THREADS.c.thread == thread))

    def add(self, thread: str, owner: str, answer: Json, why: Json, waits_at: str) -> int:
        """Write down a question with its answer; return its number in the thread, counted from 1."""
        now = _now()
        with self._begun() as db:
            number = 1 + (db.scalar(select(func.max(_TURNS.c.number)).where(_TURNS.c.thread == thread)) or 0)
            if number == 1:
                title = {"title": answer["question"][:200], "began": now, "changed": now}
                db.execute(insert(_THREADS).values(thread=thread, owner=owner, **title))
            else:
                db.execute(update(_THREADS).where(_THREADS.c.thread == thread).values(changed=now))
            told = {"answer": _written(answer), "why": _written(why), "waits_at": waits_at}
            db.execute(insert(_TURNS).values(thread=thread, number=number, at=now, **told))
            db.execute(delete(_TURNS).where(_TURNS.c.thread == thread, _TURNS.c.number <= number - MOST_TURNS))
            return number

    def decided(self, thread: str) -> None:
        """Note that nothing of a thread waits any more."""
        with self._begun() as db:
            db.execute(update(_TURNS).where(_TURNS.c.thread == thread).values(waits_at=""))

    def waiting(self, thread: str) -> tuple[str, Json] | None:
        """Return the checkpoint of what was last asked to be decided, and the answer that asks; None for nothing."""
        wanted = (_TURNS.c.thread == thread, _TURNS.c.waits_at != "")
        with self._begun() as db:
            row = db.execute(
                select(_TURNS.c.waits_at, _TURNS.c.answer).where(*wanted).order_by(_TURNS.c.number.desc()).limit(1)
            ).first()
        return (row.waits_at, json.loads(row.answer)) if row else None

    def threads(self, owner: str) -> list[Json]:
        """Return the threads of ``owner``, the newest first."""
        asked = select(func.count()).where(_TURNS.c.thread == _THREADS.c.thread).scalar_subquery()
        waits = select(func.max(_TURNS.c.waits_at)).where(_TURNS.c.thread == _THREADS.c.thread).scalar_subquery()
        wanted = select(_THREADS, asked.label("questions"), waits.label("waits")).where(_THREADS.c.owner == owner)
        with self._begun() as db:
            rows = db.execute(wanted.order_by(_THREADS.c.changed.desc())).mappings().all()
        return [
            {name: row[name] for name in ("thread", "title", "began", "changed", "questions")}
            | {"waiting": bool(row["waits"])}
            for row in rows
        ]

    def turns(self, thread: str) -> list[Json]:
        """Return what was asked and answered: [{number, at, answer, why}], the oldest first."""
        with self._begun() as db:
            rows = db.execute(select(_TURNS).where(_TURNS.c.thread == thread).order_by(_TURNS.c.number)).mappings()
            return [_turn(dict(row)) for row in rows]

    def asked(self, days: int) -> int:
        """Return how many questions of all owners were asked within ``days``."""
        with self._begun() as db:
            return db.scalar(select(func.count()).select_from(_TURNS).where(_TURNS.c.at >= _before(days))) or 0

    def abstained(self, days: int, most: int) -> list[tuple[str, Json]]:
        """Return the answers of all owners that said nothing, with their times, the latest first."""
        silent = _TURNS.c.answer.contains('"abstained": true', autoescape=True)
        wanted = select(_TURNS.c.at, _TURNS.c.answer).where(_TURNS.c.at >= _before(days), silent)
        with self._begun() as db:
            rows = db.execute(wanted.order_by(_TURNS.c.at.desc()).limit(most)).all()
        return [(row.at, answer) for row in rows if (answer := json.loads(row.answer))["abstained"]]

    def old(self, days: int) -> list[str]:
        """Return the threads in which nothing was asked for ``days``."""
        with self._begun() as db:
            return list(db.scalars(select(_THREADS.c.thread).where(_THREADS.c.changed < _before(days))))

    def forget(self, thread: str) -> None:
        """Remove a thread with all that was asked in it."""
        with self._begun() as db:
            db.execute(delete(_TURNS).where(_TURNS.c.thread == thread))
            db.execute(delete(_THREADS).where(_THREADS.c.thread == thread))

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def _begun(self) -> Iterator[Connection]:
        with self._told(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise ThreadsOutOfReach.because(str(getattr(error, "orig", None) or error)) from error


def _turn(row: Mapping[str, Any]) -> Json:
    told = {name: json.loads(row[name]) for name in ("answer", "why")}
    return {"number": row["number"], "at": row["at"], **told}


def _written(told: Json) -> str:
    return json.dumps(told, ensure_ascii=False, default=str)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _before(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="milliseconds")
