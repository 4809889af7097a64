"""The ledger of threads: who began each, and what was asked and answered in it, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    and_,
    cast,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    type_coerce,
    update,
)

from plant_copilot.errors import ThreadsOutOfReach
from plant_knowledge_ingest.age import AGE, Age
from plant_knowledge_ingest.book import Book, Title
from plant_knowledge_ingest.shelf import Shelf

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
_ASKED = Table(  # questions without an answer yet: nothing that was typed is lost with the process
    "asked",
    _SCHEMA,
    Column("key", String(64), primary_key=True),
    Column("thread", String(200), nullable=False, index=True),
    Column("at", String(32), nullable=False),
    Column("question", Text, nullable=False),
)
_PLACES = Table(  # where the session of a browser was, so that it finds back when the server was started anew
    "places",
    _SCHEMA,
    Column("session", String(64), primary_key=True),
    Column("thread", String(200), nullable=False, index=True),
)
THREADS = Title(
    "threads",
    "threads.sqlite",
    _SCHEMA,
    "Conversations in",
    ThreadsOutOfReach,
    "NORMAL",
    patience=10,  # an answer waits for it
    is_kept_open=True,
)


class Ledger:
    """Threads in a book. Safe to share between threads. Raises ``ThreadsOutOfReach``."""

    def __init__(self, shelf: Shelf, age: Age = AGE) -> None:
        self._book, self._age = Book(shelf, THREADS), age

    def owner(self, thread: str) -> str | None:
        """Return who began a thread, None where there is no such thread."""
        with self._book.reading() as db:
            return db.scalar(select(_THREADS.c.owner).where(_THREADS.c.thread == thread))

    def begin(self, thread: str, owner: str, question: str, key: str = "") -> None:
        """Write down that a thread begins, and with a ``key`` that its question waits for an answer."""
        with self._book.writing() as db:
            _begin_thread(db, thread, owner, question)
            if key:
                db.execute(insert(_ASKED).values(key=key, thread=thread, at=_now(), question=question))

    def answers(self, thread: str) -> int:
        """Return the number of the last answer in a thread, 0 for none."""
        with self._book.reading() as db:
            return db.scalar(select(func.max(_TURNS.c.number)).where(_TURNS.c.thread == thread)) or 0

    def unanswered(self, thread: str) -> list[Json]:
        """Return the questions that have no answer: [{key, at, question}], the oldest first."""
        wanted = select(_ASKED.c.key, _ASKED.c.at, _ASKED.c.question).where(_ASKED.c.thread == thread)
        with self._book.reading() as db:
            return [dict(row) for row in db.execute(wanted.order_by(_ASKED.c.at)).mappings()]

    def rename(self, thread: str, title: str) -> None:
        """Give a thread another title."""
        with self._book.writing() as db:
            db.execute(update(_THREADS).where(_THREADS.c.thread == thread).values(title=title[:200]))

    def stay(self, session: str, thread: str) -> None:
        """Note the thread that a browser's session is in."""
        with self._book.writing() as db:
            db.execute(delete(_PLACES).where(_PLACES.c.session == session))
            db.execute(insert(_PLACES).values(session=session, thread=thread))

    def place(self, session: str) -> str:
        """Return the thread that a browser's session was in, "" for none."""
        with self._book.reading() as db:
            return db.scalar(select(_PLACES.c.thread).where(_PLACES.c.session == session)) or ""

    def add(self, thread: str, owner: str, answer: Json, why: Json, waits_at: str, key: str = "") -> int:
        """Write down a question with its answer; return its number in the thread, counted from 1.

        ``key`` is what it waited under until now.
        """
        now = _now()
        with self._book.writing() as db:
            number = 1 + (db.scalar(select(func.max(_TURNS.c.number)).where(_TURNS.c.thread == thread)) or 0)
            if not db.execute(update(_THREADS).where(_THREADS.c.thread == thread).values(changed=now)).rowcount:
                _begin_thread(db, thread, owner, answer["question"])
            db.execute(delete(_ASKED).where(_ASKED.c.key == key))
            told = {"answer": _written(answer), "why": _written(why), "waits_at": waits_at}
            db.execute(insert(_TURNS).values(thread=thread, number=number, at=now, **told))
            if (last := number - MOST_TURNS) > 0:
                db.execute(delete(_TURNS).where(_TURNS.c.thread == thread, _TURNS.c.number <= last))
            return number

    def decided(self, thread: str) -> None:
        """Note that nothing of a thread waits any more."""
        with self._book.writing() as db:
            db.execute(update(_TURNS).where(_TURNS.c.thread == thread).values(waits_at=""))

    def waiting(self, thread: str) -> tuple[str, Json] | None:
        """Return the checkpoint of what was last asked to be decided, and the answer that asks; None for nothing."""
        wanted = (_TURNS.c.thread == thread, _TURNS.c.waits_at != "")
        with self._book.reading() as db:
            row = db.execute(
                select(_TURNS.c.waits_at, _TURNS.c.answer).where(*wanted).order_by(_TURNS.c.number.desc()).limit(1)
            ).first()
        return (row.waits_at, json.loads(row.answer)) if row else None

    def threads(self, owner: str, *, search: str = "", after: str = "", most: int = 0, shape: str = "") -> list[Json]:
        """Return the threads of ``owner``, the newest first; ``search`` is in their titles, questions or answers.

        Of more than ``most`` (0: all) those that come ``after`` a thread; ``shape`` is SQL's pattern of their ids.
        """
        asked = select(func.count()).where(_TURNS.c.thread == _THREADS.c.thread).scalar_subquery()
        waits = select(func.max(_TURNS.c.waits_at)).where(_TURNS.c.thread == _THREADS.c.thread).scalar_subquery()
        wanted = select(_THREADS, asked.label("questions"), waits.label("waits")).where(_THREADS.c.owner == owner)
        if shape:
            wanted = wanted.where(_THREADS.c.thread.like(shape))
        if search:
            wanted = wanted.where(_has(search, self._book.dialect))
        if after:
            last = select(_THREADS.c.changed).where(_THREADS.c.thread == after).scalar_subquery()
            earlier = and_(_THREADS.c.changed == last, _THREADS.c.thread < after)
            wanted = wanted.where(or_(_THREADS.c.changed < last, earlier))
        wanted = wanted.order_by(_THREADS.c.changed.desc(), _THREADS.c.thread.desc())
        with self._book.reading() as db:
            rows = db.execute(wanted.limit(most) if most else wanted).mappings().all()
        return [
            {name: row[name] for name in ("thread", "title", "began", "changed", "questions")}
            | {"waiting": bool(row["waits"])}
            for row in rows
        ]

    def turns(self, thread: str) -> list[Json]:
        """Return what was asked and answered: [{number, at, answer, why}], the oldest first."""
        with self._book.reading() as db:
            rows = db.execute(select(_TURNS).where(_TURNS.c.thread == thread).order_by(_TURNS.c.number)).mappings()
            return [_turn(dict(row)) for row in rows]

    def asked(self, days: int) -> int:
        """Return how many questions of all owners were asked within ``days``."""
        with self._book.reading() as db:
            return db.scalar(select(func.count()).select_from(_TURNS).where(_TURNS.c.at >= self._before(days))) or 0

    def abstained(self, days: int, most: int) -> list[tuple[str, Json]]:
        """Return the answers of all owners that said nothing, with their times, the latest first."""
        silent = _TURNS.c.answer.contains('"abstained": true', autoescape=True)
        wanted = select(_TURNS.c.at, _TURNS.c.answer).where(_TURNS.c.at >= self._before(days), silent)
        with self._book.reading() as db:
            rows = db.execute(wanted.order_by(_TURNS.c.at.desc()).limit(most)).all()
        return [(row.at, answer) for row in rows if (answer := json.loads(row.answer))["abstained"]]

    def old(self, days: int) -> list[str]:
        """Return the threads in which nothing was asked for ``days``."""
        with self._book.reading() as db:
            return list(db.scalars(select(_THREADS.c.thread).where(_THREADS.c.changed < self._before(days))))

    def forget(self, thread: str) -> None:
        """Remove a thread with all that was asked in it."""
        with self._book.writing() as db:
            for table in (_TURNS, _ASKED, _PLACES):
                db.execute(delete(table).where(table.c.thread == thread))
            db.execute(delete(_THREADS).where(_THREADS.c.thread == thread))

    def close(self) -> None:
        """Close the book."""
        self._book.close()

    def _before(self, days: int) -> str:
        return self._age.ago(days=days).isoformat(timespec="milliseconds")


def _begin_thread(db: Connection, thread: str, owner: str, question: str) -> None:
    if db.scalar(select(_THREADS.c.owner).where(_THREADS.c.thread == thread)) is None:
        title = {"title": question[:200], "began": (now := _now()), "changed": now}
        db.execute(insert(_THREADS).values(thread=thread, owner=owner, **title))


def _has(search: str, dialect: str) -> ColumnElement[bool]:
    """Say that a thread has words in its title, or in a question or answer."""
    kept = type_coerce(_TURNS.c.answer, JSON) if dialect == "sqlite" else cast(_TURNS.c.answer, JSON)
    said = [kept[name].as_string().icontains(search, autoescape=True) for name in ("question", "answer")]
    inside = exists().where(_TURNS.c.thread == _THREADS.c.thread, or_(*said))
    return or_(_THREADS.c.title.icontains(search, autoescape=True), inside)


def _turn(row: Mapping[str, Any]) -> Json:
    answer = {"support_code": "", **json.loads(row["answer"])}  # those of earlier versions were kept without one
    return {"number": row["number"], "at": row["at"], "answer": answer, "why": json.loads(row["why"])}


def _written(told: Json) -> str:
    return json.dumps(told, ensure_ascii=False, default=str)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
