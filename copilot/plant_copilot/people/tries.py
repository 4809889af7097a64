"""How long to wait after wrong passwords: twice as long after each, for a name, an address, and both together.

Whoever mistypes waits a moment; who guesses at one name from anywhere, or at many names from one place, waits long.
A try is counted before the password is looked at, so that many at once are many tries.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlmodel import Session, col, delete

from plant_copilot.people.errors import TooManyTries
from plant_copilot.people.tables import Tries

LONGEST_WAIT = 900
"""Seconds."""

_FREE_TOGETHER, _FREE_NAME, _FREE_ADDRESS = 3, 10, 30
_FORGOTTEN_AFTER = 86_400


class Waits:
    """Counts tries. ``clock`` gives seconds since the epoch."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock

    def count(self, db: Session, name: str, address: str) -> None:
        """Count a try. Raises ``TooManyTries`` where it comes too early, and then does not count it."""
        now = self._clock()
        db.exec(delete(Tries).where(col(Tries.last) < now - _FORGOTTEN_AFTER))
        kept = {of: db.get(Tries, of) or Tries(of=of, wrong=0, last=now) for of in _counted(name, address)}
        left = [
            tries.last + wait - now
            for tries, free in zip(kept.values(), _FREE, strict=True)
            if (wait := _wait(tries.wrong - free)) and tries.last <= now + LONGEST_WAIT  # else by another clock
        ]
        if max(left, default=0.0) > 0:  # a try of another that waited for the same lock may be later than now
            raise TooManyTries(int(max(left)) + 1)
        for tries in kept.values():
            tries.wrong, tries.last = tries.wrong + 1, now
            db.add(tries)

    def forget(self, db: Session, name: str, address: str) -> None:
        """Forget the tries of somebody who knew the password in the end; those of the address but this one stay."""
        together, of_name, of_address = _counted(name, address)
        db.exec(delete(Tries).where(col(Tries.of).in_([together, of_name])))
        if tries := db.get(Tries, of_address):
            tries.wrong = max(0, tries.wrong - 1)
            db.add(tries)


_FREE = (_FREE_TOGETHER, _FREE_NAME, _FREE_ADDRESS)


def _counted(name: str, address: str) -> tuple[str, str, str]:
    return f"{name} from {address}"[:200], f"name {name}"[:200], f"address {address}"[:200]


def _wait(beyond: int) -> float:
    """Return the seconds to wait after ``beyond`` more wrong tries than are free."""
    return 0 if beyond < 0 else min(2.0**beyond, LONGEST_WAIT)
