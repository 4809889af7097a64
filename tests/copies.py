"""Copies of a home for a test to change.

An index sets room aside for what may come: a home of three pages has files of 0.3 GB, almost all of it zeros. A copy
has holes in their place, so that the tests need neither the time to write them nor the disk to keep them.
"""

from __future__ import annotations

import shutil
from pathlib import Path

_BLOCK = 1 << 16
_ZEROS = bytes(_BLOCK)


def copy_home(home: Path, target: Path) -> Path:
    """Copy the folder ``home`` to ``target``, which must not exist yet, and return ``target``."""
    return Path(shutil.copytree(home, target, copy_function=_copy_file))


def _copy_file(source: str, target: str) -> str:
    with Path(source).open("rb") as read, Path(target).open("wb") as written:
        while block := read.read(_BLOCK):
            if block == _ZEROS[: len(block)]:
                written.seek(len(block), 1)
            else:
                written.write(block)
        written.truncate()
    return target
