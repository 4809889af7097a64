"""Whether what was read in a picture may be what is on record, though some of its characters look like others."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

from plant_tools.history.known import loosely

# In print, on plates and in seven segments.
_LOOK_ALIKE = ("0oqd", "1il|!j", "5s", "8b", "2z", "6g", "ar")
_CLASS = {ord(one): alike[0] for alike in _LOOK_ALIKE for one in alike}
# One wrong character of fewer leaves too little to go by.
_LEAST_NEAR = 5


class Likeness(IntEnum):
    """How like two names are.

    EXACT: the same but for case and hyphens; ALIKE: the same if characters that look alike count as one; NEAR: then
    one character apart.
    """

    NONE = 0
    NEAR = 1
    ALIKE = 2
    EXACT = 3


@lru_cache(maxsize=4_096)
def likeness(read: str, known: str) -> Likeness:
    """Return how like what was ``read`` is to what is ``known``.

    >>> [likeness(read, "P-101").name for read in ("p 101", "P-1O1", "P-102")], likeness("E0457", "E0451").name
    (['EXACT', 'ALIKE', 'NONE'], 'NEAR')
    """
    one, other = loosely(read), loosely(known)
    if not one or not other:
        return Likeness.NONE
    if one == other:
        return Likeness.EXACT
    one, other = one.translate(_CLASS), other.translate(_CLASS)
    if one == other:
        return Likeness.ALIKE
    return Likeness.NEAR if min(len(one), len(other)) >= _LEAST_NEAR and _one_apart(one, other) else Likeness.NONE


def _one_apart(one: str, other: str) -> bool:
    """Tell whether one character was replaced, put in or left out."""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    return shorter[at + (len(shorter) == len(longer)) :] == longer[at + 1 :]
