"""Copies of parts of stored passages, by id, in two files beside the engine.

The engine takes a passage apart whole to give a part of it; what lies here is read in microseconds. What is missing,
torn by a power cut or changed by a stranger is asked of the engine again. One file has the bytes, the other says where
they are: 48 bytes a passage, with its id, a hash of its issue, start, length and checksum.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from struct import Struct
from typing import NamedTuple, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from plant_knowledge_ingest.index.places import Places

_ENTRY = np.dtype([("id", "V16"), ("issue", "V16"), ("place", "V16")])
# Start, length and checksum.
_PLACE = Struct("<QII")
# Of a shelf that is in use for less than this, the rest being gaps, all is thrown away: it fills up again.
_IN_USE = 0.5

Entries: TypeAlias = NDArray[np.void]


class Copy(NamedTuple):
    """What is kept of a passage, and the issue it belongs to."""

    id: str
    issue: str
    content: bytes


class Shelf:
    """The files ``name`` in ``folder``. Any thread may read at any time; writers must keep out of each other's way."""

    def __init__(self, folder: Path, name: str) -> None:
        """Open the shelf, or make an empty one. Raises ``OSError``."""
        folder.mkdir(exist_ok=True)
        self._list = folder / f"{name}.list"
        self._bytes = os.open(folder / f"{name}.bytes", os.O_RDWR | os.O_CREAT, 0o644)
        self._end = os.fstat(self._bytes).st_size
        there = self._listed()
        if _places(there)["length"].sum() < _IN_USE * self._end:
            os.ftruncate(self._bytes, 0)
            self._end, there = 0, there[:0]
        if self._list.exists() and self._list.stat().st_size != there.nbytes:
            self._replace(there)
        self._places = Places(there["id"], there["place"])

    def get(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Return by id what is there and whole."""
        found, keys = {}, {one: _key(one) for one in ids}
        for (one, key), place in zip(keys.items(), self._places.get(list(keys.values())), strict=True):
            if place:
                start, length, check = _PLACE.unpack(place)
                content = os.pread(self._bytes, length, start)
                if crc32(content, crc32(key)) == check:
                    found[one] = content
        return found

    def put(self, copies: Iterable[Copy]) -> None:
        """Add ``copies``, in place of what was there. On a full disk nothing is added."""
        joined, entries = bytearray(), []
        for one, issue, content in copies:
            key = _key(one)
            place = _PLACE.pack(self._end + len(joined), len(content), crc32(content, crc32(key)))
            entries.append((key, _hash(issue), place))
            joined += content
        with suppress(OSError):
            if os.pwrite(self._bytes, joined, self._end) == len(joined):
                with self._list.open("ab") as file:
                    file.write(b"".join(part for entry in entries for part in entry))
                self._end += len(joined)
                self._places.update((key, place) for key, _, place in entries)

    def drop(self, issue: str) -> None:
        """Take away what belongs to ``issue``: nothing of it is left in the files. Raises ``OSError``."""
        there = self._listed()
        gone = there["issue"] == np.void(_hash(issue))
        if gone.any():
            self._places = Places(there[~gone]["id"], there[~gone]["place"])
        for place in _places(there[gone]):
            os.pwrite(self._bytes, bytes(place["length"]), place["start"])
        if gone.any():
            os.fsync(self._bytes)
            self._replace(there[~gone])

    def close(self) -> None:
        """Release the files; closing again does nothing, other calls are errors."""
        released, self._bytes = self._bytes, -1
        if released >= 0:  # the number may be another file's by now
            os.close(released)

    def _listed(self) -> Entries:
        """Return the entries whose bytes can be there; of a torn list those that are whole."""
        content = self._list.read_bytes() if self._list.exists() else b""
        entries: Entries = np.frombuffer(content, _ENTRY, len(content) // _ENTRY.itemsize)
        places = _places(entries)
        whole: Entries = entries[places["start"] + places["length"] <= self._end]
        return whole

    def _replace(self, entries: Entries) -> None:
        """Put a list of these in the place of the one that is there."""
        fresh = self._list.with_suffix(".fresh")
        with fresh.open("wb") as file:
            file.write(entries.tobytes())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._list)


def _places(entries: Entries) -> Entries:
    """Return the places as records, shape (entries,)."""
    return np.ascontiguousarray(entries["place"]).view([("start", "<u8"), ("length", "<u4"), ("check", "<u4")])


def _key(passage_id: str) -> bytes:
    """Return the 16 bytes of a UUID."""
    return bytes.fromhex(passage_id.replace("-", ""))


def _hash(issue: str) -> bytes:
    return blake2b(issue.encode(errors="surrogatepass"), digest_size=16).digest()
