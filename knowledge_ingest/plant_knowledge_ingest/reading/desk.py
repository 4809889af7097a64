"""The other end of the process that reads: start it, ask it, notice when it is lost."""

from __future__ import annotations

import atexit
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from multiprocessing import Pipe
from tempfile import TemporaryFile
from threading import Lock
from typing import Any

CHILD = ("-P", "-m", "plant_knowledge_ingest.reading.child")
_PATIENCE = 5.0
_TOO_MUCH = ("MemoryError", "std::bad_alloc")


class ReaderLost(Exception):
    """The process that reads has ended; whoever asked it says which file or page that was."""


class ReaderSlow(ReaderLost):
    """The process was ended because it took too long."""


class Desk:
    """One process that reads files, for one asker at a time."""

    def __init__(self, memory: int, program: Sequence[str] = CHILD) -> None:
        """Start it with at most ``memory`` bytes of address space; ``program`` is what Python is to run."""
        self._memory = memory
        self._connection, theirs = Pipe()
        self._complaints = TemporaryFile()  # noqa: SIM115 - closed with the process
        with theirs:
            number = theirs.fileno()
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, *program, str(number), str(memory)],
                stdin=subprocess.DEVNULL,
                stdout=self._complaints,
                stderr=self._complaints,
                pass_fds=[number],
            )

    @property
    def process(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def lost(self) -> bool:
        """Tell whether the process has ended."""
        return self._process.poll() is not None

    def ask(self, request: Any, seconds: float) -> Any:
        """Send ``request`` and return the first answer to it; see ``answer``."""
        try:
            self._connection.send(request)
        except OSError as error:
            raise ReaderLost(self._why()) from error
        return self.answer(seconds)

    def answer(self, seconds: float) -> Any:
        """Return the next answer. Raises ``ReaderLost`` when the process has crashed, or says nothing in time."""
        try:
            if not self._connection.poll(seconds):
                self.end()
                raise ReaderSlow(f"reading it takes longer than {seconds:.0f} s")
            return self._connection.recv()
        except (EOFError, OSError) as error:
            raise ReaderLost(self._why()) from error

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        self._connection.close()
        self._complaints.close()

    def leave(self) -> None:
        """Let an idle process end by itself."""
        self._connection.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_PATIENCE)
        self.end()

    def _why(self) -> str:
        """Say why the process has ended."""
        try:
            status = self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            return "the reader stopped answering"
        self._complaints.seek(0)
        said = self._complaints.read().decode(errors="replace").strip().splitlines()
        if any(sign in line for line in said[-3:] for sign in _TOO_MUCH):
            return f"the reader needed more than {self._memory / 1e9:.0f} GB of memory"
        if status == -signal.SIGKILL:
            return "the reader was ended from outside (was the memory of the machine used up?)"
        if status < 0:
            return f"the reader crashed ({(signal.strsignal(-status) or str(-status)).lower()})"
        return f"the reader broke off ({said[-1] if said else f'status {status}'})"


class Desks:
    """Processes that read, kept for the next file. Safe to share between threads."""

    def __init__(self, program: Sequence[str] = CHILD) -> None:
        self._program = program
        self._lock = Lock()
        self._idle: list[tuple[int, Desk]] = []

    def take(self, memory: int) -> Desk:
        """Return a process that nobody else has; it is started unless one is idle."""
        with self._lock:
            for kept in [kept for kept in self._idle if kept[1].lost]:
                self._idle.remove(kept)
                kept[1].leave()
            for kept in self._idle:
                if kept[0] == memory:
                    self._idle.remove(kept)
                    return kept[1]
        return Desk(memory, self._program)

    def give(self, memory: int, desk: Desk) -> None:
        """Take back an idle process."""
        with self._lock:
            self._idle.append((memory, desk))

    def close(self) -> None:
        """End the idle processes."""
        with self._lock:
            for _, desk in self._idle:
                desk.leave()
            self._idle.clear()


@cache
def shared_desks() -> Desks:
    """Return the processes of this process; they end with it."""
    desks = Desks()
    atexit.register(desks.close)
    return desks
