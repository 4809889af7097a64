"""Where copies lie, by id: in arrays, 40 bytes for each, where a dictionary of a million would take 200."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

KEY = np.dtype("V16")
"""An id as bytes, and likewise a place."""

Keys: TypeAlias = NDArray[np.void]

_FRESH = 65_536
_LONG = KEY.itemsize


class _Settled(NamedTuple):
    """Keys in order, of equal ones the newest last, and their places; ``heads`` are their first eight bytes."""

    heads: NDArray[np.uint64]
    keys: Keys
    places: Keys


class Places:
    """Keys and places of 16 bytes each. Any thread may read at any time; writers must keep out of each other's way."""

    def __init__(self, keys: Keys, places: Keys, fresh: int = _FRESH) -> None:
        """Of a key that comes twice the last place counts. So many new ones are kept aside before they are put in."""
        self._most_fresh = fresh
        self._known: tuple[_Settled, dict[bytes, bytes]] = (_settled(keys, places), {})

    def get(self, keys: Sequence[bytes]) -> list[bytes | None]:
        """Return the place of each key, or None."""
        settled, fresh = self._known
        wanted = np.frombuffer(b"".join(keys), KEY)
        heads = _heads(wanted)
        last = np.searchsorted(settled.heads, heads, "right") - 1
        if not len(settled.keys):
            return [fresh.get(key) for key in keys]
        # Hardly ever do two ids begin alike; a search asks for hundreds.
        there, places = (settled.keys[last] == wanted).tolist(), settled.places[last].tobytes()
        return [
            fresh.get(key) or (places[_LONG * n : _LONG * (n + 1)] if there[n] else _place(settled, key, head, at))
            for n, (key, head, at) in enumerate(zip(keys, heads.tolist(), last.tolist(), strict=True))
        ]

    def update(self, pairs: Iterable[tuple[bytes, bytes]]) -> None:
        """Take over keys with their places."""
        settled, fresh = self._known
        fresh.update(pairs)
        if len(fresh) > self._most_fresh:
            keys = np.concatenate((settled.keys, np.frombuffer(b"".join(fresh), KEY)))
            places = np.concatenate((settled.places, np.frombuffer(b"".join(fresh.values()), KEY)))
            self._known = (_settled(keys, places), {})


def _place(settled: _Settled, key: bytes, head: int, last: int) -> bytes | None:
    """Return the place of ``key``, which stands at ``last`` or before it among those that begin alike."""
    while last >= 0 and settled.heads[last] == head:
        if settled.keys[last].tobytes() == key:
            place: bytes = settled.places[last].tobytes()
            return place
        last -= 1
    return None


def _settled(keys: Keys, places: Keys) -> _Settled:
    heads = _heads(keys)
    order = np.argsort(heads, kind="stable")
    return _Settled(heads[order], keys[order], places[order])


def _heads(keys: Keys) -> NDArray[np.uint64]:
    return np.ascontiguousarray(keys).view("<u8")[::2].astype(np.uint64)
