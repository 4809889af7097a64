"""Faults of the places a copilot leans on: each begins and ends through the outside, never within our own code.

Books are locked by another connection, lose a page to garbage, or are moved away; pages of documents are moved away or
cut short; servers change their mode; a disk becomes full; the clock jumps.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from plant_evals.faults_outside import WELL

BOOKS = ("records/records.sqlite", "threads.sqlite", "users.sqlite", "traces.sqlite", "cases/cases.sqlite")
BOOKS_HOW = ("locked", "garbled", "missing")
PAGES_HOW = ("missing", "cut")
EDGE_HOW = ("no folder", "missing")
WEIGHTS_HOW = ("missing", "cut", "garbage")
IN_OPENING = ("edge", "weights")
"""What is read once: it fails while a copilot opens."""

CLOCK_HOW = ("+7200", "-7200", "+86400")
_PAGE = 4096


@dataclass(frozen=True, slots=True)
class Fault:
    """What fails and how: ``Fault("index", "slow")``."""

    what: str
    how: str

    def __str__(self) -> str:
        return f"{self.what} {self.how}"


class Failing(Protocol):
    """What stands outside and can be made to fail in ``ways``, each of which may be its ``mode``."""

    mode: str

    @property
    def ways(self) -> tuple[str, ...]:
        """The modes in which it fails."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where faults are put: a home, the servers beside it by name, the file that tells the clock how far to jump.

    ``disk`` is the mount point of a small disk that holds the books, ``weights`` the folder of the model that hears
    recordings, each None where there is none.
    """

    home: Path
    outside: Mapping[str, Failing]
    clock: Path | None = None
    disk: Path | None = None
    weights: Path | None = None

    def faults(self) -> list[Fault]:
        """Return all that can fail here."""
        books = () if "database" in self.outside else BOOKS
        found = [Fault(book, how) for book in books if (self.home / book).is_file() for how in BOOKS_HOW]
        found += [Fault("pages", how) for how in PAGES_HOW]
        found += [Fault(what, how) for what, server in self.outside.items() for how in server.ways]
        found += [Fault("clock", how) for how in CLOCK_HOW if self.clock]
        found += [Fault("disk", "full")] if self.disk else []
        found += [Fault("weights", how) for how in WEIGHTS_HOW if self.weights]
        return found if self.outside else [*found, *(Fault("edge", how) for how in EDGE_HOW)]

    @contextmanager
    def failing(self, fault: Fault) -> Iterator[None]:
        """Let something fail until the block ends; then it is as it was."""
        with ExitStack() as stack:
            if server := self.outside.get(fault.what):
                stack.enter_context(_mode(server, fault.how))
            elif fault.what == "clock" and self.clock:
                stack.enter_context(_jumped(self.clock, fault.how))
            elif fault.what == "disk" and self.disk:
                stack.enter_context(_filled(self.disk))
            elif fault.what == "weights" and self.weights:
                stack.enter_context(_weights(self.weights, fault.how))
            elif fault.what == "pages":
                for file in sorted((self.home / "library" / "files").glob("*.pdf")):
                    stack.enter_context(_moved(file) if fault.how == "missing" else _cut(file))
            elif fault.what == "edge":
                stack.enter_context(_edge(self.home / "library" / "index", fault.how))
            else:
                stack.enter_context(_book(self.home / fault.what, fault.how))
            yield


@contextmanager
def _mode(server: Failing, how: str) -> Iterator[None]:
    server.mode = how
    try:
        yield
    finally:
        server.mode = WELL


@contextmanager
def _jumped(clock: Path, seconds: str) -> Iterator[None]:
    clock.write_text(f"{seconds}\n", encoding="ascii")
    try:
        yield
    finally:
        clock.write_text("+0\n", encoding="ascii")


@contextmanager
def _filled(disk: Path) -> Iterator[None]:
    ballast = disk / "ballast"
    with ballast.open("wb") as file, suppress(OSError):
        while True:
            file.write(bytes(1 << 16))
            file.flush()
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def _book(file: Path, how: str) -> Iterator[None]:
    if how == "missing":
        with closing(sqlite3.connect(file, timeout=5)) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # all of it is in the file then
        with _moved(file):
            yield
            for log in ("-wal", "-shm"):  # of what was made in its place
                file.with_name(f"{file.name}{log}").unlink(missing_ok=True)
    elif how == "locked":
        with closing(sqlite3.connect(file, timeout=5, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
    else:
        with _garbled(file):
            yield


@contextmanager
def _moved(file: Path) -> Iterator[None]:
    """Move a file away and back; what was made in its place meanwhile is gone with it."""
    away = file.with_name(f"{file.name}.away")
    file.replace(away)
    try:
        yield
    finally:
        away.replace(file)


@contextmanager
def _weights(folder: Path, how: str) -> Iterator[None]:
    """Let a model be away, lack most of its numbers, or know no words."""
    spoilt = {"missing": _moved(folder), "cut": _cut(folder / "model.bin")}.get(how) or _replaced(
        folder / "tokenizer.json", bytes(range(256))
    )
    with spoilt:
        yield


@contextmanager
def _cut(file: Path) -> Iterator[None]:
    with _replaced(file, file.read_bytes()[: file.stat().st_size // 3]):
        yield


@contextmanager
def _replaced(file: Path, content: bytes) -> Iterator[None]:
    whole = file.read_bytes()
    file.write_bytes(content)
    try:
        yield
    finally:
        file.write_bytes(whole)


@contextmanager
def _garbled(file: Path) -> Iterator[None]:
    """Put garbage on half of the pages after the first; those that nobody has written meanwhile come back."""
    chance = random.Random(file.name)  # noqa: S311 - garbage
    with file.open("r+b") as book:
        pages = range(1, max(2, file.stat().st_size // _PAGE), 2)
        kept = {at: (_at(book, at), chance.randbytes(_PAGE)) for at in pages}
        for at, (_, garbage) in kept.items():
            _put(book, at, garbage)
        try:
            yield
        finally:
            for at, (whole, garbage) in kept.items():
                if _at(book, at) == garbage:
                    _put(book, at, whole)


def _at(book: BinaryIO, at: int) -> bytes:
    book.seek(at * _PAGE)
    return bytes(book.read(_PAGE))


def _put(book: BinaryIO, at: int, content: bytes) -> None:
    book.seek(at * _PAGE)
    book.write(content)
    book.flush()


@contextmanager
def _edge(folder: Path, how: str) -> Iterator[None]:
    """Let the folder of the embedded index be away, or be something that is no index."""
    away = folder.with_name("index.away")
    folder.replace(away)
    if how == "no folder":
        folder.write_text("no folder", encoding="ascii")
    try:
        yield
    finally:
        if folder.is_file():
            folder.unlink()
        elif folder.is_dir():
            shutil.rmtree(folder)
        away.replace(folder)
