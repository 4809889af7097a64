"""Deliveries are remembered, so that one that comes twice is answered once: after a restart, and in two processes."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import ColumnElement, delete, insert, select, update

from plant_copilot.face_tables import DELIVERY
from plant_knowledge_ingest.book import Book

_DAYS = 7
BEGUN, DONE = "begun", "done"


class Once:
    """Says whether a delivery of ``channel`` is new. ``clock`` gives seconds since the epoch."""

    def __init__(self, book: Book, channel: str, clock: Callable[[], float] = time.time) -> None:
        self._book, self._channel, self._clock = book, channel, clock
        self._began = clock()

    def take(self, key: str, place: str = "") -> bool:
        """Take a delivery on; False where it has been taken before. ``place`` is where its answer belongs.

        Raises ``ChannelBookOutOfReach``.
        """
        now = self._clock()
        with self._book.writing() as db:
            db.execute(delete(DELIVERY).where(DELIVERY.c.taken < now - _DAYS * 86_400))
            if db.execute(select(DELIVERY.c.key).where(*self._is(key))).first():
                return False
            row = {"channel": self._channel, "key": key, "taken": now, "place": place, "outcome": BEGUN}
            db.execute(insert(DELIVERY).values(row))
            return True

    def end(self, key: str, outcome: str = DONE) -> None:
        """Note how a delivery ended: done, or the support code it failed with."""
        with self._book.writing() as db:
            db.execute(update(DELIVERY).where(*self._is(key)).values(outcome=outcome))

    def left_behind(self) -> list[tuple[str, str]]:
        """Return (key, place) of what an earlier process took on and did not end, and end it as "lost"."""
        which = (DELIVERY.c.channel == self._channel, DELIVERY.c.outcome == BEGUN, DELIVERY.c.taken < self._began)
        ended = update(DELIVERY).where(*which).values(outcome="lost").returning(DELIVERY.c.key, DELIVERY.c.place)
        with self._book.writing() as db:
            return [(str(key), str(place)) for key, place in db.execute(ended)]

    def _is(self, key: str) -> tuple[ColumnElement[bool], ...]:
        return DELIVERY.c.channel == self._channel, DELIVERY.c.key == key
