"""Tests of product defects: exact, by chi-square, by permutation; ratios, strata, and many comparisons at once."""

from __future__ import annotations

import numpy as np
import pytest

from plant_evals.defects import KINDS, made, report, run_defects
from plant_tools.defects.analysis import analyse
from plant_tools.defects.contingency import compare_levels, fisher, likeness
from plant_tools.defects.factors import factors_of
from plant_tools.defects.multiple import adjusted
from plant_tools.defects.ratio import Stratum, risk_ratio, within_strata


def test_fishers_test_is_that_of_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    for cells in ((3, 4, 4, 8), (0, 12, 9, 60), (7, 20, 8, 300), (5, 5, 5, 40)):
        k, n, marked, total = cells
        table = [[k, n - k], [marked - k, total - n - marked + k]]
        assert fisher(*cells) == pytest.approx(stats.fisher_exact(table).pvalue, abs=1e-9)


def test_single_pieces_are_tested_like_pearsons_chi_square() -> None:
    stats = pytest.importorskip("scipy.stats")
    random = np.random.default_rng(1)
    defective, level = (random.random(800) < 0.1).astype(float), random.random(800) < 0.3
    (tested,) = compare_levels(np.ones(800), defective, level[None])
    cells = [[(defective * at).sum(), at.sum() - (defective * at).sum()] for at in (level, ~level)]
    pearson = stats.chi2_contingency(cells, correction=False).statistic
    assert tested.method == "chi-square"
    assert tested.z**2 == pytest.approx(pearson * 799 / 800)


def test_few_inspections_of_many_pieces_are_shuffled_and_runs_of_defects_are_no_sign() -> None:
    pieces = np.full(40, 200.0)
    defective = np.where(np.arange(40) % 8 == 0, 60.0, 2.0)  # five bad days, two of them at the level
    level = np.isin(np.arange(40), (0, 1, 2, 8, 9, 10))
    (tested,) = compare_levels(pieces, defective, level[None])
    assert (tested.method, tested.p_value > 0.05) == ("permutation", True)
    assert likeness(pieces, defective) > 0.1
    assert likeness(pieces, np.full(40, 9.0)) == 0.0


def test_a_ratio_and_its_interval_are_those_of_the_books() -> None:
    ratio = risk_ratio(Stratum(30, 100, 20, 200))
    assert (round(ratio.value, 6), round(ratio.low, 2), round(ratio.high, 2)) == (3, 1.8, 5.01)
    assert risk_ratio(Stratum(0, 50, 5, 50)).low < 0.1
    assert risk_ratio(Stratum(30, 100, 20, 200), spread=4).low < ratio.low


def test_strata_of_one_share_give_a_ratio_of_one() -> None:
    level = within_strata([Stratum(40, 400, 10, 100), Stratum(1, 100, 4, 400)])
    assert level is not None
    assert level.value == pytest.approx(1)
    assert within_strata([Stratum(40, 400, 0, 0), Stratum(0, 0, 4, 400)]) is None


def test_many_comparisons_are_corrected_as_benjamini_and_hochberg_did() -> None:
    assert adjusted([]) == []
    assert adjusted([0.001, 0.02, 0.8]) == pytest.approx([0.003, 0.03, 0.8])


def test_the_planted_machine_is_found_and_chance_is_not() -> None:
    random = np.random.default_rng(5)
    kind = KINDS[3]  # samples, defects in runs
    planted, null = (made(kind, times, random) for times in (3.0, 1.0))
    found = analyse(planted, list(factors_of(planted)))
    assert [(one.factor.name, one.level.name) for one in found.found] == [("asset_tag", "3")]
    assert (found.tests > 60, analyse(null, list(factors_of(null))).found) == (True, [])


def test_the_measurement_counts_what_is_found() -> None:
    told = run_defects(2, times=4.0)
    assert [one["sets"] for one in told["kinds"]] == [2] * len(KINDS)
    assert max(one["power"] for one in told["kinds"]) == 1.0
    assert "power" in report(told)
