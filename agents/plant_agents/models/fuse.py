"""A circuit breaker: a server that fails again and again is left alone for a while, then tried once."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

FAILURES = 3
REST = 60.0


class Fuse:
    """Blows after ``failures`` in a row; after ``rest`` seconds one request may try. Safe to share between threads."""

    def __init__(
        self, failures: int = FAILURES, rest: float = REST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._rest, self._clock = failures, rest, clock
        self._failed, self._until = 0, 0.0
        self._lock = Lock()

    def allows(self) -> bool:
        """Tell whether a request may go out; of those that come after the rest, the first one only."""
        with self._lock:
            if self._failed < self._most:
                return True
            if self._clock() < self._until:
                return False
            self._until = self._clock() + self._rest
            return True

    def failed(self) -> None:
        """Note a failure."""
        with self._lock:
            self._failed += 1
            self._until = self._clock() + self._rest

    def worked(self) -> None:
        """Note a reply: all is well."""
        with self._lock:
            self._failed = 0
