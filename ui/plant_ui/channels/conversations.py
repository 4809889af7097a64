"""Which conversation of the copilot belongs to a place in a channel, and which answer to a message shown there."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import ColumnElement, delete, insert, select, update

from plant_copilot.face_tables import CONVERSATION, SHOWN
from plant_knowledge_ingest.book import Book
from plant_ui.channels.parts import Json

_DAYS = 90
_KEPT = ("thread", "question", "language", "citations", "suggestions", "notices", "pending")


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer that stands in a channel: who asked (the name of the principal), and what its buttons are about."""

    token: str
    person: str
    answer: Json


class Conversations:
    """Threads and shown answers of one channel."""

    def __init__(self, book: Book, channel: str, clock: Callable[[], float] = time.time) -> None:
        self._book, self._channel, self._clock = book, channel, clock

    def thread(self, place: str, person: str) -> str:
        """Return the copilot's thread of ``person`` (the name of a principal) at ``place``, a new one the first time.

        The id is random: nobody can guess it from the place. Each person has a thread of their own, so that what one
        may see is never remembered for another.
        """
        now = self._clock()
        with self._book.writing() as db:
            db.execute(delete(CONVERSATION).where(CONVERSATION.c.used < now - _DAYS * 86_400))
            mine = (*self._at(place), CONVERSATION.c.person == person)
            known = db.execute(update(CONVERSATION).where(*mine).values(used=now).returning(CONVERSATION.c.thread))
            if found := known.scalar():
                return str(found)
            row = {"channel": self._channel, "place": place, "person": person, "thread": (new := uuid4().hex)}
            db.execute(insert(CONVERSATION).values(**row, used=now))
        return new

    def is_known(self, place: str) -> bool:
        """Tell whether somebody has asked at ``place`` before."""
        with self._book.reading() as db:
            return db.execute(select(CONVERSATION.c.thread).where(*self._at(place)).limit(1)).first() is not None

    def show(self, answer: Json, person: str) -> str:
        """Keep what the buttons below ``answer`` need, and return the token that they carry."""
        now, token = self._clock(), secrets.token_urlsafe(18)
        kept = json.dumps({name: answer[name] for name in _KEPT}, ensure_ascii=False)
        with self._book.writing() as db:
            db.execute(delete(SHOWN).where(SHOWN.c.shown < now - _DAYS * 86_400))
            db.execute(insert(SHOWN).values(token=token, shown=now, person=person, answer=kept))
        return token

    def shown(self, token: str) -> Shown | None:
        """Return the answer that ``token`` stands for, None where it is forgotten."""
        with self._book.reading() as db:
            found = db.execute(select(SHOWN.c.person, SHOWN.c.answer).where(SHOWN.c.token == token)).first()
        return Shown(token, str(found[0]), dict(json.loads(found[1]))) if found else None

    def _at(self, place: str) -> tuple[ColumnElement[bool], ...]:
        return CONVERSATION.c.channel == self._channel, CONVERSATION.c.place == place
