"""What a run of a program costs: wall time, CPU time and memory.

A child's peak of memory includes what its parent had when it started it. So whoever measures here loads nothing
heavy itself, and leaves even that to children.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from tempfile import TemporaryFile
from typing import Self

from plant_knowledge_ingest.errors import PlantError

COMMAND = (sys.executable, "-m", "plant_ui.cli")
"""``plant-copilot``, as a person's shell would start it."""


class RunFailed(PlantError):
    """A program that was to be measured failed."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall seconds, CPU seconds of all threads, and the peak of resident memory in megabytes."""

    seconds: float
    cpu_seconds: float
    peak_mb: float

    @classmethod
    def middle(cls, costs: Iterable[Cost]) -> Cost:
        """Return the median of each figure."""
        columns = zip(*(asdict(cost).values() for cost in costs), strict=True)
        return cls(*(round(median(column), 3) for column in columns))


def measured(command: Sequence[str]) -> tuple[Cost, str]:
    """Run ``command``; return its cost and what it printed. Raises ``RunFailed`` with its last line on stderr.

    On Linux the peak is never below what this process takes itself, because a process begins as a copy of its maker.
    """
    with TemporaryFile() as told, TemporaryFile() as complained:
        before = time.perf_counter()
        process = subprocess.Popen(command, stdout=told, stderr=complained)  # noqa: S603 - our own commands
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - before
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        complained.seek(0)
        if process.returncode:
            lines = complained.read().decode(errors="replace").strip().splitlines()
            raise RunFailed(f"{' '.join(command)} failed: {lines[-1] if lines else process.returncode}.")
        per_mb = 2**20 if sys.platform == "darwin" else 2**10
        cost = Cost(round(seconds, 3), round(used.ru_utime + used.ru_stime, 3), round(used.ru_maxrss / per_mb, 1))
        return cost, told.read().decode()


class Clock:
    """Adds up the wall and CPU seconds of the blocks it is entered for: ``with clock: ...``."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.cpu_seconds = 0.0

    def __enter__(self) -> Self:
        self.seconds -= time.perf_counter()
        self.cpu_seconds -= time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter()
        self.cpu_seconds += time.process_time()

    def figures(self) -> dict[str, float]:
        """Return {seconds, cpu_seconds}."""
        return {"seconds": round(self.seconds, 2), "cpu_seconds": round(self.cpu_seconds, 2)}
