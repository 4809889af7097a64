"""Machine selection, against figures worked out by hand and examples from the literature."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal
from plant_tools.layout.reading import project_of
from plant_tools.layout.sample import SAMPLE as PLANT
from plant_tools.selection.capacity import pieces_into, sized
from plant_tools.selection.choosing import choose
from plant_tools.selection.costs import present
from plant_tools.selection.errors import SelectionRefused, SelectionUnreadable
from plant_tools.selection.proving import Shelf, says
from plant_tools.selection.ranking import closeness, dominators, ranked
from plant_tools.selection.reading import brief_of, read_text
from plant_tools.selection.reasons import reason_of
from plant_tools.selection.report import in_layout, selection_json
from plant_tools.selection.sample import SAMPLE, template
from plant_tools.selection.weighing import compared
from selecting import brief, machine, product
from tiny_plant import write_pdf

Json = dict[str, Any]


def test_seven_and_a_bit_machines_are_eight_and_the_rounding_is_told() -> None:
    # 386,661.6 x 100 s = 10,740.6 h; one machine has 2000 x 0.9 x 0.85 = 1530 h; 10,740.6 / 1530 = 7.02
    found = choose(brief([product()], [machine()])).choices[0].options[0].capacity
    assert found.exact == pytest.approx(7.02)
    assert found.count == 8
    assert found.overtime == pytest.approx(2000 * (7.02 / 7 - 1))
    assert "ceil(7.02) = 8; rounding leaves 0.98 machines idle; 7 would need 6 h of overtime" in found.rounding()


def test_scrap_is_counted_from_the_end_of_the_route_backwards() -> None:
    # 855 good: paint loses none, weld 10 %: 950 go in, cut 5 %: 1000 go in
    told = brief([product("P", 855, "cut", "weld", "paint")], [machine(operations=["cut"])]).products[0]
    into = pieces_into(told, {"cut": 0.05, "weld": 0.10})
    assert into == pytest.approx({"paint": 855, "weld": 950, "cut": 1000})


def test_what_is_chosen_later_in_the_route_loads_what_stands_before() -> None:
    candidates = [machine("C", operations=["cut"], scrap=0.05), machine("W", operations=["weld"], scrap=0.10)]
    selection = choose(brief([product("P", 855, "cut", "weld")], candidates))
    assert [c.options[0].capacity.loads[0].pieces for c in selection.choices] == pytest.approx([1000, 950])
    assert selection.settled


def test_two_products_share_a_machine_that_neither_fills() -> None:
    # 61,200 x 36 s = 612 h and 36,720 x 60 s = 612 h: 0.4 + 0.4 of 1530 h
    told = brief([product("X", 61_200), product("Y", 36_720)], [machine(cycles={"X": 36, "Y": 60})])
    found = choose(told).choices[0].options[0].capacity
    assert found.exact == pytest.approx(0.8)
    assert (found.count, found.alone) == (1, 2)
    assert found.takt == pytest.approx(2000 * 3600 / 97_920)
    assert found.pace == pytest.approx(found.takt * 1224 / 1800)


def test_set_up_is_spread_over_the_batch_and_an_oee_holds_the_scrap() -> None:
    told = brief([product("P", 1000, "mill")], [machine(setup=30, oee=0.6, availability=None)])
    step = told.products[0].model_copy(update={"route": (told.products[0].route[0].model_copy(update={"batch": 50}),)})
    found = sized(told.candidates[0], "mill", [step], {"mill": 0.5}, told.shifts)
    assert found.loads[0].pieces == 1000
    assert found.loads[0].seconds == pytest.approx(100 + 30 * 60 / 50)
    assert found.exact == pytest.approx(1000 * 136 / 3600 / (2000 * 0.6 * 0.85))


def test_oee_and_availability_together_are_refused() -> None:
    with pytest.raises(SelectionUnreadable, match="candidate M: give oee, or availability"):
        brief([product()], [machine(oee=0.8)])


@pytest.mark.parametrize(
    ("rule", "offered", "needed", "place"),
    [
        ("envelope", {"envelope": [100, 100, 100]}, {"size": [90, 90, 101]}, {}),
        ("tolerance", {"tolerance": 0.2}, {"tolerance": 0.1}, {}),
        ("material", {"materials": ["steel"]}, {"material": "PET"}, {}),
        ("material", {}, {"material": "PET"}, {}),
        ("power", {"power": 11}, {}, {"power": 10}),
        ("height", {"clearance": {"top": 600}}, {}, {"height": 2000}),
        ("footprint", {"clearance": {"front": 800}}, {}, {"space": [2500, 1700]}),
        ("floor load", {"weight": 2039}, {}, {"floor_load": 10}),
        ("area", {"cycle": 200}, {}, {"space": [2000, 1000]}),
    ],
)
def test_one_requirement_that_fails_puts_an_option_out(rule: str, offered: Json, needed: Json, place: Json) -> None:
    demand = 30_000 if rule != "area" else 60_000
    candidates = [machine("bad", **offered), machine("good", price=10**9, **GOOD)]
    told = brief([product("P", demand, **needed)], candidates, operations=[{"id": "mill"} | place])
    choice = choose(told).choices[0]
    assert [check.rule for check in choice.options[0].failed] == [rule]
    assert choice.chosen is not None
    assert choice.chosen.name == "good"


GOOD: Json = {
    "envelope": [200, 200, 200],
    "tolerance": 0.01,
    "materials": ["PET"],
    "power": 1,
    "weight": 100,
    "cycle": 10,
}


def test_the_present_value_and_the_cost_of_a_part_agree() -> None:
    # two years at 10 %: (1 - 1.1^-2) / 0.1 = 1.735537; 1000 + 100 x 1.735537 = 1173.5537
    money = {"rate": 0.1, "years": 2}
    told = brief([product("P", 1000)], [machine(service=100)], money=money)
    costs = choose(told).choices[0].options[0].costs
    assert present(0.1, 2) == pytest.approx(1.735537)
    assert costs.npv == pytest.approx(-1173.5537)
    assert costs.per_part == pytest.approx(1173.5537 / 1.735537 / 1000)


def test_energy_labour_floor_and_scrap_are_money() -> None:
    money = {"energy": 0.2, "wage": 30, "floor_m2": 50, "floor_m3": 10}
    candidate = machine(energy=5, operators=0.5, tools=0.1, scrap=0.1, performance=0.8)
    running = choose(brief([product("P", 900, value=2)], [candidate], money=money)).choices[0].options[0].costs.running
    # 1000 pieces x 100 s = 27.78 h at full speed, 34.72 h at P 0.8; 2 m2, 3 m3
    assert running == pytest.approx(
        {"energy": 34.7222 * 5 * 0.2, "labour": 30_000, "tools": 90, "service": 0, "floor": 130, "scrap": 200}, rel=1e-4
    )


def test_comparisons_give_the_published_weights_and_consistency() -> None:
    # choosing a leader: experience, education, charisma, age
    matrix = np.array([[1, 4, 3, 7], [1 / 4, 1, 1 / 3, 3], [1 / 3, 3, 1, 5], [1 / 7, 1 / 3, 1 / 5, 1]])
    found = compared(matrix)
    assert found.values == pytest.approx([0.547, 0.127, 0.270, 0.056], abs=6e-4)
    assert found.ratio == pytest.approx(0.044, abs=1e-3)


def test_comparisons_that_contradict_one_another_are_refused_with_the_worst_pair() -> None:
    criteria = [{"id": name, "better": "less"} for name in ("cost_per_part", "floor", "energy")]
    pairs = [("cost_per_part", "floor", 9), ("floor", "energy", 9), ("energy", "cost_per_part", 9)]
    comparisons = [{"a": a, "b": b, "times": times} for a, b, times in pairs]
    with pytest.raises(SelectionRefused, match=r"consistency ratio .* > 0.10. Look again at"):
        choose(brief([product()], [machine()], criteria=criteria, comparisons=comparisons))


AIRCRAFT = np.array(
    [
        [2.0, 1500, 20_000, 5.5, 5, 9],
        [2.5, 2700, 18_000, 6.5, 3, 5],
        [1.8, 2000, 21_000, 4.5, 7, 7],
        [2.2, 1800, 20_000, 5.0, 5, 5],
    ]
)
AIRCRAFT_WEIGHTS = np.array([0.2, 0.1, 0.1, 0.1, 0.2, 0.3])
BENEFIT = np.array([True, True, True, False, True, True])


def test_nearness_to_the_ideal_is_that_of_the_published_example() -> None:
    """Hwang & Yoon 1981, the fighter aircraft."""
    assert closeness(AIRCRAFT, AIRCRAFT_WEIGHTS, BENEFIT) == pytest.approx([0.643, 0.268, 0.614, 0.312], abs=2e-3)


def test_the_ranking_says_how_firm_it_is_and_is_the_same_every_time() -> None:
    found = ranked(AIRCRAFT, AIRCRAFT_WEIGHTS, BENEFIT, seed=3)
    assert found.order == (0, 2, 3, 1)
    assert 0.5 < found.stays < 1
    assert found == ranked(AIRCRAFT, AIRCRAFT_WEIGHTS, BENEFIT, seed=3)


def test_leaving_out_a_loser_may_change_the_winner_and_that_is_told() -> None:
    # the third stretches the first column; of the two others alone, the second is nearer to the ideal
    values, weights, both = np.array([[1.0, 4.0], [2.0, 3.0], [9.0, 0.5]]), np.array([0.31, 0.69]), np.array([True] * 2)
    assert ranked(values, weights, both).order[0] == 0
    assert closeness(values[:2], weights, both)[1] > 0.5
    assert ranked(values, weights, both).reversals == ((2, 1),)


def test_what_is_nowhere_better_is_out_before_it_can_shift_the_ranks() -> None:
    values = np.array([[1.0, 5.0], [1.0, 4.0], [2.0, 3.0], [1.0, 5.0]])
    assert dominators(values, np.array([True, True])) == [None, 0, None, None]


def test_a_citation_is_proven_only_where_the_page_says_the_number(library: Library, folder: Path) -> None:
    write_pdf(folder / "GX datasheet.pdf", (("Milling centre GX",), ("Weight 2.6 t, connected load 12 kW",)))
    library.ingest([folder])
    cite = {"document": "GX datasheet", "page": 2, "quote": "Weight 2.6 t, connected load 12 kW"}
    told = machine(
        weight={"value": 2600, "cite": cite},
        power={"value": 21, "cite": cite},
        energy={"value": 12, "cite": cite | {"page": 1}},
        tools={"value": 12, "cite": cite | {"document": "another"}},
    )
    proofs = list(
        Shelf(library, Principal("anybody", frozenset({"everyone"}))).proofs(brief([product()], [told]).candidates)
    )
    states = {proof.field: proof.state for proof in proofs}
    assert states == {"weight": "proven", "power": "not proven", "energy": "not proven", "tools": "not in the library"}
    notices = selection_json(choose(brief([product()], [told])), proofs)["notices"]
    assert [line for line in notices if "power 21.0 is not proven" in line]
    kept = selection_json(choose(brief([product()], [told])), proofs)["notes"]
    assert {reason_of(note).told("de") for note in kept} >= {
        "M: tools 12.0 ist nicht in der Bibliothek: another ist nicht da",
        "M: power 21.0 ist nicht bewiesen: „Weight 2.6 t, connected load 12 kW“ sagt nicht 21.0",
    }


@pytest.mark.parametrize(
    ("quote", "value", "unit", "right"),
    [
        ("2.4 x 1.6 x 2.1 m", (2400, 1600, 2100), "mm", True),
        ("整机质量 2 600 kg", 2600.0, "kg", True),
        ("Gewicht 1.800 kg", 1800.0, "kg", True),
        ("Leistung 0,75 kW", 0.75, "kW", True),
        ("1,800 kg", 1.8, "kg", False),
        ("200 /min", 12_000.0, "1/h", True),
        ("12600 kg", 2600.0, "kg", False),
        ("availability 95 %", 0.95, "", True),
        ("2400x1600x2100 mm", (2400, 1600, 2100), "mm", True),
        ("pump P-305", 305.0, "kg", False),
    ],
)
def test_a_number_is_read_as_the_datasheet_writes_it(quote: str, value: Any, unit: str, right: bool) -> None:
    assert says(quote, value, unit) is right


def test_what_is_chosen_goes_into_the_layout() -> None:
    told = selection_json(choose(brief_of(read_text(template(), "template"))), [])
    assert told["items"][0]["id"] == "LB-305"
    assert told["items"][0]["price"] == 410_000
    plant = in_layout(PLANT, told["items"])
    new = next(item for item in project_of(plant).items if item.id == "LB-305")
    assert new.size == (2900, 2300, 2250)
    assert "LB-305" not in {place["item"] for place in plant["current"]}
    assert len(plant["items"]) == len(PLANT["items"])


def test_a_new_machine_keeps_what_belongs_to_the_place_and_nothing_of_the_old_one() -> None:
    old = {"id": "M", "size": [9000, 900, 900], "ports": [{"dx": 9000, "dy": 0}], "count": 3, "tags": ["wet"]}
    plant = {"site": PLANT["site"], "items": [old]}
    told = selection_json(choose(brief([product("P", 1000)], [machine(price=7)])), [])
    new = project_of(in_layout(plant, told["items"])).items[0]
    assert (new.size, new.ports, new.count, new.tags) == ((2000, 1000, 1500), (), 1, ("wet",))


def test_a_machine_that_could_be_shared_by_two_operations_is_told() -> None:
    told = brief([product("P", 20_000, "mill", "turn")], [machine(operations=["mill", "turn"])])
    notices = selection_json(choose(told), [])["notices"]
    assert notices == ["M does 2 operations: 1 shared would do in place of 2"]


def test_the_sample_shows_each_step_with_its_numbers() -> None:
    told = selection_json(choose(brief_of(SAMPLE)), [])
    steps = {step["step"] for step in told["steps"]}
    assert steps == {"shifts", "weights", "screen", "capacity", "money", "rank"}
    out = {one["candidate"]: one["out"] for one in told["operations"][0]["options"]}
    assert any("55 = 55 kW > 40 kW" in reason for reason in out["SL-40"])
    assert out["LM-18"] == []
    assert told["notices"] == ["label: KR-24 stays first in 60 % of moved weights only; look at LM-18 as well"]
