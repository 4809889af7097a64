"""Root-cause ranking from past cases: what is ranked, how sure, and what is said where nothing can be."""

from __future__ import annotations

import numpy as np
import pytest

from plant_tools.rca.calibration import blocks, fitted
from plant_tools.rca.case import PastCase, Symptoms, Value
from plant_tools.rca.causes import grouped
from plant_tools.rca.checks import gain
from plant_tools.rca.combining import combined
from plant_tools.rca.encoding import Encoder
from plant_tools.rca.logistic import Logistic, minimise
from plant_tools.rca.loglift import LogLifts
from plant_tools.rca.ranker import Ranker
from plant_tools.rca.score import Outcome, scored
from plant_tools.rca.texts import TextMap
from plant_tools.rca.trees import Forest

CAUSES = {"wear": ("leak", 9_000.0), "dirt": ("hot", 2_000.0), "setup": ("jam", 500.0)}


def case(number: int, cause: str, *, noise: bool) -> PastCase:
    draw = np.random.default_rng(number)
    sign, hours = CAUSES[str(draw.choice(list(CAUSES))) if noise else cause]
    seen: dict[str, Value] = {
        "sign": sign,
        "hours": float(hours * draw.uniform(0.5, 1.5)),
        "shift": str(draw.integers(3)),
    }
    return PastCase(f"o{number}", Symptoms(seen, f"{sign} at station {number % 5}"), cause, number, f"day {number}")


def history(size: int) -> list[PastCase]:
    return [case(n, list(CAUSES)[n % 3], noise=n % 4 == 0) for n in range(size)]


@pytest.fixture(scope="module")
def ranker() -> Ranker:
    return Ranker(history(150))


def test_the_cause_that_fits_is_first_and_says_why(ranker: Ranker) -> None:
    first = ranker.rank(Symptoms({"sign": "leak", "hours": 9_100.0}, "leak")).candidates[0]
    assert first.cause == "wear"
    assert first.cases == 50
    assert {"sign", "hours"} == {support.symptom for support in first.speaks_for}
    assert first.last_seen == "day 147"


def test_probabilities_sum_to_one_and_what_is_sure_is_as_often_right(ranker: Ranker) -> None:
    later = [case(n, list(CAUSES)[n % 3], noise=n % 4 == 0) for n in range(1_000, 1_200)]
    p = ranker.probabilities([one.symptoms for one in later])
    right = [ranker.causes[row.argmax()] == one.cause for row, one in zip(p, later, strict=True)]
    assert np.allclose(p.sum(1), 1, atol=1e-5)
    assert np.mean(right) == pytest.approx(p.max(1).mean(), abs=0.12)


def test_the_same_cases_give_the_same_ranking() -> None:
    asked = Symptoms({"sign": "hot"}, "hot")
    assert Ranker(history(60)).rank(asked) == Ranker(history(60)).rank(asked)


def test_what_nobody_looked_at_is_proposed_as_the_next_check(ranker: Ranker) -> None:
    ranking = ranker.rank(Symptoms({"shift": "1"}))
    assert ranking.checks[0].symptom in {"sign", "hours"}
    assert ranking.candidates[0].check is not None
    assert ranker.rank(Symptoms({"sign": "leak", "hours": 9_000.0, "shift": "1"}, "leak")).checks == ()


def test_an_answer_changes_the_ranking(ranker: Ranker) -> None:
    before = ranker.rank(Symptoms({"shift": "1"}))
    after = ranker.rank(Symptoms({"shift": "1", "sign": "jam"}))
    assert after.candidates[0].cause == "setup"
    assert (after.candidates[0].probability or 0) > (before.candidates[0].probability or 0)


def test_few_cases_give_how_frequent_causes_are_and_say_so() -> None:
    ranking = Ranker(history(29)).rank(Symptoms({"sign": "leak"}))
    assert ranking.basis == "prior"
    assert [notice.code for notice in ranking.notices] == ["prior_only"]
    assert ranking.candidates[0].speaks_for == ()


def test_one_cause_and_no_history_give_no_percentage() -> None:
    one = Ranker([case(n, "wear", noise=False) for n in range(40)]).rank(Symptoms({"sign": "leak"}))
    none = Ranker([]).rank(Symptoms({"sign": "leak"}))
    assert (one.candidates[0].probability, one.notices[0].code) == (None, "one_cause")
    assert (none.candidates, none.notices[0].code) == ((), "no_history")


def test_causes_spelt_five_ways_are_one_and_that_is_said() -> None:
    ways = ["Seal worn", "SEAL WORN", "seal-worn", "Seal  worn.", "seal wornn"]
    cases = [PastCase(str(n), Symptoms({"a": "x"}), ways[n % 5] if n % 2 else "Belt torn", n) for n in range(40)]
    ranking = Ranker(cases).rank(Symptoms({"a": "x"}))
    assert sorted(candidate.cases for candidate in ranking.candidates) == [20, 20]
    assert "spellings" in {notice.code for notice in ranking.notices}


def test_codes_that_differ_by_a_digit_or_a_letter_stay_apart() -> None:
    names = ["C-1041", "C-1042", "SETUP", "SETUPS", "motor A", "motor B"]
    assert len({cause.name for cause in grouped(names).values()}) == len(names)


