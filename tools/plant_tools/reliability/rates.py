"""Mean times and availability, each by the formula it names: MTBF, MTTR, up share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, inf, sqrt
from typing import Literal

from plant_tools.reliability.distributions import chi_square_quantile, normal_quantile
from plant_tools.reliability.trend import TooFew

MtbfFormula = Literal["gaps", "window", "operating"]
FORMULAS: dict[MtbfFormula, str] = {
    "gaps": "MTBF = (last failure - first failure) / (n - 1)",
    "window": "MTBF = length of the window / n",
    "operating": "MTBF = operating time in the window / n",
}


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with its confidence interval, in the unit of what was given; ``number`` of failures or repairs."""

    value: float
    low: float
    high: float
    number: int
    formula: str


def mtbf_gaps(times: Sequence[float], confidence: float = 0.95) -> Mean:
    """Return the mean gap between consecutive failures, (last - first)/(n - 1), which is the mean of all gaps.

    The interval is that of exponential gaps: 2 S/MTBF is chi-square with 2(n - 1) degrees of freedom, S = last - first
    (MIL-HDBK-338B, 8.3.2.5). Raises ``TooFew`` below two failures.
    """
    if len(times) < 2:
        raise TooFew(f"the mean of gaps needs at least two failures, there are {len(times)}")
    gaps, total = len(times) - 1, max(times) - min(times)
    tail = (1 - confidence) / 2
    low, high = (2 * total / chi_square_quantile(p, 2 * gaps) for p in (1 - tail, tail))
    return Mean(total / gaps, low, high, len(times), FORMULAS["gaps"])


def mtbf_exposure(failures: int, exposure: float, formula: MtbfFormula, confidence: float = 0.95) -> Mean:
    """Return ``exposure`` / n: of a calendar window (per asset, added up) or of operating time.

    The interval is time-truncated: 2 T/chi2(1 - a/2; 2n + 2) to 2 T/chi2(a/2; 2n) (MIL-HDBK-338B, 8.3.2.5).
    Raises ``TooFew`` without a failure.
    """
    if failures < 1:
        raise TooFew("there is no failure to divide by")
    tail = (1 - confidence) / 2
    low = 2 * exposure / chi_square_quantile(1 - tail, 2 * failures + 2)
    high = 2 * exposure / chi_square_quantile(tail, 2 * failures)
    return Mean(exposure / failures, low, high, failures, FORMULAS[formula])


def mttr(repairs: Sequence[float], confidence: float = 0.95) -> Mean:
    """Return the mean time to repair, sum of repair times / n, with a normal interval of the mean.

    One repair has no spread: its interval is open. Raises ``TooFew`` without a repair.
    """
    if not repairs:
        raise TooFew("there is no repair with a time")
    n = len(repairs)
    mean = fsum(repairs) / n
    formula = "MTTR = sum of repair times / n"
    if n == 1:
        return Mean(mean, 0.0, inf, n, formula)
    deviation = sqrt(fsum((time - mean) ** 2 for time in repairs) / (n - 1))
    half = normal_quantile(1 - (1 - confidence) / 2) * deviation / sqrt(n)
    return Mean(mean, max(0.0, mean - half), mean + half, n, formula)


def availability_inherent(mtbf: float, mean_repair: float) -> float:
    """Return MTBF / (MTBF + MTTR), both in one unit (MIL-HDBK-338B, 3.1: inherent availability)."""
    return mtbf / (mtbf + mean_repair)


def availability_observed(window: float, downtime: float) -> float:
    """Return (window - downtime) / window, both in one unit. Raises ``ValueError`` if more was down than there was."""
    if not 0 <= downtime <= window or window <= 0:
        raise ValueError(f"downtime of {downtime:g} does not fit into a window of {window:g}")
    return (window - downtime) / window
