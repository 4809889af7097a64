"""Which files a person means by the files and folders they name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.readers.kinds import OLD, READ
from plant_knowledge_ingest.sidecar import NAME, read_sidecar


def found(
    paths: Sequence[Path], on_failure: Callable[[UnreadableDocument], None]
) -> Iterator[tuple[Path, Mapping[str, Any] | None]]:
    """Yield each readable file with its side-car entry, if any; folders are searched through, in order.

    ``on_failure`` is called with an ``UnreadableDocument`` for whatever cannot be looked at: a missing path,
    a folder without rights, a named file of an unknown kind, a side-car entry without such a file, a name that is
    not text; and for a wrong side-car, whose folder then yields nothing: it may say who must not see a file.
    """
    for path, entry in _looked_up(paths, _Sidecars(on_failure), on_failure):
        if _is_text(str(path)):
            yield path, entry
        else:
            on_failure(UnreadableDocument(path, "its name, or that of its folder, is not text in UTF-8; rename it"))


class _Sidecars:
    """The side-cars of all folders, each read once."""

    def __init__(self, on_failure: Callable[[UnreadableDocument], None]) -> None:
        self._on_failure = on_failure
        self._entries: dict[Path, Mapping[str, Mapping[str, Any]] | None] = {}

    def of(self, folder: Path) -> Mapping[str, Mapping[str, Any]] | None:
        """Return the entries by file name; None when they are wrong, which is told once."""
        if folder not in self._entries:
            try:
                self._entries[folder] = read_sidecar(folder)
            except UnreadableDocument as error:
                self._entries[folder] = None
                self._on_failure(error)
        return self._entries[folder]


def _looked_up(
    paths: Sequence[Path], sidecars: _Sidecars, on_failure: Callable[[UnreadableDocument], None]
) -> Iterator[tuple[Path, Mapping[str, Any] | None]]:
    for path in paths:
        try:
            yield from _at(path, sidecars, on_failure)
        except UnreadableDocument as error:
            on_failure(error)
        except OSError as error:
            on_failure(UnreadableDocument(path, f"it cannot be looked at ({error.strerror})"))


def _at(
    path: Path, sidecars: _Sidecars, on_failure: Callable[[UnreadableDocument], None]
) -> Iterator[tuple[Path, Mapping[str, Any] | None]]:
    if path.is_dir():
        for folder, names in _walk(path, on_failure):
            yield from _in_folder(folder, names, sidecars, on_failure)
    elif not path.exists():
        raise UnreadableDocument(path, "there is no such file or folder")
    elif not path.is_file():
        raise UnreadableDocument(path, "it is neither a file nor a folder")
    elif not _is_read(path.name):
        raise UnreadableDocument(path, f"this kind of file is not read (read are {', '.join(sorted(READ))})")
    elif (entries := sidecars.of(path.absolute().parent)) is not None:
        yield path.absolute(), entries.get(path.name)


def _is_read(name: str) -> bool:
    """Tell whether a file is looked at; the old kinds are, too, to be refused by name, but not a program's lock."""
    ending = Path(name).suffix.lower()
    return (ending in READ or ending in OLD) and not name.startswith("~$")


def _is_text(name: str) -> bool:
    """Tell whether a name can be stored; bytes that are not UTF-8 come as lone surrogates."""
    return name == name.encode(errors="replace").decode()


def _walk(top: Path, on_failure: Callable[[UnreadableDocument], None]) -> Iterator[tuple[Path, list[str]]]:
    def refuse(error: OSError) -> None:
        on_failure(UnreadableDocument(Path(str(error.filename)), f"the folder cannot be read ({error.strerror})"))

    for folder, subfolders, names in os.walk(top.absolute(), onerror=refuse):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        yield Path(folder), sorted(names)


def _in_folder(
    folder: Path, names: list[str], sidecars: _Sidecars, on_failure: Callable[[UnreadableDocument], None]
) -> Iterator[tuple[Path, Mapping[str, Any] | None]]:
    entries = sidecars.of(folder)
    if entries is None:
        return
    for name in sorted(entries):
        if name not in names:
            on_failure(UnreadableDocument(folder / NAME, f"it names {name}, which is not in the folder"))
        elif not _is_read(name):
            on_failure(UnreadableDocument(folder / NAME, f"it names {name}, a kind of file that is not read"))
    for name in names:
        if _is_read(name) and not name.startswith(".") and (folder / name).is_file():
            yield folder / name, entries.get(name)