def test_unknown_symptoms_and_values_are_named(ranker: Ranker) -> None:
    notices = {notice.code: notice.values for notice in ranker.rank(Symptoms({"smell": "burnt", "sign": "?"})).notices}
    assert notices["unknown_symptoms"]["names"] == ["smell"]
    assert notices["unknown_values"]["values"] == {"sign": "?"}
    assert "nothing_known" in notices


def test_symptoms_that_tell_nothing_are_weak_evidence() -> None:
    draw = np.random.default_rng(0)
    cases = [PastCase(str(n), Symptoms({"a": str(draw.integers(3))}), f"c{draw.integers(8)}", n) for n in range(160)]
    ranking = Ranker(cases).rank(Symptoms({"a": "1"}))
    assert (ranking.candidates[0].probability or 1) <= 0.3
    assert "weak_evidence" in {notice.code for notice in ranking.notices}


def test_past_cases_are_foretold_from_those_before_them_only() -> None:
    at = [2001.0] * 30 + [2002.0] * 30 + [2003.0] * 30
    for before, later in blocks(at):
        assert max(at[i] for i in before) < min(at[i] for i in later)


def test_predictions_that_are_too_sure_are_cooled() -> None:
    draw = np.random.default_rng(1)
    y = draw.integers(0, 2, 400)
    said = np.where(draw.random(400) < 0.7, y, 1 - y)
    p = np.where(np.arange(2) == said[:, None], 0.99, 0.01).astype(np.float32)
    calibration = fitted(p, y, np.array([0.5, 0.5]))
    assert calibration.calibrated(p, np.array([0.5, 0.5])).max(1).mean() == pytest.approx(0.7, abs=0.05)


def test_logistic_regression_finds_the_minimum() -> None:
    found = minimise(lambda x: (float(((x - 3) ** 4 + x**2).sum()), 4 * (x - 3) ** 3 + 2 * x), np.zeros(5))
    assert np.abs(4 * (found - 3) ** 3 + 2 * found).max() < 1e-3


def test_both_models_learn_what_parts_the_classes() -> None:
    x = np.random.default_rng(2).normal(size=(200, 4)).astype(np.float32)
    y = (x[:, 1] > 0).astype(np.int64)
    forest, logistic = Forest(x, y, 2, trees=40, tried=2), Logistic(x, y, 2, 1.0)
    for model in (forest, logistic):
        assert (model.probabilities(x).argmax(1) == y).mean() > 0.95


def test_a_number_is_compared_with_steps_and_none_has_a_column_of_its_own() -> None:
    encoder = Encoder([Symptoms({"h": float(n)}) for n in range(40)] + [Symptoms({"h": None})] * 5, 4)
    low, high, none, unasked = encoder.encode(
        [Symptoms({"h": 1.0}), Symptoms({"h": 39.0}), Symptoms({"h": None}), Symptoms()]
    )
    assert (low.sum(), high.sum(), none.sum(), unasked.sum()) == (1, 4, 1, 0)


def test_coordinates_of_texts_have_the_products_of_the_texts() -> None:
    texts = ["pump leaks at the seal", "pump leaks at the flange", "belt slips on the drive", "belt slips on the roll"]
    made = TextMap(texts).coordinates(texts)
    assert made[0] @ made[1] > 2 * abs(made[0] @ made[2])


def test_log_lifts_back_off_from_the_asset_to_the_fleet() -> None:
    past = [Symptoms({"s": "x" if n % 2 else "y"}, None, "A" if n < 20 else "B") for n in range(80)]
    y = np.array([n % 2 if n < 20 else (n // 2) % 2 for n in range(80)])
    on_a, on_c = (LogLifts(past, y, 2).speaks(Symptoms({"s": "x"}, None, tag))[0] for tag in ("A", "C"))
    assert (on_a.level, on_c.level) == ("asset", "fleet")
    assert on_a.lifts[1] > on_c.lifts[1] + 0.2


def test_a_check_that_splits_two_causes_is_worth_one_bit() -> None:
    assert gain(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0.5, 0.5])) == pytest.approx(1.0)
    assert gain(np.array([[0.5, 0.5], [0.5, 0.5]]), np.array([0.5, 0.5])) == pytest.approx(0.0)


def test_sources_are_combined_with_their_weights_and_stay_told_apart() -> None:
    best, second = combined({"history": {"WEAR": 0.6, "DIRT": 0.4}, "manuals": {"wear": 0.5, "crack": 0.5}})[:2]
    assert (best["cause"], best["score"], best["sources"]) == (
        "WEAR",
        pytest.approx(0.5667, abs=1e-3),
        {"history": 0.6, "manuals": 0.5},
    )
    assert second["cause"] == "DIRT"


def test_the_score_counts_hits_and_brier_as_written() -> None:
    score = scored([Outcome("pump", (0.7, 0.3), 1), Outcome("pump", (0.6, 0.4), 2), Outcome("pump", (0.5, 0.5), None)])
    assert (score["n"], score["hit@1"], score["hit@3"]) == (3, 0.333, 0.667)
    assert score["brier"] == pytest.approx((0.18 + 0.72 + 1.5) / 3, abs=1e-3)
