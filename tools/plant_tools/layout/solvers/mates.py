"""Processes that search beside this one, kept for the next search."""

from __future__ import annotations

import atexit
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from multiprocessing import Pipe
from threading import Lock
from typing import Any

from plant_tools.layout.solvers.search import Budget, Search

CHILD = ("-P", "-m", "plant_tools.layout.solvers.child")


@dataclass(frozen=True, slots=True)
class News:
    """What a process tells: a better plan, or, ``ended``, the last word."""

    seconds: float
    cost: float
    plan: Any
    iterations: int
    ended: bool


@dataclass(frozen=True, slots=True)
class Task:
    """What a process is asked for; by the clock of the wall, seconds count from ``began``, else from when it begins."""

    search: Search[Any]
    budget: Budget
    began: float


class Mate:
    """A process that runs one search at a time."""

    def __init__(self) -> None:
        self._busy = False
        self._connection, theirs = Pipe()
        with theirs:
            number = theirs.fileno()
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, *CHILD, str(number)], stdin=subprocess.DEVNULL, pass_fds=[number]
            )

    @property
    def lost(self) -> bool:
        """Tell whether the process has ended, or has hung up and is about to."""
        try:
            while self.news(0) is not None:
                pass
        except (EOFError, OSError):
            return True
        return self._process.poll() is not None

    @property
    def idle(self) -> bool:
        """Tell whether it is there and has said its last word, which nobody waited for."""
        return not (self.lost or self._busy)

    def begin(self, task: Task) -> None:
        """Let it search."""
        self._busy = True
        self._connection.send(task)

    def enough(self) -> None:
        """Ask it to end its search; it does so within a second."""
        self._connection.send(None)

    def news(self, wait: float) -> News | None:
        """Return what it has to tell within ``wait`` seconds. Raises ``EOFError`` or ``OSError`` where it is gone."""
        if not self._connection.poll(wait):
            return None
        news: News = self._connection.recv()
        self._busy = not news.ended
        return news

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        self._connection.close()


class Mates:
    """Processes that nobody waits for. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._mates: list[Mate] = []

    def take(self) -> Mate:
        """Return a process that nobody else has; it is started unless one is idle."""
        with self._lock:
            for mate in list(self._mates):
                if mate.lost:
                    self._mates.remove(mate)
                    mate.end()
                elif mate.idle:
                    self._mates.remove(mate)
                    return mate
        return Mate()

    def give(self, mate: Mate) -> None:
        """Take back a process, which may still be about to end its search."""
        with self._lock:
            self._mates.append(mate)

    def close(self) -> None:
        """End them all."""
        with self._lock:
            for mate in self._mates:
                mate.end()
            self._mates.clear()


@cache
def shared_mates() -> Mates:
    """Return the processes of this process; they end with it."""
    mates = Mates()
    atexit.register(mates.close)
    return mates
