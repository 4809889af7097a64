"""Taking a backup of a home that may be in use.

Databases are copied by SQLite itself, which gives one moment of each. Other files are hashed again after all are in:
one that was written meanwhile is taken anew. Nobody may change the library while it is taken; the caller sees to that.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from plant_copilot.backup.archive import Stretches, Tell, Writing, blocks, written
from plant_copilot.errors import BackupFailed

Json = dict[str, Any]

# What is made anew when it is needed, or belongs to a running process.
_LEFT_OUT = ("cache", "server.json", "chat/.files", "audit/head.lock", "database-schema")
_ENDINGS = ("-wal", "-shm", "-journal", ".partial")
# The head of a book before the book, and the book before what it speaks of: none is older than what it is proven by.
_FIRST = ("audit/head.json", "audit/days.jsonl", "audit/copies.json", "audit/audit.sqlite")
_TRIES, _PAUSE = 3, 1.0
_SQLITE = b"SQLite format 3\x00"


class Rows(Protocol):
    """What a server keeps for a home."""

    files: frozenset[str]
    """The paths that it has in a home without a server."""

    def write(self, folder: Path) -> None:
        """Write it into files of ``folder``. Raises ``BackupFailed``."""


def take(home: Path, archive: Path, told: Json, tell: Tell, rows: Rows | None = None) -> Json:
    """Write a backup of ``home``; return {path, files, bytes, archive_bytes, manifest}. Raises ``BackupFailed``.

    ``told`` goes into the manifest; ``tell`` is told of bytes done and of how many; ``rows`` are those that a server
    keeps, which become the files that a home without one has.
    """
    if archive.absolute().is_relative_to(home.absolute()):
        raise BackupFailed(f"{archive} is inside the home.", remedy="Choose a place outside, best on another disk.")
    told = {"created": datetime.now(UTC).isoformat(timespec="seconds"), "version": version("plant-copilot"), **told}
    changed: str | None = ""
    for _ in range(_TRIES):
        with written(archive) as writing:
            _take_all(writing, home, tell, rows)
            manifest = writing.finish(told)
            if (changed := _changed(writing, home, rows)) is None:
                break
            writing.give_up()
        time.sleep(_PAUSE)
    else:
        raise BackupFailed(
            f"{changed} in {home} was written while it was taken.",
            remedy="Wait until nothing is brought in or learnt, then try again.",
        )
    return {
        "path": str(archive.absolute()),
        "files": len(writing.kept),
        "bytes": sum(one.size for one in writing.kept),
        "archive_bytes": archive.stat().st_size,
        "manifest": manifest,
    }


def _take_all(writing: Writing, home: Path, tell: Tell, rows: Rows | None) -> None:
    files = [path for path in listed(home) if not rows or path not in rows.files]
    of, done = sum((home / path).stat().st_size for path in files), 0
    heads = sum(path in _FIRST for path in files)
    with TemporaryDirectory(prefix="plant-copilot-") as folder:
        for number, path in enumerate([*files, ""]):
            if rows and number == heads:
                _take_rows(writing, rows, Path(folder))
            if path:
                _take_one(writing, path, home, Path(folder))
                done += writing.kept[-1].size
                tell(min(done, of), of)


def _take_rows(writing: Writing, rows: Rows, folder: Path) -> None:
    rows.write(folder / "rows")
    for path in listed(folder / "rows"):
        _take_one(writing, path, folder / "rows", folder)


def _take_one(writing: Writing, path: str, home: Path, folder: Path) -> None:
    if not is_database(home / path):
        writing.add(path, home / path)
        return
    copy = folder / "copy.sqlite"
    _copied(home / path, copy)
    writing.add(path, copy)
    copy.unlink()


def _changed(writing: Writing, home: Path, rows: Rows | None) -> str | None:
    """Return a file, no database, that is another by now than it was taken; None for none."""
    left_out = {*_FIRST, *(rows.files if rows else ())}
    for one in writing.kept:
        file = home / one.path
        if one.path not in left_out and not is_database(file) and _content(file) != (one.stretches, one.sha256):
            return one.path
    return None


def _content(file: Path) -> tuple[list[list[int]], str]:
    """Return the stretches of a file that are not zeros, and their hash, as an archive has them."""
    digest, stretches = sha256(), Stretches()
    with file.open("rb", buffering=0) as read:
        for offset, block in blocks(read.fileno(), os.fstat(read.fileno()).st_size):
            stretches.add(offset, len(block))
            digest.update(block)
    return stretches.all, digest.hexdigest()


def listed(home: Path) -> list[str]:
    """Return the paths in ``home`` that a backup has, in the order they are taken."""
    found = {path for path in _walked(home) if not _is_left_out(path)}
    return [path for path in _FIRST if path in found] + sorted(found - set(_FIRST), key=_records_last)


def is_database(file: Path) -> bool:
    """Tell whether a file is a SQLite database."""
    with file.open("rb") as read:
        return read.read(len(_SQLITE)) == _SQLITE


def _walked(home: Path) -> Iterator[str]:
    for file in home.rglob("*"):
        if file.is_file() and not file.is_symlink():
            yield file.relative_to(home).as_posix()


def _is_left_out(path: str) -> bool:
    inside = any(path == left or path.startswith((f"{left}/", f"{left}.")) for left in _LEFT_OUT)
    return inside or path.endswith(_ENDINGS) or path.rpartition("/")[2].startswith(".backup-")


def _records_last(path: str) -> tuple[bool, str]:
    return path.startswith("records/"), path


def wrong_with(file: Path) -> str:
    """Return what SQLite finds wrong with a database, "" for nothing."""
    try:
        with closing(sqlite3.connect(file)) as db:
            found = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        return str(error)
    return "" if found == "ok" else " ".join(found.split())


def _copied(source: Path, copy: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(copy)) as write:
            read.backup(write)
    except sqlite3.Error as error:
        raise BackupFailed(f"{source} cannot be copied: {error}.", remedy="Check the disk and the file.") from error
    copy.chmod(source.stat().st_mode & 0o777)
    if wrong := wrong_with(copy):
        raise BackupFailed(f"{source} is damaged: {wrong}.", remedy="Put the last backup back: plant-copilot restore.")
