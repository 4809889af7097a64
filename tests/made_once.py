"""What several workers want is made by the first of them, and copied by all: reading manuals in takes seconds."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import databases


def made_once(lasting: Path, name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder ``name`` as ``make`` fills it. Only to be copied: other workers have it, too.

    ``lasting`` is the fixture of that name. On a server each worker has a database of its own, and so makes its own.
    """
    among_workers = "PYTEST_XDIST_WORKER" in os.environ and not databases.server()  # noqa: TID251 - pytest-xdist says it
    place = lasting.parents[1] if among_workers else lasting
    made = place / name
    with (place / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.is_dir():
            making = place / f"{name}.making"
            shutil.rmtree(making, ignore_errors=True)  # of a worker that failed
            making.mkdir()
            make(making)
            making.rename(made)
    return made
