"""Copies of a home for a test to change.

An index sets room aside for what may come: a home of three pages has files of 0.3 GB, almost all of it zeros. A copy
has holes in their place, so that the tests need neither the time to write them nor the disk to keep them.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from databases import copy_tables

_BLOCK = 1 << 16
_ZEROS = bytes(_BLOCK)


def copy_home(home: Path, target: Path) -> Path:
    """Copy the folder ``home`` to ``target``, which must not exist yet, and return ``target``."""
    copied = Path(shutil.copytree(home, target, copy_function=_copy_file))
    copy_tables(home, copied)
    return copied


def _copy_file(source: str, target: str) -> str:
    with Path(source).open("rb") as read, Path(target).open("wb") as written:
        for start, end in _parts(read.fileno()):
            read.seek(start)
            for at in range(start, end, _BLOCK):
                block = read.read(min(_BLOCK, end - at))
                if block != _ZEROS[: len(block)]:
                    written.seek(at)
                    written.write(block)
        written.truncate(os.fstat(read.fileno()).st_size)
    return target


def _parts(file: int) -> Iterator[tuple[int, int]]:
    """Give the start and the end of each part of a file that is no hole."""
    end = 0
    while (start := _data_after(file, end)) is not None:
        end = os.lseek(file, start, os.SEEK_HOLE)
        yield start, end


def _data_after(file: int, place: int) -> int | None:
    try:
        return os.lseek(file, place, os.SEEK_DATA)
    except OSError as error:
        if error.errno == errno.ENXIO:  # there is no more
            return None
        raise
