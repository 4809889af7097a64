"""How sure a ranking may be: learnt from past cases that were predicted from those before them, never the other way.

p is made proportional to (p^(1 - w) prior^w)^(1 / T), with the temperature T (Guo et al. 2017) and w, the weight of
what was usual anyway up to then, for which the log-loss of those predictions is least. Where the past foretold little,
that ends near what is usual, and where not even that lasted, near "anything".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Ints = NDArray[np.int64]

_TEMPERATURES = np.geomspace(0.4, 8.0, 32)
_SHARES = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.85, 1.0)
_BLOCKS, _FROM, _MANY = 3, 0.4, 4_000
_BINS = 10
_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Calibration:
    """Temperature, weight of the prior, and how the past predictions did: how many, hits at 1 and 3, ECE.

    ``doubt``: of every probability so much is that of the prior; however many came out right, the next may not.
    """

    temperature: float = 1.0
    share: float = 0.0
    doubt: float = 0.0
    cases: int = 0
    hits: dict[int, float] = field(default_factory=dict)
    ece: float = 0.0

    def calibrated(self, p: Matrix, prior: NDArray[np.float64]) -> Matrix:
        """Return probabilities as sure as they may be, shape (cases, causes)."""
        told = (1 - self.share) * np.log(np.maximum(p.astype(np.float64), _LEAST)) + self.share * np.log(prior)
        raised = np.exp((told - told.max(1, keepdims=True)) / self.temperature)
        cooled = raised / raised.sum(1, keepdims=True)
        return np.asarray((1 - self.doubt) * cooled + self.doubt * prior, np.float32)


def blocks(at: Sequence[float]) -> Iterator[tuple[Ints, Ints]]:
    """Yield rows before and rows of consecutive later blocks; cases of one moment are not torn apart if avoidable."""
    size = len(at)
    cuts = np.linspace(_FROM, 1.0, _BLOCKS + 1) if size <= _MANY else np.array([0.8, 1.0])
    places = [_at_change(at, round(cut * size)) for cut in cuts]
    for begin, end in pairwise(places):
        if 0 < begin < end:
            yield np.arange(begin), np.arange(begin, end)


def fitted(p: Matrix, y: Ints, prior: NDArray[np.float64]) -> Calibration:
    """Return the calibration of predictions ``p``, made before ``y`` was known; ``prior``: what was usual before it."""
    doubt = 1 / (len(y) + 2)  # Laplace's rule of succession
    tried = [Calibration(float(t), share, doubt) for t in _TEMPERATURES for share in _SHARES]
    rows = np.arange(len(y))
    best = min(tried, key=lambda c: -float(np.log(np.maximum(c.calibrated(p, prior)[rows, y], 1e-12)).mean()))
    sure = best.calibrated(p, prior)
    ranks = (sure > sure[rows, y][:, None]).sum(1) + 1
    hits = {k: float((ranks <= k).mean()) for k in (1, 3)}
    return Calibration(best.temperature, best.share, doubt, len(y), hits, calibration_error(sure.max(1), ranks == 1))


def calibration_error(sure: NDArray[np.floating], right: NDArray[np.bool_]) -> float:
    """Return the expected calibration error over ten bins of equal width: mean of |share right - mean sureness|."""
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    away = [abs(float(sure[bins == b].sum()) - float(right[bins == b].sum())) for b in range(_BINS)]
    return sum(away) / max(1, len(sure))


def _at_change(at: Sequence[float], place: int) -> int:
    """Return the first place of the moment that ``place`` falls into, unless that is the very first."""
    if place >= len(at):
        return len(at)
    first = int(np.searchsorted(np.asarray(at), at[place], "left"))
    return first or place
