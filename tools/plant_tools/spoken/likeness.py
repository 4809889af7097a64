"""How alike two codes sound, sign by sign, in the languages of the plant.

The costs are judged, from the names of letters and digits: those that rhyme are cheap to take for each other.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations

DIGIT, LETTER = 0.8, 0.6
"""The costs of taking one digit, or one letter, for another that does not sound like it."""

_LOST_DIGIT, _LOST_LETTER, _ADDED_DIGIT, _ADDED_LETTER, _STUTTER = 0.7, 0.45, 0.6, 0.35, 0.3
_OTHER_KIND = 0.9

# Signs whose names rhyme; the first that holds a pair is meant.
_RHYMES = (
    (0.05, "0O"),
    (0.25, "BPDTVE BPDTVW MN FS GTC CZS IY QU 59 JG GK"),
    (0.3, "BCDEGPTVZ 23 17 19 AHK AJK 8A 1I 2Q 2U 1E 5I 5Y"),
    (0.4, "FLMNSX RA LO 46 34 69 38 3E 3D 3G 3T 3P 3B 3C VFW 4F 6X 6S 0Q 7S XS"),
)  # fmt: skip


def unlikeness(heard: str, code: str) -> float:
    """Return what it costs to take ``code`` for ``heard``: 0 the same, 0.3 one sign that rhymes, 1 hardly.

    >>> unlikeness("P101", "P101"), unlikeness("B101", "P101"), unlikeness("P3001", "P301"), unlikeness("P102", "P101")
    (0.0, 0.25, 0.3, 0.8)
    """
    row = [0.0]
    for sign in code:
        row.append(row[-1] + (_LOST_DIGIT if sign.isdecimal() else _LOST_LETTER))
    for n, sign in enumerate(heard):
        added = _ADDED_LETTER
        if sign.isdecimal():
            added = _STUTTER if n and sign == heard[n - 1] else _ADDED_DIGIT
        above, row = row, [row[0] + added]
        for m, meant in enumerate(code):
            lost = _LOST_DIGIT if meant.isdecimal() else _LOST_LETTER
            if m and code[m - 1] == meant:
                lost = _STUTTER
            row.append(min(above[m] + _cost(sign, meant), above[m + 1] + added, row[m] + lost))
    return round(row[-1], 3)


def _cost(heard: str, meant: str) -> float:
    if heard == meant:
        return 0.0
    usual = (DIGIT if meant.isdecimal() else LETTER) if heard.isdecimal() == meant.isdecimal() else _OTHER_KIND
    return _rhymes().get((heard, meant), usual)


@cache
def _rhymes() -> dict[tuple[str, str], float]:
    told: dict[tuple[str, str], float] = {}
    for cost, groups in _RHYMES:
        for group in groups.split():
            for one, other in combinations(group, 2):
                told.setdefault((one, other), cost)
                told.setdefault((other, one), cost)
    return told
