"""Replies by the key of their request, in a small book: they outlast the server, and other servers know them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from plant_copilot.face_tables import REPLIES, REPLY
from plant_knowledge_ingest.age import AGE
from plant_knowledge_ingest.book import Book, Title
from plant_knowledge_ingest.shelf import Shelf
from plant_ui.errors import KeyOfAnother, RepliesOutOfReach, StillUnderWay

_DAY = 86_400
_TITLE = Title("replies", "replies.sqlite", REPLIES, "Replies cannot be kept in", RepliesOutOfReach)


@dataclass(frozen=True, slots=True)
class Reply:
    """What was sent back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class KeptReplies:
    """The replies of a plant; safe to share between threads and processes."""

    def __init__(self, shelf: Shelf, clock: Callable[[], float] = time.time) -> None:
        self._book, self._clock = Book(shelf, _TITLE), clock

    def take(self, key: str, asked: str) -> Reply | None:
        """Return the reply to ``key``; None where the request is to be done now. ``asked`` is the hash of what it asks.

        Raises ``KeyOfAnother``, ``StillUnderWay``, ``RepliesOutOfReach``.
        """
        now = self._clock()
        wanted = select(REPLY.c.asked, REPLY.c.status, REPLY.c.headers, REPLY.c.body).where(REPLY.c.key == key)
        with self._book.writing() as db:
            db.execute(delete(REPLY).where(REPLY.c.taken < min(now, AGE.now()) - _DAY))
            row = db.execute(wanted).first()
            if row is None:
                db.execute(insert(REPLY).values(key=key, asked=asked, taken=now))
                return None
        return _reply(tuple(row), asked)

    def end(self, key: str, reply: Reply | None) -> None:
        """Keep the reply to ``key``; without one the key is free again. Raises ``RepliesOutOfReach``."""
        with self._book.writing() as db:
            if reply is None:
                db.execute(delete(REPLY).where(REPLY.c.key == key, REPLY.c.status.is_(None)))
                return
            told = {"status": reply.status, "headers": json.dumps(dict(reply.headers)), "body": reply.body}
            db.execute(update(REPLY).where(REPLY.c.key == key).values(told))


def _reply(row: tuple[str, int | None, str, bytes], asked: str) -> Reply:
    before, status, headers, body = row
    if before != asked:
        raise KeyOfAnother("The Idempotency-Key belongs to another request.", remedy="Make a new one for each request.")
    if status is None:
        raise StillUnderWay(
            "The request of this Idempotency-Key has no reply yet: it is under way, or the server was stopped in it.",
            remedy="Ask again soon; if that does not help, look whether it was done, and send it with a new key.",
        )
    return Reply(status, json.loads(headers), body)
