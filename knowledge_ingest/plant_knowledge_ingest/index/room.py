"""Whether the disk has room for what an index is about to write."""

from __future__ import annotations

import shutil
from pathlib import Path

from plant_knowledge_ingest.errors import LibraryWriteFailed

NEEDED = 64_000_000
"""Bytes that must be free: twice what the engine sets aside at once for its log and its vectors."""


def require_room(folder: Path, more: int = 0) -> None:
    """Raise ``LibraryWriteFailed`` unless ``NEEDED`` and ``more`` bytes are free where ``folder`` is or will be.

    The engine maps its files into memory. A full disk would not give it an error; it would end the process.
    """
    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(there).free
    needed = NEEDED + more
    if free < needed:
        raise LibraryWriteFailed(
            f"Only {free / 1e6:.0f} MB are free for {folder}, {needed / 1e6:.0f} MB are needed.",
            remedy="Free some space there; what was finished before stays.",
        )


def taken(folder: Path) -> int:
    """Return how many bytes the files in ``folder`` take on the disk; 0 if there is none."""
    return sum(file.stat().st_blocks * 512 for file in folder.rglob("*") if file.is_file())
