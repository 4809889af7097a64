"""Whether the disk has room for what an index is about to write.

The engine maps its files into memory: a full disk would give it no error, but end the process (SIGBUS). So it is asked
before every change, and there is always more room than the change can take.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from plant_knowledge_ingest.embedding.protocol import Encoded
from plant_knowledge_ingest.errors import LibraryWriteFailed

NEEDED = 64_000_000
"""Bytes that must be free beside what is to be written: others write, too, and the engine's log grows by 32 MB."""

LITTLE = 1_000_000
"""Bytes that must be free to remove something, which makes room."""

A_PASSAGE = 64_000
"""Bytes that changing a passage takes at most: 43,000 were measured for one of eight spans, a part only for a while."""

_TIMES = 4  # of the vectors' own size, for all that is stored of a passage: three were measured


def require_room(folder: Path, more: int = 0, spare: int | None = None) -> None:
    """Raise ``LibraryWriteFailed`` unless ``more`` bytes and ``spare``, or ``NEEDED``, are free where ``folder`` is."""
    if not has_room(folder, more, spare):
        raise LibraryWriteFailed(
            f"Only {_free(folder) / 1e6:.0f} MB are free for {folder}, {_needed(more, spare) / 1e6:.0f} MB are needed.",
            remedy="Free some space there; what was finished before stays.",
        )


def has_room(folder: Path, more: int = 0, spare: int | None = None) -> bool:
    """Tell whether ``more`` bytes and ``spare``, or ``NEEDED``, are free where ``folder`` is or will be."""
    return _free(folder) >= _needed(more, spare)


def taken(folder: Path) -> int:
    """Return how many bytes the files in ``folder`` take on the disk; 0 if there is none."""
    return sum(file.stat().st_blocks * 512 for file in folder.rglob("*") if file.is_file())


def taken_by(encoded: Iterable[Encoded]) -> int:
    """Return how many bytes passages with these vectors take at most while they are stored."""
    return _TIMES * sum(one.passage.nbytes + one.sentences.nbytes for one in encoded)


def _needed(more: int, spare: int | None) -> int:
    return more + (NEEDED if spare is None else spare)


def _free(folder: Path) -> int:
    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    return shutil.disk_usage(there).free
