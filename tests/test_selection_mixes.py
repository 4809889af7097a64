"""Two types of machines together: their shares, scrap and costs, against figures worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from plant_tools.layout.reading import project_of
from plant_tools.layout.sample import SAMPLE as PLANT
from plant_tools.selection.choosing import choose
from plant_tools.selection.report import in_layout, selection_json
from selecting import brief, machine, product

Json = dict[str, Any]
MIXED = [{"id": "mill", "mixed": True}]


def test_two_of_one_type_and_one_of_another_meet_the_capacity_together() -> None:
    # 1530 h a machine: 170,000 x 100 s want 3.086 of A, with 80 s 2.469 of B; 2 / 3.086 + 1 / 2.469 = 0.648 + 0.405
    told = brief([product("P", 170_000)], [machine("A"), machine("B", cycle=80, price=1500)], operations=MIXED)
    choice = choose(told).choices[0]
    assert choice.chosen is not None
    assert (choice.chosen.name, choice.chosen.capacity.count) == ("2 x A + 1 x B", 3)
    assert choice.chosen.capacity.rounding().startswith("F = sum n / N = 2 / 3.09 + 1 / 2.47 = 1.053 >= 1")
    assert choice.dominated == {"A": "2 x A + 1 x B", "B": "A"}
    loads = {p.candidate.id: (p.capacity.loads[0].pieces, p.capacity.used) for p in choice.chosen.portions}
    assert loads["A"] == pytest.approx((170_000 * 0.648 / 1.053, 0.85 / 1.053))
    assert loads["B"] == pytest.approx((170_000 * 0.405 / 1.053, 0.85 / 1.053))
    assert choice.chosen.costs.investment == 3500


def test_a_mix_scraps_by_the_shares_and_loads_what_stands_before() -> None:
    # A takes 8 / 13 of what leaves and scraps 10 %, B nothing: 8 / 13 / 0.9 + 5 / 13 = 1.0684 go in for each good one
    candidates = [
        machine("A", cycle=90, scrap=0.1),
        machine("B", cycle=80, price=1500),
        machine("C", operations=["cut"]),
    ]
    operations = [{"id": "cut"}, {"id": "mill", "mixed": True}]
    selection = choose(brief([product("P", 170_000, "cut", "mill")], candidates, operations=operations))
    assert selection.choices[1].chosen is not None
    assert selection.choices[1].chosen.name == "2 x A + 1 x B"
    assert selection.choices[0].options[0].capacity.loads[0].pieces == pytest.approx(170_000 * (8 / 13 / 0.9 + 5 / 13))
    assert selection.settled


@pytest.mark.parametrize(
    ("place", "more", "chosen"),
    [
        ({}, {}, "2 x A + 1 x B"),
        ({"power": 50}, {"power": 20}, "2 x B + 1 x A"),
        ({"space": [6000, 1000]}, {}, "2 x A + 1 x B"),
        ({"space": [5900, 1000]}, {}, None),
        ({"space": [2000, 3000]}, {}, "2 x A + 1 x B"),
        ({}, {"most": 1}, "2 x B + 1 x A"),
        ({"height": 1000}, {}, None),
    ],
)
def test_a_mix_must_fit_and_be_to_be_had(place: Json, more: Json, chosen: str | None) -> None:
    candidates = [machine("A", **more), machine("B", cycle=80, price=1500, power=15)]
    told = brief([product("P", 170_000)], candidates, operations=[MIXED[0] | place])
    found = choose(told).choices[0].chosen
    assert (found.name if found else None) == chosen


def test_a_cheaper_mix_that_nobody_asked_for_is_told() -> None:
    pair = [machine("A"), machine("B", cycle=80, price=1500)]
    told = selection_json(choose(brief([product("P", 170_000)], pair)), [])
    assert (told["operations"][0]["chosen"], told["operations"][0]["count"]) == ("A", 4)
    assert told["notices"] == [
        "mill: 2 x A + 1 x B together would cost 0.00307 EUR a good part in place of 0.00351; "
        "set mixed: true to compare such mixes"
    ]
    only = [one | {"most": 2} for one in pair]
    assert "no type alone will do" in selection_json(choose(brief([product("P", 170_000)], only)), [])["notices"][0]


def test_a_mix_goes_into_the_layout_as_machines_of_both_types() -> None:
    pair = [machine("A"), machine("B", cycle=80, price=1500, size=[3000, 1000, 1500])]
    place = MIXED[0] | {"replaces": "CP-303"}
    told = selection_json(choose(brief([product("P", 170_000)], pair, operations=[place])), [])
    assert [(item["id"], item.get("count", 1)) for item in told["items"]] == [("CP-303", 2), ("B", 1)]
    plant = project_of(in_layout(PLANT, told["items"]))
    assert {item.id: item.size for item in plant.items if item.id in {"CP-303", "B"}} == {
        "CP-303": (2000, 1000, 1500),
        "B": (3000, 1000, 1500),
    }
    assert [step["text"] for step in told["steps"] if "of every product" in step["text"]] == [
        "2 x A take (n / N) / F = 61.5 % of every product",
        "1 x B take (n / N) / F = 38.5 % of every product",
    ]
