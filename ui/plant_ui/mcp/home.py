"""The home behind the tools: asked through its server while one runs, else opened for as long as it is used.

Only one process can have a home open. A home that nobody has asked for a minute is closed again, so that a server or a
command can open it, though an assistant may go on running all day.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from plant_copilot.people.errors import SignInNeeded, SignInRefused
from plant_copilot.people.people import People
from plant_ui import running
from plant_ui.mcp.reach import AtServer, Reach, at_home, at_server

if TYPE_CHECKING:
    from plant_copilot.copilot import Copilot
    from plant_copilot.people.sign_in import Person
    from plant_copilot.settings import Settings

_IDLE = 60.0
_UNKNOWN = SignInRefused(
    "The key is not known, or not any more.", remedy="Ask for a new one: plant-copilot users key NAME"
)


class Home:
    """Gives the reach of whoever asks. Safe to share between threads."""

    def __init__(self, settings: Settings, idle: float = _IDLE) -> None:
        self._settings, self._idle = settings, idle
        self._people = People(settings.shelf, settings.sign_in)
        self._changing = Lock()
        self._copilot: Copilot | None = None
        self._users, self._last = 0, 0.0

    @contextmanager
    def reached(self, key: str = "") -> Iterator[Reach]:
        """Give the reach of the person with ``key``, of the local user for "".

        Raises ``SignInRefused``, ``ServerRefused`` for a key that is not known, ``IndexBusy``, ``ServerSilent``.
        """
        if self._copilot is None and (server := running.find(self._settings.home)):
            yield at_server(AtServer(replace(server, word=key) if key else server))
            return
        with self._lent() as copilot:
            yield at_home(copilot, self._whose(copilot.people, key))

    def refuse_stranger(self, key: str) -> None:
        """Refuse who would ask from another machine without a key, or with one that is not known.

        Without users nobody has to sign in. Raises ``SignInNeeded``, ``SignInRefused``.
        """
        if key:
            self._whose(self._people, key)
        elif self._people.must_sign_in:
            raise SignInNeeded("Nobody is signed in.", remedy="Send a key: Authorization: Bearer KEY")

    def close_if_idle(self) -> None:
        """Close the home, if it is open and nobody has asked for a minute."""
        with self._changing:
            if self._copilot and not self._users and time.monotonic() - self._last >= self._idle:
                self._copilot.close()
                self._copilot = None

    def close(self) -> None:
        """Close the home, if it is open."""
        self._people.close()
        with self._changing:
            if self._copilot:
                self._copilot.close()
                self._copilot = None

    @contextmanager
    def _lent(self) -> Iterator[Copilot]:
        with self._changing:
            if self._copilot is None:
                from plant_copilot.wiring import build_copilot

                self._copilot = build_copilot(self._settings)
            copilot = self._copilot
            self._users += 1
        try:
            yield copilot
        finally:
            with self._changing:
                self._users, self._last = self._users - 1, time.monotonic()

    @staticmethod
    def _whose(people: People, key: str) -> Person | None:
        if not key:
            return None
        person = people.sign_in.whose_key(key) if people.are_there else None
        if person is None:
            raise _UNKNOWN
        return person
