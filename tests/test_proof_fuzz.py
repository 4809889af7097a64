"""What falsifies statements makes falsehoods of each kind, and the proof catches them."""

from __future__ import annotations

import random

import pytest

from plant_agents.proof import unproven
from plant_evals.corruption_later import later_corruptions
from plant_evals.corruption_unseen import unseen_corruptions
from plant_evals.proof_fuzz import questions

TRUTH = "From 2024-03-05 on FL-303 feeds P-101 at 2.5 bar, 4 to 6 mm and 12,75 Nm."
STEPS = (
    "1. Open both red valves or wait at 14:30 on 2024-05-03, daily.\n2. Heat the inner ring to 165 °C ± 2 K.\n"
    "3. Fit two empty bottles to FL-303 now."
)
CHANCE = random.Random(1)  # noqa: S311 - picks values


def test_each_kind_of_falsehood_is_made() -> None:
    made = {kind for kind, _ in unseen_corruptions(TRUTH, CHANCE)}
    assert made == {"places", "code places", "decimal", "day", "range", "scale", "half", "invented"}


@pytest.mark.parametrize("false", sorted({false for _, false in unseen_corruptions(TRUTH, CHANCE)}))
def test_no_such_falsehood_is_proven(false: str) -> None:
    assert false != TRUTH
    assert unproven(false, [TRUTH])


@pytest.mark.parametrize("false", sorted({false for _, false in later_corruptions(STEPS, CHANCE)}))
def test_no_falsehood_of_a_later_kind_is_proven(false: str) -> None:
    assert false != STEPS
    assert unproven(false, [STEPS])


def test_each_later_kind_of_falsehood_is_made() -> None:
    assert len({kind for kind, _ in later_corruptions(STEPS, CHANCE)}) == 14


def test_no_question_is_both_seen_and_held_out() -> None:
    seen, held_out = questions()
    assert len(held_out) > 150
    assert set(seen) & set(held_out) == set()
