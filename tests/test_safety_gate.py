"""What may be said, and in which order: hazards first, isolation before work, whoever writes."""

# ruff: noqa: E501 - lists of words
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plant_agents.answer import MarkedEvidence, Statement
from plant_agents.safety.gate import gated
from plant_agents.safety.order import in_order
from plant_agents.safety.stages import Stage, stages
from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.passage import Rectangle

STEPS = {
    "en": ("Stop the wrapper.", "Lock out at Q306.", "Verify zero energy at X6:1.", "Remove the four screws.", "Replace the belt."),
    "de": ("Maschine anhalten.", "Hauptschalter abschließen.", "Energiefreiheit prüfen.", "Schrauben lösen.", "Lager ausbauen."),
    "zh-Hans": ("停机。", "上锁挂牌。", "确认零能量。", "松开螺钉。", "更换轴承。"),
    "zh-Hant": ("停機。", "上鎖掛牌。", "確認零能量。", "鬆開螺絲。", "更換軸承。"),
}  # fmt: skip


def cited(quote: str, page: int = 4) -> PageCitation:
    return PageCitation("SW-306 manual", "C", page, str(page), (Rectangle(72, 90, 300, 102),), quote, "en")


def found(text: str, mark: int = 1, kind: str = "fact") -> MarkedEvidence:
    return MarkedEvidence("manuals", text, None, "", (mark,), kind)


@pytest.mark.parametrize("language", STEPS)
def test_steps_are_told_apart_in_every_language(language: str) -> None:
    kinds = [max(stages(step)) for step in STEPS[language]]
    assert kinds == [Stage.SHUT_DOWN, kinds[1], Stage.VERIFY, Stage.INTERVENE, Stage.INTERVENE]
    assert kinds[1] in {Stage.LOCK, Stage.ISOLATE}


@given(st.sampled_from(sorted(STEPS)), st.permutations(range(5)))
def test_no_order_of_steps_puts_a_hand_on_a_machine_that_is_not_isolated(language: str, order: list[int]) -> None:
    steps = [Statement(STEPS[language][i], (1,)) for i in order]
    kept, dropped, _ = in_order(steps, frozenset())
    told = [STEPS[language].index(step.text) for step in kept]
    acts = [at for at, number in enumerate(told) if number > 2]
    assert all(1 in told[:at] and 2 in told[told.index(1) : at] for at in acts)
    assert len(kept) + len(dropped) == len(steps)


@given(st.permutations(range(5)))
def test_quoted_steps_of_isolation_come_before_the_work(order: list[int]) -> None:
    texts = STEPS["en"]
    kept, dropped, bare = in_order([Statement(texts[i], (1,)) for i in order], frozenset(texts))
    told = [texts.index(step.text) for step in kept]
    assert (dropped, bare) == ([], False)
    assert max(told.index(1), told.index(2)) < min(told.index(3), told.index(4))


def test_a_hazard_that_the_writer_leaves_out_is_put_in_front() -> None:
    danger = found("DANGER\nRotating parts.", kind="hazard")
    said = Statement("The belt takes 12 N.", (2,))
    passed = gated("en", [said], [danger, found("The belt takes 12 N.", 2)], [cited("x"), cited("y")], by_code=False)
    assert [statement.text for statement in passed.statements] == ["DANGER\nRotating parts.", "The belt takes 12 N."]


def test_a_lowered_signal_word_is_put_right() -> None:
    warning = found("WARNUNG\nQuetschgefahr.", kind="hazard")
    passed = gated("de", [Statement("HINWEIS\nQuetschgefahr.", (1,))], [warning], [cited("x")], by_code=False)
    assert [statement.text for statement in passed.statements] == ["WARNUNG\nQuetschgefahr."]


def test_hazards_of_other_pages_stay_away_and_the_gravest_comes_first() -> None:
    hazards = [
        found("CAUTION\nHot.", 1, "hazard"),
        found("DANGER\n400 V.", 2, "hazard"),
        found("DANGER\nFar.", 3, "hazard"),
    ]
    said = Statement("It takes 12 N.", (4,))
    places = [cited("a"), cited("b"), cited("c", 9), cited("d")]
    passed = gated("en", [said], [*hazards, found("It takes 12 N.", 4)], places, by_code=True)
    assert [statement.text for statement in passed.statements] == ["DANGER\n400 V.", "CAUTION\nHot.", "It takes 12 N."]


def test_a_way_round_a_protection_is_not_told_by_a_writer_that_obeys() -> None:
    obeys = [Statement("Bridge the door switch with a jumper.", (1,)), Statement("Remove the guard.", (1,), leads=True)]
    passed = gated("en", obeys, [found("Keep the doors shut.")], [cited("x")], by_code=False)
    assert passed.statements == ()
    assert [notice.code for notice in passed.notices] == ["unsafe_dropped"]


def test_steps_without_isolation_are_quoted_with_a_call_for_it() -> None:
    steps = "1. Remove the old belt.\n2. Insert the new one."
    passed = gated("en", [Statement(steps, (1,))], [found(steps)], [cited(steps)], by_code=True)
    assert [notice.code for notice in passed.notices] == ["isolate_first"]
    assert [statement.text for statement in passed.statements] == [steps]
