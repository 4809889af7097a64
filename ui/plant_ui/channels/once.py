"""Deliveries are remembered, so that one that comes twice is answered once: after a restart, and in two processes."""

from __future__ import annotations

import time
from collections.abc import Callable

from plant_ui.channels.book import Book

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
            db.execute("DELETE FROM delivery WHERE taken < ?", (now - _DAYS * 86_400,))
            taken = db.execute(
                "INSERT OR IGNORE INTO delivery VALUES (?, ?, ?, ?, ?)", (self._channel, key, now, place, BEGUN)
            )
            return taken.rowcount == 1

    def end(self, key: str, outcome: str = DONE) -> None:
        """Note how a delivery ended: done, or the support code it failed with."""
        with self._book.writing() as db:
            db.execute("UPDATE delivery SET outcome = ? WHERE channel = ? AND key = ?", (outcome, self._channel, key))

    def left_behind(self) -> list[tuple[str, str]]:
        """Return (key, place) of what an earlier process took on and did not end, and end it as "lost"."""
        which = "WHERE channel = ? AND outcome = ? AND taken < ?"
        with self._book.writing() as db:
            lost = db.execute(
                f"UPDATE delivery SET outcome = 'lost' {which} RETURNING key, place",  # noqa: S608 - a constant
                (self._channel, BEGUN, self._began),
            ).fetchall()
        return [(str(key), str(place)) for key, place in lost]
