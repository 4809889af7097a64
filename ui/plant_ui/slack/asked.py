"""A question as it came from Slack: who asked, where, and what becomes of it while it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from plant_ui.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Asked:
    """``at`` is the timestamp of the message, ``thread`` that of the thread that is answered in, "" for none.

    ``place`` is the conversation it belongs to; ``private`` tells that nobody else reads it.
    """

    user: str
    visitor: Visitor
    language: str
    channel: str
    at: str
    thread: str
    place: str
    private: bool


class Underway:
    """The questions that are being answered; one may be changed or deleted meanwhile. Safe to share."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._wanted: dict[tuple[str, str], str | None] = {}

    def begin(self, asked: Asked, text: str) -> None:
        """Note that ``text`` is being answered."""
        with self._lock:
            self._wanted[asked.channel, asked.at] = text

    def end(self, asked: Asked) -> None:
        """Note that it is answered."""
        with self._lock:
            self._wanted.pop((asked.channel, asked.at), None)

    def wanted(self, asked: Asked) -> str | None:
        """Return what the question is by now, None where it was deleted."""
        with self._lock:
            return self._wanted.get((asked.channel, asked.at))

    def change(self, channel: str, at: str, text: str | None) -> bool:
        """Note another text of a question, None for a deleted one; False where none is being answered there."""
        with self._lock:
            if (channel, at) not in self._wanted:
                return False
            self._wanted[channel, at] = text
            return True
