"""Reliability mathematics, against lifelines, the package reliability, scipy, and laws that hold for any history."""

from __future__ import annotations

import json
from itertools import pairwise
from math import inf, isclose, log
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from plant_tools.reliability.association import associate
from plant_tools.reliability.distributions import binomial_tail, chi_square_quantile, normal_quantile
from plant_tools.reliability.pareto import pareto
from plant_tools.reliability.rates import (
    availability_inherent,
    availability_observed,
    mtbf_exposure,
    mtbf_gaps,
    mttr,
)
from plant_tools.reliability.repeats import bundles, repeats
from plant_tools.reliability.survival import kaplan_meier
from plant_tools.reliability.trend import TooFew, crow_amsaa, laplace, verdict
from plant_tools.reliability.weibull import fit_weibull, plotting_positions

REFERENCE: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parent / "reference" / "reliability.json").read_text()
)
THREE_DIGITS = 5e-4
WORSENING = [310, 520, 690, 815, 900, 961, 1004, 1030, 1049, 1060]

times = st.lists(st.floats(0.1, 999), min_size=2, max_size=40, unique=True)


def cases(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", REFERENCE[kind], ids=lambda case: case["name"])


# Quantiles


@given(st.floats(0.001, 0.999), st.integers(1, 200))
def test_chi_square_quantiles_are_those_of_scipy(probability: float, half: int) -> None:
    expected = stats.chi2.ppf(probability, 2 * half)
    assert isclose(chi_square_quantile(probability, 2 * half), expected, rel_tol=1e-6)


def test_an_odd_number_of_degrees_is_refused() -> None:
    with pytest.raises(ValueError, match="even"):
        chi_square_quantile(0.5, 3)


@pytest.mark.parametrize(("hits", "trials", "chance"), [(3, 10, 0.1), (0, 5, 0.5), (40, 41, 0.2), (700, 2000, 0.33)])
def test_binomial_tails_are_those_of_scipy(hits: int, trials: int, chance: float) -> None:
    expected = stats.binom.sf(hits - 1, trials, chance)
    assert isclose(binomial_tail(hits, trials, chance), expected, rel_tol=1e-9)


def test_what_is_certain_needs_no_test() -> None:
    assert binomial_tail(3, 3, 1.0) == 1.0
    assert binomial_tail(1, 3, 0.0) == 0.0
    assert isclose(normal_quantile(0.975), 1.959964, rel_tol=1e-6)


# Trend


@cases("crow_amsaa")
def test_the_power_law_is_that_of_the_package_reliability(case: dict[str, Any]) -> None:
    fit = crow_amsaa(case["times"])
    for name, expected in case["expected"].items():
        assert getattr(fit, name) == pytest.approx(expected, rel=THREE_DIGITS), name


def test_the_interval_of_beta_is_crows() -> None:
    fit = crow_amsaa(WORSENING, end=1100)
    assert fit.beta == pytest.approx(10 / sum(log(1100 / t) for t in WORSENING))
    assert fit.beta_low == pytest.approx(fit.beta * stats.chi2.ppf(0.025, 20) / 20)
    assert fit.beta_high == pytest.approx(fit.beta * stats.chi2.ppf(0.975, 20) / 20)


def test_the_interval_of_beta_covers_the_truth_as_often_as_it_says() -> None:
    random = np.random.default_rng(3)
    covered = 0
    for _ in range(400):
        histories = 100 * random.random(random.poisson(12) + 2) ** (1 / 1.7)
        fit = crow_amsaa(histories.tolist(), end=100)
        covered += fit.beta_low <= 1.7 <= fit.beta_high
    assert 0.92 <= covered / 400 <= 0.98


def test_laplace_is_zero_for_a_history_that_is_the_same_from_both_ends() -> None:
    assert laplace([10, 30, 50, 70, 90], end=100) == 0


def test_laplace_of_a_history_worked_out_by_hand() -> None:
    assert laplace([60, 80, 90], end=100) == pytest.approx((230 / 3 - 50) / (100 * (1 / 36) ** 0.5))
    assert laplace([60, 80, 100]) == pytest.approx((70 - 50) / (100 * (1 / 24) ** 0.5))


@given(times)
def test_a_history_told_backwards_has_the_opposite_trend(history: list[float]) -> None:
    backwards = [1000 - time for time in history]
    assert isclose(laplace(history, end=1000), -laplace(backwards, end=1000), abs_tol=1e-9)


@given(times, st.floats(0.01, 100))
def test_a_trend_does_not_depend_on_the_unit_of_time(history: list[float], unit: float) -> None:
    fit, other = crow_amsaa(history, 1000), crow_amsaa([time * unit for time in history], 1000 * unit)
    assert isclose(fit.beta, other.beta, rel_tol=1e-9)
    assert isclose(fit.mtbf_now * unit, other.mtbf_now, rel_tol=1e-9)
    assert isclose(fit.expected(fit.observed), len(history), rel_tol=1e-9)


@pytest.mark.parametrize(
    ("history", "end", "expected"),
    [
        (WORSENING, 1100, "worsening"),
        ([1100 - time for time in WORSENING], 1100, "improving"),
        ([103, 180, 320, 390, 502, 611, 690, 820], 900, "no trend"),
        ([1, 480, 490, 500, 510, 520, 530, 540, 545, 548], 560, "no clear trend"),
        ([60, 80, 90], 100, "too few failures"),
    ],
)
def test_beta_and_z_are_read_together(history: list[float], end: float, expected: str) -> None:
    assert verdict(crow_amsaa(history, end), laplace(history, end)) == expected


def test_one_failure_has_no_trend_and_time_does_not_run_backwards() -> None:
    with pytest.raises(TooFew):
        crow_amsaa([5], end=10)
    with pytest.raises(ValueError, match="lie within it"):
        laplace([5, 20], end=10)
    with pytest.raises(ValueError, match="very end"):
        crow_amsaa([10, 10], end=10)


# Weibull


@cases("weibull")
def test_a_weibull_fit_is_that_of_lifelines_and_reliability(case: dict[str, Any]) -> None:
    fit = fit_weibull(case["failures"], case["censored"])
    for name, expected in case["expected"].items():
        assert getattr(fit, name) == pytest.approx(expected, rel=THREE_DIGITS), name


@given(st.floats(0.4, 6), st.floats(0.001, 1e6))
def test_a_weibull_fit_finds_what_the_times_were_made_of(shape: float, scale: float) -> None:
    shares = (np.arange(1, 401) - 0.5) / 400
    fit = fit_weibull((scale * (-np.log1p(-shares)) ** (1 / shape)).tolist())
    assert isclose(fit.shape, shape, rel_tol=0.02)
    assert isclose(fit.scale, scale, rel_tol=0.02)
    assert isclose(fit.life(1 - np.exp(-1)), fit.scale, rel_tol=1e-9)


@given(st.lists(st.floats(1, 1000), min_size=3, max_size=30, unique=True), st.lists(st.floats(1, 1000), max_size=30))
def test_no_other_weibull_distribution_is_likelier(failures: list[float], censored: list[float]) -> None:
    fit = fit_weibull(failures, censored)
    for shape, scale in [(fit.shape, fit.scale), (fit.shape * 1.01, fit.scale), (fit.shape, fit.scale * 0.99)]:
        reached = stats.weibull_min.logpdf(failures, shape, scale=scale).sum()
        reached += stats.weibull_min.logsf(censored, shape, scale=scale).sum()
        assert reached <= fit.log_likelihood + 1e-7 * abs(fit.log_likelihood)


def test_a_weibull_fit_wants_different_times_above_zero() -> None:
    with pytest.raises(TooFew):
        fit_weibull([5, 5, 5])
    with pytest.raises(ValueError, match="above 0"):
        fit_weibull([0, 5])


def test_units_that_survive_push_the_plotting_positions_down() -> None:
    assert [share for _, share in plotting_positions([10, 20])] == pytest.approx([0.7 / 2.4, 1.7 / 2.4])
    assert plotting_positions([10, 30], [20])[1][1] == pytest.approx((2.5 - 0.3) / 3.4)


@cases("survival")
def test_the_curve_of_survivors_is_that_of_lifelines(case: dict[str, Any]) -> None:
    found = kaplan_meier(case["failures"], case["censored"])
    assert [time for time, _ in found] == [time for time, _ in case["expected"]]
    assert [share for _, share in found] == pytest.approx([share for _, share in case["expected"]], rel=1e-9)


# Mean times and availability


@given(times)
def test_the_mean_of_all_gaps_is_last_minus_first_over_n_minus_one(history: list[float]) -> None:
    gaps = np.diff(sorted(history))
    mean = mtbf_gaps(history)
    assert isclose(mean.value, float(gaps.mean()), rel_tol=1e-9, abs_tol=1e-12)
    assert mean.low <= mean.value <= mean.high


def test_mean_times_name_their_formula() -> None:
    window = mtbf_exposure(4, 1000, "window")
    assert (window.value, window.formula) == (250, "MTBF = length of the window / n")
    assert window.low == pytest.approx(2000 / stats.chi2.ppf(0.975, 10))
    assert window.high == pytest.approx(2000 / stats.chi2.ppf(0.025, 8))
    assert mttr([2, 4, 6]).value == 4
    assert mttr([2]).high == inf


def test_means_of_nothing_are_refused() -> None:
    with pytest.raises(TooFew, match="two failures"):
        mtbf_gaps([5])
    with pytest.raises(TooFew, match="no failure"):
        mtbf_exposure(0, 10, "window")
    with pytest.raises(TooFew, match="no repair"):
        mttr([])


def test_availability_by_both_formulas() -> None:
    assert availability_inherent(95, 5) == 0.95
    assert availability_observed(200, 10) == 0.95
    with pytest.raises(ValueError, match="does not fit"):
        availability_observed(10, 11)


# Repeats, bundles, Pareto


def test_a_repeat_is_the_same_failure_again_within_some_days() -> None:
    found = repeats([("pump", 0), ("pump", 40), ("pump", 70), ("fan", 71)], within=30)
    assert found == {"pump": [(40, 70)]}


@given(st.lists(st.floats(0, 500), max_size=40), st.floats(0, 60))
def test_bundles_are_cut_where_the_gap_is_too_long_and_nowhere_else(found: list[float], within: float) -> None:
    runs = bundles(found, within, at_least=1)
    assert sorted(at for run in runs for at in run) == list(range(len(found)))
    for run in runs:
        assert all(found[b] - found[a] <= within for a, b in pairwise(run))
    assert all(found[b[0]] - found[a[-1]] > within for a, b in pairwise(runs))


@given(st.lists(st.tuples(st.text(max_size=3), st.floats(0, 1e6)), min_size=1, max_size=20))
def test_a_pareto_falls_and_ends_at_everything(values: list[tuple[str, float]]) -> None:
    bars = pareto(values)
    assert [bar.value for bar in bars] == sorted((value for _, value in values), reverse=True)
    if any(value for _, value in values):
        assert isclose(bars[-1].cumulative, 1)


def test_a_pareto_of_refunds_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        pareto([("a", 3), ("b", -1)])


# Association


def test_what_always_follows_has_the_greatest_lift() -> None:
    found = associate({"P-1": [100, 300, 500]}, {"P-1": [101, 302, 503]}, within=5, window=(0, 1005))
    assert (found.firsts, found.followed) == (3, 3)
    assert found.chance == pytest.approx(15 / 1000)
    assert found.lift == pytest.approx(1000 / 15)
    assert found.p_value == pytest.approx((15 / 1000) ** 3)


def test_a_storm_of_alarms_is_one_episode_and_other_assets_do_not_answer_for_it() -> None:
    storm = [100 + minute / 100 for minute in range(50)]
    found = associate({"P-1": storm}, {"P-2": [102]}, within=5, window=(0, 1000))
    assert (found.firsts, found.followed, found.lift) == (1, 0, 0)


def test_chance_events_have_no_lift() -> None:
    random = np.random.default_rng(5)
    firsts, seconds = ({"P-1": random.uniform(0, 10_000, 300).tolist()} for _ in range(2))
    found = associate(firsts, seconds, within=10, window=(0, 10_000))
    assert 0.8 < found.lift < 1.2
    assert found.p_value > 0.01


def test_nothing_can_follow_in_an_observation_that_is_too_short() -> None:
    with pytest.raises(ValueError, match="shorter"):
        associate({"P-1": [1]}, {"P-1": [2]}, within=30, window=(0, 20))
