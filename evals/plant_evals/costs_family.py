"""CPU seconds of a program with all processes that come of it, whoever their parent is by then: Linux only.

Ray's workers are started by a process that does not wait for them, so that nobody is told what they took. They are
looked at while they run.
"""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread
from typing import Self

from plant_evals.costs import Cost, measured

_EVERY = 0.2
_ADOPT = 36  # prctl's PR_SET_CHILD_SUBREAPER: whoever loses their parent becomes our child


def measured_family(command: Sequence[str]) -> tuple[Cost, float, str]:
    """Run ``command``; return its own cost, the CPU seconds of all processes that came of it, and what it printed.

    Of a process the last fifth of a second may be missing. Raises ``RunFailed``.
    """
    with Family() as family:
        cost, told = measured(command)
    return cost, max(family.cpu_seconds, cost.cpu_seconds), told


class Family:
    """Looks at all descendants of this process while it is entered."""

    def __enter__(self) -> Self:
        ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
        self._seen: dict[tuple[int, str], float] = {}
        self._ended = Event()
        self._thread = Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        _wait_for_adopted()

    @property
    def cpu_seconds(self) -> float:
        """User and system time of all that were seen."""
        return round(sum(self._seen.values()), 2)

    def _look(self) -> None:
        while True:
            self._seen |= _descendants(os.getpid())
            if self._ended.wait(_EVERY):
                return


def _descendants(of: int) -> dict[tuple[int, str], float]:
    """Return the CPU seconds of each process below ``of``, by its number and the tick it began at."""
    rows = {row[0]: row for row in map(_row, Path("/proc").glob("[0-9]*/stat")) if row}
    ticks = os.sysconf("SC_CLK_TCK")
    below = {}
    for number, parent, began, used in rows.values():
        while parent > 1 and parent != of and parent in rows:
            parent = rows[parent][1]  # noqa: PLW2901 - one generation up
        if parent == of:
            below[number, began] = used / ticks
    return below


def _row(stat: Path) -> tuple[int, int, str, int] | None:
    """Return (number, parent, began, ticks used) of a process, None where it has ended meanwhile."""
    try:
        number, _, rest = stat.read_text().partition(" (")
    except OSError:
        return None
    fields = rest.rpartition(")")[2].split()
    return int(number), int(fields[1]), fields[19], int(fields[11]) + int(fields[12])


def _wait_for_adopted(patience: float = 10.0) -> None:
    """Let those who became our children end, and be forgotten by the system."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not ended:
            time.sleep(_EVERY)
