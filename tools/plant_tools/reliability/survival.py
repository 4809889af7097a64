"""The share that survives, without assuming a distribution."""

from __future__ import annotations

from collections.abc import Sequence


def kaplan_meier(failures: Sequence[float], censored: Sequence[float] = ()) -> list[tuple[float, float]]:
    """Return (time, share that survives it) at each time of failure: the product of 1 - failed/at risk.

    Source: Kaplan and Meier, J. Amer. Statist. Assoc. 53 (1958). A unit censored at a time of failure was at risk.
    """
    every, survives, curve = [*failures, *censored], 1.0, []
    for time in sorted(set(failures)):
        at_risk = sum(unit >= time for unit in every)
        survives *= 1 - sum(unit == time for unit in failures) / at_risk
        curve.append((time, survives))
    return curve
