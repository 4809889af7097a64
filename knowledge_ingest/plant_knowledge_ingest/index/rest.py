"""A store that did not answer is left alone for a moment: nobody waits for it, one after the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from plant_knowledge_ingest.errors import IndexUnreachable
from plant_knowledge_ingest.patience import REST, spending


class Rest:
    """Raises for ``REST`` seconds what was raised last. Safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failed: tuple[float, IndexUnreachable] | None = None

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Ask in the block, unless the store rests. Raises ``IndexUnreachable``."""
        failed = self._failed
        if failed and self._clock() < failed[0]:
            raise IndexUnreachable(failed[1].message, remedy=failed[1].remedy) from failed[1]
        try:
            with spending():
                yield
        except IndexUnreachable as error:
            self._failed = self._clock() + REST, error
            raise
        self._failed = None
