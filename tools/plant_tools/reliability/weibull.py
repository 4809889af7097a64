"""The two-parameter Weibull distribution, fitted by maximum likelihood with right censoring.

Source of the formulas: Abernethy, The New Weibull Handbook (5th ed.), appendix C; Lawless, Statistical Models and
Methods for Lifetime Data (2003), 5.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, gamma, log, sqrt

import numpy as np
from numpy.typing import NDArray

from plant_tools.reliability.distributions import normal_quantile
from plant_tools.reliability.trend import TooFew

_STEPS, _CLOSE = 100, 1e-12


@dataclass(frozen=True, slots=True)
class Weibull:
    """A fit: R(t) = exp(-(t/scale)**shape), with intervals of both; ``scale`` in the unit of the times.

    ``shape`` below 1: early failures; near 1: chance; above 1: wear.
    """

    shape: float
    shape_low: float
    shape_high: float
    scale: float
    scale_low: float
    scale_high: float
    failures: int
    censored: int
    log_likelihood: float

    @property
    def mean(self) -> float:
        """The mean life, scale * gamma(1 + 1/shape)."""
        return self.scale * gamma(1 + 1 / self.shape)

    def life(self, share_failed: float) -> float:
        """Return the time by which ``share_failed`` have failed; 0.1 gives the B10 life."""
        return float(self.scale * (-log(1 - share_failed)) ** (1 / self.shape))


def fit_weibull(failures: Sequence[float], censored: Sequence[float] = (), confidence: float = 0.95) -> Weibull:
    """Fit to times at ``failures`` and to times survived (``censored``), all above 0.

    Solves sum x^k ln x / sum x^k - 1/k = mean ln(failure times) by Newton's method; scale^k = sum x^k / failures.
    Intervals from the observed Fisher information of ln shape and ln scale, so that both stay above 0.
    Raises ``TooFew`` below two different failure times, ``ValueError`` for times that are not above 0.
    """
    failed, survived = np.asarray(failures, float), np.asarray(censored, float)
    if len(set(failures)) < 2:
        raise TooFew(f"a Weibull fit needs two different times to failure, there are {len(set(failures))}")
    if min(failed.min(), survived.min(initial=np.inf)) <= 0:
        raise ValueError("times to failure and times survived must be above 0")
    unit = float(np.exp(np.log(failed).mean()))
    x = np.concatenate([failed, survived]) / unit
    shape = _shape(x, float(np.log(failed / unit).mean()), len(failed))
    powers = x**shape
    scale = float(powers.sum() / len(failed)) ** (1 / shape)
    deviations = _deviations(x / scale, shape, len(failed))
    spread = [exp(normal_quantile((1 + confidence) / 2) * deviation) for deviation in deviations]
    logs = float(np.log(failed / unit / scale).sum())
    likelihood = len(failed) * log(shape / scale / unit) + (shape - 1) * logs - len(failed)
    return Weibull(
        shape=shape,
        shape_low=shape / spread[0],
        shape_high=shape * spread[0],
        scale=scale * unit,
        scale_low=scale * unit / spread[1],
        scale_high=scale * unit * spread[1],
        failures=len(failed),
        censored=len(survived),
        log_likelihood=likelihood,
    )


def _shape(x: NDArray[np.float64], mean_log: float, failed: int) -> float:
    """Return the root of the profile score, which rises with the shape; Newton's steps, halved where they overshoot."""
    logs = np.log(x)
    spread = float(logs[:failed].std()) or 1.0
    shape = 1.28 / spread
    for _ in range(_STEPS):
        weights = np.exp(shape * (logs - logs.max()))
        weights /= weights.sum()
        first = float(weights @ logs)
        second = float(weights @ logs**2) - first**2
        step = (first - 1 / shape - mean_log) / (second + 1 / shape**2)
        shape = shape - step if step < shape else shape / 2
        if abs(step) < _CLOSE * shape:
            break
    return shape


def _deviations(ratio: NDArray[np.float64], shape: float, failed: int) -> tuple[float, float]:
    """Return the standard deviations of ln shape and ln scale; ``ratio`` are times over the scale.

    The second derivatives of the log likelihood by a = ln shape and b = ln scale, with u = shape ln(ratio), e = exp(u):
    -aa = sum u^2 e + n, -ab = -shape sum u e, -bb = shape^2 n, at the maximum.
    """
    u = shape * np.log(ratio)
    e = np.exp(u)
    aa = float((u**2 * e).sum()) + failed
    ab = -shape * float((u * e).sum())
    bb = shape**2 * failed
    determinant = aa * bb - ab**2
    return sqrt(bb / determinant), sqrt(aa / determinant)


def plotting_positions(failures: Sequence[float], censored: Sequence[float] = ()) -> list[tuple[float, float]]:
    """Return (time, share failed) of each failure for a Weibull plot: Johnson's adjusted ranks, Benard's median ranks.

    Adjusted rank i = i_before + (N + 1 - i_before) / (1 + units at or beyond this time); share (i - 0.3)/(N + 0.4).
    """
    units = sorted([(time, 0) for time in failures] + [(time, 1) for time in censored])
    rank, points = 0.0, []
    for at, (time, survived) in enumerate(units):
        if not survived:
            rank += (len(units) + 1 - rank) / (1 + len(units) - at)
            points.append((time, (rank - 0.3) / (len(units) + 0.4)))
    return points
