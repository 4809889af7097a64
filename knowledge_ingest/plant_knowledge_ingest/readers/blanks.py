"""Blanks that a picture shows and recognition dropped, as in "5Nm" and "30,A4-70".

The recogniser was taught on Chinese, where blanks mean little, and gives few between a figure and its unit. The
picture has them. Next to Chinese characters, where both are usual, nothing is changed; between figures only what is as
wide as the line's other blanks counts, because some fonts give a 1 as much room; and within words, where a
typewriter's letters stand apart, only what is twice as wide.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import inf
from statistics import median

import numpy as np
from numpy.typing import NDArray

# A blank is this wide, in heights of the line.
_BLANK = 0.15
# What differs from the paper by this share of the strongest difference is ink.
_INK, _STRONGEST = 0.4, 98
# In letters that are spaced out it is wider than the usual gap; of fewer gaps than these none is usual.
_WIDER, _FEWEST_GAPS = 1.8, 5
# Of the line's other blanks, where there are a few.
_NEARLY, _FEWEST_BLANKS = 0.7, 3
_OPENING, _CLOSING = "([{“„-", ")]},.;:!?”-"
_IN_NUMBERS = ".,:/"
_WIDE = "\u2e80"


def with_blanks(text: str, along: Sequence[float], strip: NDArray[np.float64]) -> str:
    """Return ``text`` with a blank wherever the ``strip`` of the picture that shows it has a gap as wide as one.

    ``along`` has the middle of each character that is no blank, in columns of the strip.
    """
    letters = "".join(text.split())
    if len(letters) != len(along):
        return text
    inked = _inked(strip)
    gaps = [_widest_gap(inked[max(round(start), 0) : round(end) + 1]) for start, end in pairwise(along)]
    ends = list(accumulate(map(len, text.split())))[:-1]
    usual = median(gaps[end - 1] for end in ends) if len(ends) >= _FEWEST_BLANKS else inf
    spread = median(gaps) if len(gaps) >= _FEWEST_GAPS else 0.0
    blank = max(_BLANK * strip.shape[0], _WIDER * spread, _NEARLY * usual if usual < inf else 0.0)
    parted = {
        at
        for at, (pair, gap) in enumerate(zip(pairwise(letters), gaps, strict=True), 1)
        if _may_part(*pair) and gap >= _least(pair, blank, usual)
    }
    cuts = sorted({0, *ends, *parted, len(letters)})
    return " ".join(letters[start:stop] for start, stop in pairwise(cuts))


def _may_part(letter: str, following: str) -> bool:
    return max(letter, following) < _WIDE and letter not in _OPENING and following not in _CLOSING


def _least(pair: tuple[str, str], blank: float, usual: float) -> float:
    """Return how wide a gap between two letters must be to be a blank."""
    if pair == ("1", "1"):
        return inf
    if all(letter.isdigit() or letter in _IN_NUMBERS for letter in pair):
        return usual
    in_word = all(map(str.isalpha, pair)) and not (pair[0].islower() and pair[1].isupper())
    return 2 * blank if in_word or "1" in pair else blank


def _inked(strip: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell of each column whether there is ink in it; rows at the edges may show other lines."""
    height = strip.shape[0]
    apart = np.abs(strip - np.median(strip))[height // 10 : max(height - height // 20, 1)]
    return np.asarray((apart > _INK * np.percentile(apart, _STRONGEST)).any(axis=0))


def _widest_gap(inked: NDArray[np.bool_]) -> int:
    inks = np.flatnonzero(inked)
    return int(np.diff(np.concatenate(([-1], inks, [len(inked)]))).max()) - 1
