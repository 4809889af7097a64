"""Putting a backup back: written beside the home, every file proven, then put in its place in one step."""

from __future__ import annotations

import ctypes
import os
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from plant_copilot.audit.book import AUDIT, AuditBook
from plant_copilot.audit.desk import RESTORED
from plant_copilot.audit.entry import Act
from plant_copilot.audit.proving import prove
from plant_copilot.audit.records_book import records_head
from plant_copilot.backup.archive import Reading, Tell, read
from plant_copilot.backup.server_rows import to_server
from plant_copilot.errors import BackupFailed
from plant_copilot.moving.move import move_book
from plant_knowledge_ingest.shelf import Shelf
from plant_tools.records.door import RecordsDoor

Json = dict[str, Any]

_AT_CWD, _EXCHANGE = -100, 2  # of Linux' renameat2


def restore(archive: Path, shelf: Shelf, tell: Tell) -> Json:
    """Put a backup in the place of the home of ``shelf``: {home, files, bytes, created, version, before, audit}.

    What was there is kept beside it, as ``before``; the log of what was done since stays (``audit``: "kept"), where it
    goes on from that of the backup. Nobody may have the home open; the caller sees to that. Raises ``BackupDamaged``,
    ``BackupFailed``, ``DatabaseRefused``; the home is then as it was.

    Where the shelf is on a server, what is rows goes there, into a schema in which nothing is yet.
    """
    home = shelf.home
    if home.exists() and home.is_mount():
        raise BackupFailed(
            f"{home} is a mounted volume, which cannot be replaced as a whole.",
            remedy="Let the home be a folder in it: --home VOLUME/home",
        )
    staged = home.with_name(f".{home.name}.restoring-{os.getpid()}")
    try:
        with read(archive) as reading:
            staged.mkdir(parents=True)
            reading.extract(staged, tell)
        kept = _log_kept(shelf, staged)
        if shelf.url:
            to_server(replace(shelf, home=staged))
        before = _put_in_place(staged, home)
    except OSError as error:
        raise BackupFailed(
            f"{error.filename or home} cannot be written: {error.strerror}.",
            remedy="Free some space; nothing was changed.",
        ) from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    _entered(shelf, reading)
    return {
        "home": str(home),
        "files": len(reading.kept),
        "bytes": sum(one.size for one in reading.kept),
        "created": reading.manifest["created"],
        "version": reading.manifest["version"],
        "before": str(before or ""),
        "audit": "kept" if kept else "restored",
    }


def _log_kept(shelf: Shelf, staged: Path) -> bool:
    """Take the home's audit log over where it is whole and goes on from that of the backup."""
    there, back = AuditBook(shelf), AuditBook(Shelf(staged))
    if not shelf.is_made or not there.is_there or not prove(there).is_intact:
        return False
    now, then = [row[3] for row in there.rows()], [row[3] for row in back.rows()]
    if not now or now[: len(then)] != then:
        return False
    shutil.rmtree(staged / "audit", ignore_errors=True)
    ignored = shutil.ignore_patterns("*-wal", "*-shm", "*.sqlite")
    shutil.copytree(shelf.home / "audit", staged / "audit", ignore=ignored)
    move_book(AUDIT, shelf, Shelf(staged), lambda _book, _rows: None)
    return True


def _put_in_place(staged: Path, home: Path) -> Path | None:
    """Let ``staged`` be the home in one step; return where the former one is."""
    if not home.exists() or not any(home.iterdir()):
        home.parent.mkdir(parents=True, exist_ok=True)
        staged.replace(home)  # an empty folder gives way
        return None
    before = home.with_name(f"{home.name}.before-{datetime.now():%Y%m%d-%H%M%S}")  # noqa: DTZ005 - a name for people here
    if _exchanged(staged, home):
        staged.rename(before)
    else:
        home.rename(before)
        staged.rename(home)
    return before


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change names in one step; not every file system can."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return renameat2 is not None and renameat2(_AT_CWD, os.fsencode(one), _AT_CWD, os.fsencode(other), _EXCHANGE) == 0


def _entered(shelf: Shelf, reading: Reading) -> None:
    """Enter the restore into the log, with the state of the records' book from which it goes on."""
    door = RecordsDoor(shelf)
    subject = f"{reading.archive.name} of {reading.manifest['created']}, manifest {reading.manifest_hash}"
    try:
        AuditBook(shelf).enter(Act("local", RESTORED, subject), records=records_head(door))
    finally:
        door.close()
