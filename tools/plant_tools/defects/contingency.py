"""Whether defects are spread over two groups of inspections as chance would spread them."""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, exp, lgamma, sqrt
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

SMALL = 5.0
"""Below so many expected in a cell the chi-square approximation is not used (Cochran 1954)."""

FEW = 25
"""Below so many inspections on a side, of several pieces each, it is not used either."""

SEED = 1
_SHUFFLES, _MORE = 999, 9_999
_AT_ONCE, _IN_ALL = 500_000, 20_000_000  # residuals dealt out in one go, and drawn for one level
_MANY = 5_000  # inspections; of more, residuals are drawn instead of all dealt out
_WORTH_MORE = 0.1


@dataclass(frozen=True, slots=True)
class Tested:
    """``z``: how far from chance, in standard deviations; ``method``: chi-square, exact or permutation."""

    z: float
    p_value: float
    method: str


def compare_levels(pieces: Floats, defective: Floats, levels: Flags) -> list[Tested]:
    """Test each level against the rest: ``pieces`` and ``defective`` by inspection, ``levels`` (levels, inspections).

    The statistic is the linear permutation statistic of Hoeffding (1951; Strasser and Weber 1999): standardised
    residuals of the inspections, summed over a level with the roots of their weights. Its mean and variance, if
    residuals are dealt out to inspections at random, are exact. Inspections may differ by more than single pieces
    would, because defects come in runs: their ``likeness`` gives each its weight, and is no sign of a level. Where
    every inspection is one piece, the square is Pearson's chi-square times (m - 1) / m. Few expected in a cell, or few
    inspections on a side: Fisher's exact test for single pieces, otherwise residuals shuffled 999 times, and 9,999
    where it is worth it.
    """
    single = bool((pieces == 1).all())
    loss = design_effect(pieces, likeness(pieces, defective))
    weights = pieces / loss
    share = float((defective / loss).sum() / weights.sum())
    residuals = (defective - pieces * share) / np.sqrt(pieces * share * (1 - share) * loss)
    within = levels @ weights / weights.sum()
    sums = np.sqrt(weights) * (levels - within[:, None])
    z = _standardised(sums, residuals)
    smaller = np.minimum(levels @ pieces, ~levels @ pieces)
    least = np.minimum(levels.sum(axis=1), (~levels).sum(axis=1))
    few = (smaller * min(share, 1 - share) < SMALL) | (not single) & (least < FEW)
    shuffle = _shuffled if len(pieces) <= _MANY else _drawn
    shuffled = shuffle(sums, residuals, np.flatnonzero(few)) if not single else {}
    found = []
    for at, level in enumerate(levels):
        if not few[at]:
            found.append(Tested(float(z[at]), erfc(abs(z[at]) / sqrt(2)), "chi-square"))
        elif single:
            cells = (defective[level].sum(), level.sum(), defective.sum(), len(level))
            found.append(Tested(float(z[at]), fisher(*map(int, cells)), "exact"))
        else:
            found.append(Tested(float(z[at]), shuffled[at], "permutation"))
    return found


def likeness(pieces: Floats, defective: Floats) -> float:
    """Return how alike pieces of one inspection are: the correlation inside, 0 to 1, by moments (Kleinman 1973)."""
    more = float((pieces - 1).sum())
    share = defective.sum() / pieces.sum() if len(pieces) else 0.0
    if more <= 0 or not 0 < share < 1:
        return 0.0
    squares = (defective - pieces * share) ** 2 / (pieces * share * (1 - share))
    return float(np.clip((squares.sum() - (len(pieces) - 1)) / more, 0.0, 1.0))


def design_effect(pieces: Floats, alike: float) -> Floats:
    """Return by how much the variance of each inspection exceeds that of as many single pieces."""
    return np.asarray(1 + (np.maximum(pieces, 1) - 1) * alike)


def fisher(defective: int, pieces: int, all_defective: int, all_pieces: int) -> float:
    """Return the two-sided p-value of Fisher's exact test: all tables at most as probable as the one seen.

    >>> round(fisher(3, 4, 4, 8), 4)  # the lady tasting tea
    0.4857
    """
    low, high = max(0, pieces + all_defective - all_pieces), min(pieces, all_defective)
    logs = [_hypergeometric(k, pieces, all_defective, all_pieces) for k in range(low, high + 1)]
    seen = logs[defective - low]
    return min(1.0, sum(exp(one) for one in logs if one <= seen + 1e-7))


def _hypergeometric(k: int, n: int, marked: int, total: int) -> float:
    return _choose(marked, k) + _choose(total - marked, n - k) - _choose(total, n)


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _standardised(weights: Floats, residuals: Floats) -> Floats:
    """Return how many standard deviations each weighted sum of residuals lies from its mean over all permutations."""
    m = len(residuals)
    mean = weights.sum(axis=1) * residuals.mean()
    variance = weights.var(axis=1) * m * residuals.var() * m / (m - 1)
    return np.asarray((weights @ residuals - mean) / np.sqrt(np.maximum(variance, 1e-300)))


def _shuffled(weights: Floats, residuals: Floats, places: NDArray[np.intp]) -> dict[int, float]:
    """Return the share of random permutations that are at least as far from the mean, of the levels at ``places``."""
    random = np.random.default_rng(SEED)
    beyond, made = np.zeros(len(places)), np.zeros(len(places))
    seen = np.abs(_standardised(weights[places], residuals)) - 1e-9
    size = len(residuals)
    for total in (_SHUFFLES, _MORE):
        going = np.flatnonzero((made == 0) | ((beyond + 1) / (made + 1) <= _WORTH_MORE))
        while len(going) and made[going[0]] < total:
            count = int(min(max(1, _AT_ONCE // size), total - made[going[0]]))
            dealt = random.permuted(np.tile(residuals, (count, 1)), axis=1)
            far = np.abs(_all_standardised(weights[places[going]], dealt))
            beyond[going] += (far >= seen[going, None]).sum(axis=1)
            made[going] += count
    return {int(place): float((b + 1) / (n + 1)) for place, b, n in zip(places, beyond, made, strict=True)}


def _drawn(sums: Floats, residuals: Floats, places: NDArray[np.intp]) -> dict[int, float]:
    """Return the same for many inspections: the smaller side of a level draws its residuals at random.

    Drawn with replacement, which makes the spread a little wider and p a little larger.
    """
    random = np.random.default_rng(SEED)
    found = {}
    for place in places:
        level = sums[place] > 0
        side = level if 2 * level.sum() <= len(level) else ~level
        roots = np.abs(sums[place, side])
        seen = abs(float(sums[place, side] @ (residuals[side] - residuals.mean()))) - 1e-9
        times = int(max(_SHUFFLES, min(_MORE, _IN_ALL // len(roots))))
        beyond = 0
        for begin in range(0, times, step := max(1, _AT_ONCE // len(roots))):
            drawn = random.choice(residuals, (min(step, times - begin), len(roots))) - residuals.mean()
            beyond += int((np.abs(drawn @ roots) >= seen).sum())
        found[int(place)] = (beyond + 1) / (times + 1)
    return found


def _all_standardised(weights: Floats, dealt: Floats) -> Floats:
    m = dealt.shape[1]
    mean = weights.sum(axis=1) * dealt[0].mean()
    deviation = np.sqrt(np.maximum(weights.var(axis=1) * m * dealt[0].var() * m / (m - 1), 1e-300))
    return np.asarray((weights @ dealt.T - mean[:, None]) / deviation[:, None])
