"""What a process takes, minute by minute: memory, open files, threads, work, and the rows that its home has.

Read from Linux's own accounts under /proc; NaN where there are none.
"""

from __future__ import annotations

import math
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_PROC = Path("/proc")
_MIB = 1024


@dataclass(frozen=True, slots=True)
class Taken:
    """``rss`` and ``uss`` (what is its own) in MiB, open files, threads, seconds of work; rows and MiB of the home."""

    minute: float
    rss: float
    uss: float
    files: float
    threads: float
    worked: float
    rows: int
    disk: float


def taken(process: int, home: Path, minute: float) -> Taken:
    """Return what ``process`` takes now, whose home is ``home``."""
    own = _kilobytes(process, "smaps_rollup", ("Private_Clean:", "Private_Dirty:")) / _MIB
    return Taken(
        minute=round(minute, 2),
        rss=round(_kilobytes(process, "status", ("VmRSS:",)) / _MIB, 1),
        uss=round(own, 1),
        files=_entries(process, "fd"),
        threads=_entries(process, "task"),
        worked=round(worked(process), 2),
        rows=sum(map(_rows, home.rglob("*.sqlite*"))),
        disk=round(sum(_blocks(file) for file in home.rglob("*")) / 2 / _MIB, 1),
    )


def worked(process: int) -> float:
    """Return the seconds of work of a process: Linux has a clock for each; NaN elsewhere."""
    return time.clock_gettime(~process << 3 | 2) if _PROC.is_dir() else math.nan


def growth(samples: Sequence[Taken], minutes: float, of: Callable[[Taken], float]) -> float:
    """Return by how much the last eighth of a run is above its second eighth, as a share: 0.1 is a tenth.

    Medians are compared; of two hours these are the last fifteen minutes, and minutes 15 to 30, after the warm-up.
    """
    eighth = minutes / 8
    early = [of(one) for one in samples if eighth <= one.minute <= 2 * eighth]
    late = [of(one) for one in samples if one.minute >= minutes - eighth]
    return median(late) / median(early) - 1 if early and late and median(early) else math.nan


def _kilobytes(process: int, account: str, names: Sequence[str]) -> float:
    try:
        lines = (_PROC / str(process) / account).read_text(encoding="ascii").splitlines()
    except OSError:
        return math.nan
    return sum(float(line.split()[1]) for line in lines if line.startswith(tuple(names)))


def _entries(process: int, folder: str) -> float:
    try:
        return len(list((_PROC / str(process) / folder).iterdir()))
    except OSError:
        return math.nan


def _rows(file: Path) -> int:
    """Return the rows of a SQLite file, read without a lock that anybody waits for; 0 for what is none."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=1)) as database:
            return sum(database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in _tables(database))  # noqa: S608 - its own names
    except sqlite3.Error:
        return 0


def _tables(database: sqlite3.Connection) -> Iterator[str]:
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        yield name


def _blocks(file: Path) -> int:
    """Return the blocks of 512 bytes that a file takes, 0 where it is gone by now."""
    try:
        return file.stat().st_blocks
    except OSError:
        return 0
