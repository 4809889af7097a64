"""Orders as Chinese is spoken on both sides of the strait, the work before or after the verb."""

from __future__ import annotations

import pytest

from plant_tools.layout.wording import SHOWS, SOLVES
from plant_tools.sop.ordering import ordered


@pytest.mark.parametrize(
    ("sentence", "task"),
    [
        ("起草 P-101 更换机械密封的 SOP", "P-101 更换机械密封"),
        ("为 P-101 更换机械密封起草 SOP", "P-101 更换机械密封"),
        ("請為 P-101 更換機械密封起草一份作業指導書", "P-101 更換機械密封"),
    ],
)
def test_a_procedure_is_ordered(sentence: str, task: str) -> None:
    order = ordered(sentence)
    assert order
    assert (order.doing, order.task) == ("draft", task)


@pytest.mark.parametrize("sentence", ["为什么要写 SOP？", "為 P-101 更換機械密封"])
def test_nothing_is_ordered(sentence: str) -> None:
    assert ordered(sentence) is None


@pytest.mark.parametrize("layout", ["布局", "佈局", "布置", "佈置"])
def test_a_layout_is_shown_and_solved(layout: str) -> None:
    assert SHOWS.search(f"顯示{layout}")
    assert SOLVES.search(f"優化{layout}")
