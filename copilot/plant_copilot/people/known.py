"""Who was let in lately: known for a while yet when the database of the users is out of reach.

Else nobody could ask what a manual says about an alarm while a database is started anew. Nobody comes in who was not in
before, and rights are those of then. Once somebody's rights are changed here, nobody is known by what was before.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from plant_copilot.people.errors import UsersOutOfReach
from plant_knowledge_ingest.patience import KNOWN

Person = TypeVar("Person")

_MOST = 10_000
_log = logging.getLogger(__name__)


class Known(Generic[Person]):
    """Remembers people by what they proved themselves with, for ``KNOWN`` seconds. Safe to share between threads.

    ``changes`` tells how often rights were changed, which ends what was known.
    """

    def __init__(self, changes: Callable[[], int], clock: Callable[[], float] = time.monotonic) -> None:
        self._changes, self._clock = changes, clock
        self._lock = Lock()
        self._seen: dict[str, tuple[float, int, Person]] = {}

    def looked_up(self, proof: str, look: Callable[[], Person | None]) -> Person | None:
        """Return what ``look`` finds, or, where it raises ``UsersOutOfReach``, who it was a while ago.

        Whatever is found takes the place of what was known: who is not let in any more is forgotten. Raises
        ``UsersOutOfReach`` for somebody who was not seen lately.
        """
        changes = self._changes()  # before it is looked up: what is changed meanwhile may not have been seen
        try:
            person = look()
        except UsersOutOfReach as error:
            at, then, known = self._seen.get(proof, (0.0, 0, None))
            if known is None or then != self._changes() or self._clock() - at > KNOWN:
                raise
            _log.warning("somebody is known from before: %s", error)
            return known
        with self._lock:
            self._seen.pop(proof, None)
            if person is not None:
                self._seen[proof] = self._clock(), changes, person
            while len(self._seen) > _MOST:
                del self._seen[next(iter(self._seen))]
        return person

    def forget(self, proof: str) -> None:
        """Forget who proved it: signed out."""
        with self._lock:
            self._seen.pop(proof, None)
