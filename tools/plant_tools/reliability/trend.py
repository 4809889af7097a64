"""Is it getting worse? The power-law process of Crow and AMSAA, and the test of Laplace, on times of failures.

Source of the formulas: MIL-HDBK-189C (2011), sections 6.2 and 6.3, and IEC 61164; Laplace's test as in Ascher and
Feingold, Repairable Systems Reliability (1984).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, fsum, log, sqrt
from typing import Literal

from plant_tools.reliability.distributions import chi_square_quantile, normal_quantile

# |z| beyond this is called a trend: five in a hundred trendless histories go beyond it.
SIGNIFICANT = 1.96
# Fewer failures show nothing, whatever they look like.
FEWEST = 4

Verdict = Literal["worsening", "improving", "no trend", "no clear trend", "too few failures"]


class TooFew(ValueError):
    """There are fewer failures than the formula needs."""


@dataclass(frozen=True, slots=True)
class CrowAmsaa:
    """A power-law process, expected failures until t: scale * t**beta; beta > 1 gets worse, beta < 1 better.

    Times are in the unit that was given, ``scale`` per that unit to the power of beta. ``beta_low`` and ``beta_high``
    bound beta, ``mtbf_low`` and ``mtbf_high`` the mean time between failures as it is at the end of the observation.
    """

    failures: int
    observed: float
    beta: float
    beta_low: float
    beta_high: float
    beta_unbiased: float
    scale: float
    mtbf_now: float
    mtbf_low: float
    mtbf_high: float
    mtbf_overall: float
    truncated_by: Literal["time", "failure"]

    def expected(self, time: float) -> float:
        """Return the expected number of failures until ``time``."""
        return float(self.scale * time**self.beta)


def crow_amsaa(times: Sequence[float], end: float | None = None, confidence: float = 0.95) -> CrowAmsaa:
    """Fit a power-law process to ``times`` of failures since the start of the observation, each above 0.

    ``end`` is when the observation ended (time-truncated); None when it ended with the last failure.
    beta = n / sum ln(T/t_i), scale = n / T**beta; 2 n beta0/beta is chi-square with 2n degrees of freedom
    (failure-truncated: 2(n-1)). MTBF now = T/(n beta), its interval from the Fisher information, Var ln MTBF = 2/n.
    Raises ``TooFew`` below two failures, ``ValueError`` for times outside the observation.
    """
    ordered = _ordered(times, end)
    n, total = len(ordered), end if end is not None else ordered[-1]
    logs = fsum(log(total / t) for t in ordered)
    if logs <= 0:
        raise ValueError("all failures stand at the very end of the observation")
    beta = n / logs
    freedom = 2 * n if end is not None else 2 * (n - 1)
    tail = (1 - confidence) / 2
    now = total / (n * beta)
    spread = exp(normal_quantile(1 - tail) * sqrt(2 / n))
    return CrowAmsaa(
        failures=n,
        observed=total,
        beta=beta,
        beta_low=beta * chi_square_quantile(tail, freedom) / (2 * n),
        beta_high=beta * chi_square_quantile(1 - tail, freedom) / (2 * n),
        beta_unbiased=beta * ((n - 1) / n if end is not None else (n - 2) / n),
        scale=n / total**beta,
        mtbf_now=now,
        mtbf_low=now / spread,
        mtbf_high=now * spread,
        mtbf_overall=total / n,
        truncated_by="time" if end is not None else "failure",
    )


def laplace(times: Sequence[float], end: float | None = None) -> float:
    """Return Laplace's z: above 0 the failures crowd towards the end, below 0 towards the beginning.

    Time-truncated: z = (mean(t_i) - T/2) / (T sqrt(1/(12 n))); failure-truncated the last failure is T and is not
    counted. Raises ``TooFew`` and ``ValueError`` like ``crow_amsaa``.
    """
    ordered = _ordered(times, end)
    total = end if end is not None else ordered[-1]
    inner = ordered if end is not None else ordered[:-1]
    return (fsum(inner) / len(inner) - total / 2) / (total * sqrt(1 / (12 * len(inner))))


def verdict(fit: CrowAmsaa, z: float) -> Verdict:
    """Say what beta and z say together; where they disagree, that there is no clear trend."""
    if fit.failures < FEWEST:
        return "too few failures"
    by_beta = fit.beta_low > 1 or fit.beta_high < 1
    by_z = abs(z) > SIGNIFICANT
    if by_beta != by_z or (fit.beta > 1) != (z > 0):
        return "no clear trend"
    if not by_z:
        return "no trend"
    return "worsening" if z > 0 else "improving"


def _ordered(times: Sequence[float], end: float | None) -> list[float]:
    if len(times) < 2:
        raise TooFew(f"a trend needs at least two failures, there are {len(times)}")
    ordered = sorted(times)
    if ordered[0] <= 0 or (end is not None and ordered[-1] > end):
        raise ValueError("times of failures count from the start of the observation and lie within it")
    return ordered
