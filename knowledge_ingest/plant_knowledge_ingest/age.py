"""What is old enough to be removed: nothing, only because a clock was set forward.

A clock that jumps to another year and back, as after an empty battery or a wrong time server, would else take every
conversation, trace and session with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Age:
    """Tells what time it is without the jumps forward since it was made. ``wall`` and ``steady`` give seconds."""

    def __init__(self, wall: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic) -> None:
        self._wall, self._steady = wall, steady
        self._began = wall() - steady()

    def now(self) -> float:
        """Return seconds since 1970: the clock's, or what passed since the beginning, whichever is earlier."""
        return min(self._wall(), self._began + self._steady())

    def ago(self, **span: float) -> datetime:
        """Return the moment that ``span`` (``days=30``) before now was, in UTC."""
        return datetime.fromtimestamp(self.now(), UTC) - timedelta(**span)


AGE = Age()
"""That of this process."""
