"""Which conversation of the copilot belongs to a place in a channel, and which answer to a message shown there."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from plant_ui.channels.book import Book
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
            db.execute("DELETE FROM conversation WHERE used < ?", (now - _DAYS * 86_400,))
            found = db.execute(
                "INSERT INTO conversation VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET used = excluded.used RETURNING thread",
                (self._channel, place, person, uuid4().hex, now),
            ).fetchone()
        return str(found[0])

    def is_known(self, place: str) -> bool:
        """Tell whether somebody has asked at ``place`` before."""
        with self._book.writing() as db:
            found = db.execute("SELECT 1 FROM conversation WHERE channel = ? AND place = ?", (self._channel, place))
            return found.fetchone() is not None

    def show(self, answer: Json, person: str) -> str:
        """Keep what the buttons below ``answer`` need, and return the token that they carry."""
        now, token = self._clock(), secrets.token_urlsafe(18)
        kept = json.dumps({name: answer[name] for name in _KEPT}, ensure_ascii=False)
        with self._book.writing() as db:
            db.execute("DELETE FROM shown WHERE shown < ?", (now - _DAYS * 86_400,))
            db.execute("INSERT INTO shown VALUES (?, ?, ?, ?)", (token, now, person, kept))
        return token

    def shown(self, token: str) -> Shown | None:
        """Return the answer that ``token`` stands for, None where it is forgotten."""
        with self._book.writing() as db:
            found = db.execute("SELECT person, answer FROM shown WHERE token = ?", (token,)).fetchone()
        return Shown(token, str(found[0]), dict(json.loads(found[1]))) if found else None
