"""The evaluation room: a script that knows everything is always right, one that lies gets nothing delivered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from plant_evals.room import Case, liar, oracle, report, room_cases, run_room
from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.passage import Rectangle

PAGE = PageCitation("GR-12", "", 1, "", (Rectangle(0, 0, 9, 9),), "Torque of the lid screws: 28 Nm.", "en")
TORQUE = Case("t", "manuals", "en", "What torque?", "Torque of the lid screws: 28 Nm.", (PAGE,))


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return run_room()


@pytest.mark.slow
def test_the_room_holds_what_was_demanded_of_it(told: dict[str, Any]) -> None:
    cases = told["cases"]
    assert sum(cases[tool] for tool in ("manuals", "history", "similar", "causes", "drafts")) >= 150
    assert min(cases["unanswerable"], cases["injected"], cases["bypass"]) >= 60
    assert {case.language for case in room_cases()} == {"en", "de", "zh-Hans", "zh-Hant"}


def test_the_oracle_is_right_in_every_case(told: dict[str, Any]) -> None:
    assert {kind: figure[0] / figure[1] for kind, figure in told["oracle"].items()} == dict.fromkeys(told["cases"], 1.0)


def test_nothing_of_the_liar_is_delivered(told: dict[str, Any]) -> None:
    assert sum(told["lies"].values()) > 2_000
    assert told["wrong"] == []
    assert {tuple(number) for number in told["violations"].values()} == {(0, 0)}


def test_an_oracle_that_knows_the_wrong_answer_is_not_right() -> None:
    result = run_room([replace(TORQUE, right="Torque of the lid screws: 29 Nm.")])
    assert result["oracle"]["manuals"][:2] == [0, 1]
    assert report(result).endswith("t: not right")


def test_the_liar_tells_every_value_otherwise() -> None:
    said = {statement.text for statement in liar(TORQUE)}
    assert len(said) >= 4
    assert oracle(TORQUE)[0].text not in said
