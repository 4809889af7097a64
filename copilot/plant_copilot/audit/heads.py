"""Heads of the book, kept beside it: the latest, that of each day, and where it is wished for a copy elsewhere.

A head is the number and the hash of an entry. A book that was cut off no longer has it; a book that was written anew
has another hash there. Who can write into the home can change the heads in it, but not those in a folder on another
machine, whose owner is another.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from plant_copilot.errors import AuditOutOfReach

Json = dict[str, Any]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Head:
    """The number and hash of an entry."""

    number: int
    hash: str


class Heads:
    """The heads of one book, in its folder, and in the folder that was named for copies."""

    def __init__(self, folder: Path) -> None:
        self._latest, self._days, self._named = folder / "head.json", folder / "days.jsonl", folder / "copies.json"
        self._lock = folder / "head.lock"

    def keep(self, last: Callable[[], Head | None]) -> None:
        """Keep the head that ``last`` returns. A copy that cannot be written is told in the log."""
        try:
            with self._one_at_a_time():
                if head := last():
                    self._kept(head)
        except OSError as error:
            raise AuditOutOfReach(f"The head of the audit log cannot be kept: {error.strerror}.") from error

    def copy_to(self, folder: Path) -> None:
        """Name the folder that gets a copy of each head from now on. Raises ``AuditOutOfReach``."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._named.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._named, json.dumps({"folder": str(folder.absolute())}))
        except OSError as error:
            raise AuditOutOfReach(f"{folder} cannot be written: {error.strerror}.") from error

    @property
    def copies(self) -> Path | None:
        """The folder that gets copies."""
        named = _read(self._named)
        return Path(named["folder"]) if named else None

    def all(self, folder: Path | None = None) -> Iterator[tuple[str, Head]]:
        """Yield each head with what it was kept as; those of ``folder``, by default of the one that was named."""
        if latest := _read(self._latest):
            yield "the latest head", _head(latest)
        if self._days.is_file():
            for line in self._days.read_text(encoding="utf-8").splitlines():
                day = _parsed(line)
                yield f"the head of {day.get('day', '?')}", _head(day)
        copies = folder or self.copies
        for file in sorted(copies.glob("plant-copilot-audit-*.json")) if copies else ():
            yield f"the copy {file.name}", _head(_read(file) or {})

    def latest(self) -> Head | None:
        """Return the latest head."""
        told = _read(self._latest)
        return _head(told) if told else None

    @property
    def is_lost(self) -> bool:
        """Whether the latest head is gone that was kept here. A replica that never entered anything has none."""
        return self._latest.parent.is_dir() and not self._latest.is_file()

    def _kept(self, head: Head) -> None:
        day = datetime.now(UTC).date().isoformat()
        before = _read(self._latest)
        if before and before.get("day") != day:
            with self._days.open("a", encoding="utf-8") as file:
                file.write(json.dumps(before) + "\n")
        told = json.dumps({"day": day, **asdict(head)})
        write_whole(self._latest, told)
        if copies := self.copies:
            try:
                write_whole(copies / f"plant-copilot-audit-{day}.json", told)
            except OSError as error:
                log.warning("the head of the audit log could not be copied to %s: %s", copies, error.strerror)

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with self._lock.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def write_whole(file: Path, text: str) -> None:
    """Write a file whole or not at all, and through to the disk."""
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    with partial.open("w", encoding="utf-8") as written:
        written.write(text)
        written.flush()
        os.fsync(written.fileno())
    partial.replace(file)


def _read(file: Path) -> Json | None:
    """Return what a file says; of one that is no head any more, nothing that could be right."""
    if not file.is_file():
        return None
    return _parsed(file.read_text(encoding="utf-8", errors="replace"))


def _parsed(text: str) -> Json:
    try:
        told = json.loads(text)
    except ValueError:
        told = None
    return told if isinstance(told, dict) else {}


def _head(told: Json) -> Head:
    number = told.get("number")
    return Head(number if isinstance(number, int) else -1, str(told.get("hash", "")))
