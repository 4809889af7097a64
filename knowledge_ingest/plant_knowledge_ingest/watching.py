"""What changes in a folder. It is looked at again and again: that works on network shares, which tell nobody."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

from plant_knowledge_ingest.readers.kinds import READ
from plant_knowledge_ingest.sidecar import NAME

# Size and time of the last change: while either moves, the file is still being copied.
Stamp: TypeAlias = tuple[int, int]


class Watch:
    """One folder with all that is below it, hidden files and folders aside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self._seen: dict[Path, Stamp] = {}
        self._taken: dict[Path, Stamp] = {}
        self._missing: set[Path] = set()

    def look(self) -> list[Path]:
        """Return the files that are to be read, being new or changed; look again after a second or more.

        A file is ready when it is as it was at the last look, and so is everything beside it: a documents.yaml that
        is copied along with it counts. A documents.yaml that has changed makes all files beside it ready.
        """
        now = _stamps(self.folder)
        restless = {path.parent for path, stamp in now.items() if self._seen.get(path) != stamp}
        restless |= {path.parent for path in self._seen.keys() - now.keys()}
        self._seen = now
        changed = {path for path, stamp in now.items() if self._taken.get(path) != stamp}
        described = {path.parent for path in changed if path.name == NAME}
        ready = (path for path in now if path in changed or path.parent in described)
        return sorted(path for path in ready if path.parent not in restless and path.name != NAME)

    def take(self, files: Iterable[Path]) -> None:
        """Note that ``files`` were read as they are; they come again when they change."""
        taken = set(files)
        described = {path.parent / NAME for path in taken}
        self._taken |= {path: stamp for path, stamp in self._seen.items() if path in taken or path in described}

    def missing(self, known: Iterable[Path]) -> list[Path]:
        """Return those of the ``known`` files below the folder that were not there at two looks."""
        absent = {path for path in known if path.is_relative_to(self.folder) and path not in self._seen}
        twice = absent & self._missing
        self._missing = absent
        return sorted(twice)

    def is_certainly_gone(self, path: Path) -> bool:
        """Tell whether a missing file was removed: a folder that is all of a sudden empty may just not be mounted."""
        return any(other.parent == path.parent for other in self._seen) or not path.parent.exists()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is no file at all: perhaps the folder is not mounted."""
        return not self._seen


def _stamps(top: Path) -> dict[Path, Stamp]:
    stamps: dict[Path, Stamp] = {}
    for folder, subfolders, names in os.walk(top):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        for name in names:
            if name.startswith(".") or (Path(name).suffix.lower() not in READ and name != NAME):
                continue
            path = Path(folder, name)
            try:
                status = path.stat()
            except OSError:
                continue  # it went away meanwhile
            stamps[path] = (status.st_size, status.st_mtime_ns)
    return stamps
