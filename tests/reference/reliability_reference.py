"""Writes reliability.json: what lifelines and the package reliability say of a few histories.

Not part of any lock, because lifelines wants a pandas older than ours. To write it anew:

    uv run --no-project --python 3.11 --with lifelines==0.30.3 --with reliability==0.9.0 \\
        tests/reference/reliability_reference.py
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lifelines import KaplanMeierFitter, WeibullFitter
from reliability.Fitters import Fit_Weibull_2P
from reliability.Repairable_systems import reliability_growth

# Days between failures and, second, days survived since the last one.
LIVES: dict[str, tuple[list[float], list[float]]] = {
    "complete": ([16, 34, 53, 75, 93, 120, 150, 191, 240, 339], []),
    "some censored": ([12.5, 31, 44, 58.25, 70, 71, 90], [15, 40, 80, 80, 100]),
    "mostly censored": ([200, 350, 420], [500] * 17),
    "early failures": ([0.2, 0.9, 3, 11, 35, 90, 400, 1200], [1500, 1500]),
    "steep wear": ([980, 1000, 1010, 1033, 1047, 1060, 1075], [1020]),
}
# Hours of operation at each failure, the last of which ended the observation.
HISTORIES: dict[str, list[float]] = {
    "improving": [5, 40, 43, 175, 389, 712, 747, 795, 1299, 1478],
    "worsening": [310, 520, 690, 815, 900, 961, 1004, 1030, 1049, 1060],
    "steady": [103, 180, 320, 390, 502, 611, 690, 820],
}


def weibull(failures: list[float], censored: list[float]) -> dict[str, float]:
    """Fit with both packages; intervals are of ``reliability``, the likelihood is of ``lifelines``."""
    fit = Fit_Weibull_2P(
        failures=failures, right_censored=censored or None, show_probability_plot=False, print_results=False
    )
    second = WeibullFitter().fit(failures + censored, [1] * len(failures) + [0] * len(censored))
    assert abs(second.rho_ / fit.beta - 1) < 1e-3
    assert abs(second.lambda_ / fit.alpha - 1) < 1e-3
    return {
        "shape": second.rho_,
        "shape_low": fit.beta_lower,
        "shape_high": fit.beta_upper,
        "scale": second.lambda_,
        "scale_low": fit.alpha_lower,
        "scale_high": fit.alpha_upper,
        "log_likelihood": second.log_likelihood_,
    }


def growth(times: list[float]) -> dict[str, float]:
    """Fit a power-law process, failure-truncated."""
    fit = reliability_growth(times=times, model="Crow-AMSAA", show_plot=False, print_results=False)
    return {"beta": fit.Beta, "scale": fit.Lambda, "mtbf_now": fit.DMTBF_I, "mtbf_overall": fit.DMTBF_C}


def survival(failures: list[float], censored: list[float]) -> list[tuple[float, float]]:
    """Return Kaplan and Meier's curve: (time, share that survives it) at each failure time."""
    curve = KaplanMeierFitter().fit(failures + censored, [1] * len(failures) + [0] * len(censored)).survival_function_
    return [(time, float(curve.loc[time].iloc[0])) for time in sorted(set(failures))]


def main() -> None:
    """Write the file beside this one."""
    written: dict[str, Any] = {
        "made by": {name: version(name) for name in ("lifelines", "reliability", "numpy", "scipy")},
        "weibull": [
            {"name": name, "failures": failures, "censored": censored, "expected": weibull(failures, censored)}
            for name, (failures, censored) in LIVES.items()
        ],
        "survival": [
            {"name": name, "failures": failures, "censored": censored, "expected": survival(failures, censored)}
            for name, (failures, censored) in LIVES.items()
        ],
        "crow_amsaa": [{"name": name, "times": times, "expected": growth(times)} for name, times in HISTORIES.items()],
    }
    Path(__file__).with_name("reliability.json").write_text(json.dumps(written, indent=1) + "\n")


if __name__ == "__main__":
    main()
