"""Codes that were not recognised as such, found by what they sound like.

Each code of the plant is laid, as it is said, over the whole transcript where it fits best: an alignment of phones, all
codes at once. What is found that way is offered, never taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from plant_tools.spoken.phones import VOWELS, alike, phones, spoken
from plant_tools.spoken.register import Code
from plant_tools.spoken.spotting import without_amounts

Costs = NDArray[np.float32]

MOST = 200
"""So many codes are compared, the nearest to what is at hand first."""

_PHONES = "abcdefghijklmnopqrstuvwxyzCJNSZ"
_OTHER, _NEAR, _VOWEL, _NEAR_VOWEL = 1.0, 0.4, 0.5, 0.3
_GAP, _SOFT_GAP, _SOFT = 0.7, 0.45, frozenset("htrn")


class Fit(NamedTuple):
    """A code laid over ``text[start:end]``; ``cost`` is what differs for each of its phones, 0 where nothing does."""

    cost: float
    code: Code
    start: int
    end: int


def fits(text: str, language: str, codes: Iterable[Code]) -> list[Fit]:
    """Return where each of ``codes`` fits best, the best first; none in a text without sounds."""
    heard = [phone for phone in phones(without_amounts(text), language) if phone.phone in _PHONES]
    said = [(form, code) for code in codes for form in spoken(code.signs, language)]
    if not heard or not said:
        return []
    costs, begins, ends = _laid([form for form, _ in said], "".join(phone.phone for phone in heard))
    best: dict[str, Fit] = {}
    for (form, code), cost, begin, end in zip(said, costs.tolist(), begins.tolist(), ends.tolist(), strict=True):
        last = max(end - 1, 0)
        fit = Fit(round(cost / len(form), 3), code, heard[min(begin, last)].start, heard[last].end)
        if code.code not in best or fit.cost < best[code.code].cost:
            best[code.code] = fit
    return sorted(best.values(), key=lambda fit: (fit.cost, fit.code.code))


def _laid(forms: Sequence[str], heard: str) -> tuple[Costs, NDArray[np.int64], NDArray[np.int64]]:
    """Align each whole form with any part of ``heard``: its cost, where that part begins and where it ends.

    ``row`` has for each form, shape (forms, len(heard) + 1), the least cost of what was said of it so far, if the part
    ends there; ``begun`` where that part began.
    """
    unlike, gap = _table()
    text = np.asarray([_PHONES.index(phone) for phone in heard])
    longest = max(map(len, forms))
    said = np.full((len(forms), longest), -1)
    for number, form in enumerate(forms):
        said[number, : len(form)] = [_PHONES.index(phone) for phone in form]
    row = np.zeros((len(forms), len(heard) + 1), np.float32)
    begun = np.tile(np.arange(len(heard) + 1), (len(forms), 1))
    skipped = np.concatenate([[np.float32(0)], np.cumsum(gap[text])])
    for at in range(longest):
        phone = np.maximum(said[:, at], 0)
        costs, starts = row + gap[phone][:, None], begun.copy()
        taken = row[:, :-1] + unlike[phone][:, text]
        better = taken < costs[:, 1:]
        costs[:, 1:], starts[:, 1:] = (
            np.where(better, taken, costs[:, 1:]),
            np.where(better, begun[:, :-1], starts[:, 1:]),
        )
        # What was heard besides: the cheapest place before, and all that is skipped since.
        before = costs - skipped
        least = before <= np.minimum.accumulate(before, 1)
        place = np.maximum.accumulate(np.where(least, np.arange(len(heard) + 1), 0), 1)
        ended = (said[:, at] < 0)[:, None]
        row = np.where(ended, row, np.take_along_axis(before, place, 1) + skipped)
        begun = np.where(ended, begun, np.take_along_axis(starts, place, 1))
    ends = row.argmin(1)
    every = np.arange(len(forms))
    return row[every, ends], begun[every, ends], ends


@cache
def _table() -> tuple[Costs, Costs]:
    """Return what it costs to take a phone for another, and to leave one out."""
    unlike = np.full((len(_PHONES), len(_PHONES)), _OTHER, np.float32)
    for n, one in enumerate(_PHONES):
        for m, other in enumerate(_PHONES):
            unlike[n, m] = _unlike(one, other)
    gap = [_SOFT_GAP if phone in VOWELS | _SOFT else _GAP for phone in _PHONES]
    return unlike, np.asarray(gap, np.float32)


def _unlike(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if {one, other} <= VOWELS:
        return _NEAR_VOWEL if {one, other} in ({"e", "i"}, {"o", "u"}) else _VOWEL
    return _NEAR if any(one in group and other in group for group in alike()) else _OTHER
