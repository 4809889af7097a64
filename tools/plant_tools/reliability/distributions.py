"""The few quantiles and tails that reliability needs, exact and without a statistics library."""

from __future__ import annotations

from math import comb, exp, fsum, lgamma, log, log1p
from statistics import NormalDist


def normal_quantile(probability: float) -> float:
    """Return z with P(Z <= z) = ``probability`` for a standard normal Z; 0.975 gives 1.96."""
    return NormalDist().inv_cdf(probability)


def chi_square_quantile(probability: float, freedom: int) -> float:
    """Return the quantile of a chi-square distribution with an even number of degrees of freedom.

    With 2k degrees it is twice an Erlang variable, P(X <= x) = 1 - sum_{i<k} e^-x/2 (x/2)^i / i!
    (Abramowitz and Stegun 26.4.5), which is inverted here by halving an interval.
    """
    if freedom < 2 or freedom % 2:
        raise ValueError(f"degrees of freedom must be even and positive, not {freedom}")
    low, high = 0.0, 1.0
    while _erlang_below(high, freedom // 2) < probability:
        low, high = high, 2 * high
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if _erlang_below(middle, freedom // 2) < probability else (low, middle)
    return low + high


def binomial_tail(hits: int, trials: int, chance: float) -> float:
    """Return P(X >= ``hits``) for ``trials`` independent trials of probability ``chance``: the exact binomial test."""
    if hits <= 0 or chance >= 1:
        return 1.0
    if chance <= 0:
        return 0.0
    terms = range(hits, trials + 1)
    if trials < 1000:
        return min(1.0, fsum(comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in terms))
    return min(1.0, fsum(exp(_log_comb(trials, k) + k * log(chance) + (trials - k) * log1p(-chance)) for k in terms))


def _erlang_below(x: float, shape: int) -> float:
    """Return P(X <= x) of the sum of ``shape`` unit exponentials."""
    if x <= 0:
        return 0.0
    return 1.0 - fsum(exp(i * log(x) - x - lgamma(i + 1)) for i in range(shape))


def _log_comb(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
