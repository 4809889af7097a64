from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laid_out import Json, at, project, right, rules, two_machines
from plant_evals.made_halls import made_hall
from plant_tools.layout.checking.checker import check
from plant_tools.layout.reading import layout_of, project_of


def test_a_right_layout_is_certified_and_its_digest_is_its_own() -> None:
    certificate = check(project(), right())
    assert certificate.ok
    assert certificate.digest != check(project(), right()[:1]).digest
    assert certificate.as_text().startswith("CERTIFIED")


@pytest.mark.parametrize(
    ("rule", "press", "saw"),
    [
        ("outline", at("press", 17001, 6500), at("saw", 12000, 1000)),
        ("outline", at("press", 4000, 799), at("saw", 12000, 1000)),
        ("overlaps", at("press", 4000, 6500), at("saw", 6999, 6500)),
        ("clearances", at("press", 4000, 6500), at("saw", 4000, 4201)),
        ("obstacles", at("press", 4000, 6500), at("saw", 8000, 4000)),
        ("doors", at("press", 4000, 7000), at("saw", 0, 4000)),
        ("items", at("press", 4000, 6500), at("press", 12000, 1000)),
        ("items", at("press", 4000, 6500, floor="cellar"), at("saw", 12000, 1000)),
        ("stacking", at("press", 4000, 6500), at("saw", 12000, 1000, z=10)),
        ("reach", at("press", 4000, 1199), at("saw", 12000, 6000)),
    ],
)
def test_every_rule_is_kept_to_the_millimetre(rule: str, press: Json, saw: Json) -> None:
    assert rules(project(), press, saw) == {rule}


def test_heights_loads_locks_turns_zones_and_distances_are_checked() -> None:
    plant = two_machines(rel=[{"a": "press", "b": "saw", "rating": "X", "distance": 9000}])
    plant["items"][0] |= {"size": [3000, 2000, 5001], "weight": 20_000}
    plant["items"][1] |= {"turns": [0], "tags": ["dust"], "fixed_at": {"floor": "hall", "x": 1, "y": 1}}
    plant["site"]["zones"] = [
        {"id": "clean", "floor": "hall", "polygon": [[11000, 0], [20000, 3000]], "rule": "forbid", "tags": ["dust"]}
    ]
    broken = rules(project_of(plant), at("press", 4000, 6500), at("saw", 12000, 1000, 90))
    assert broken == {"height", "loads", "locks", "turns", "zones", "distances"}


def test_things_above_one_another_are_no_overlap_but_need_something_that_carries() -> None:
    plant = two_machines()
    plant["items"][1]["stack"] = {"above": 2600}
    above = [at("press", 4000, 6500), at("saw", 4500, 6700, z=2600)]
    assert rules(project_of(plant), *above) == {"stacking"}
    plant["items"][0]["stack"] = {"carries": True}
    assert rules(project_of(plant), *above) == set()
    above[1]["z"] = 2499
    assert "overlaps" in rules(project_of(plant), *above)


def test_an_aisle_as_wide_as_a_passage_gets_through_and_one_millimetre_more_does_not() -> None:
    plant = two_machines()
    wall = [[8000, 0], [8200, 3000]], [[8000, 4500], [8200, 10000]]
    plant["site"]["obstacles"] = [
        {"id": f"wall-{n}", "floor": "hall", "polygon": polygon, "kind": "wall"} for n, polygon in enumerate(wall)
    ]
    layout = at("press", 4000, 7000), at("saw", 12000, 1000)
    plant["site"]["aisle"] = {"width": 1500}
    assert rules(project_of(plant), *layout) == set()
    plant["site"]["aisle"] = {"width": 1501}
    assert rules(project_of(plant), *layout) == {"reach"}


def test_a_slanted_wall_is_exact() -> None:
    plant = two_machines()
    plant["site"]["floors"][0]["outline"] = [[0, 0], [20000, 0], [20000, 6000], [16000, 10000], [0, 10000]]
    assert rules(project_of(plant), at("press", 4000, 6500), at("saw", 16000, 6500)) == set()
    assert rules(project_of(plant), at("press", 4000, 6500), at("saw", 16001, 6500)) == {"outline"}


def test_upper_floors_are_reached_by_lifts_only() -> None:
    plant = two_machines()
    plant["site"]["floors"].append({"id": "up", "outline": [[0, 0], [20000, 10000]], "elevation": 6000})
    layout = at("press", 4000, 6500), at("saw", 12000, 1000, floor="up")
    assert rules(project_of(plant), *layout) == {"reach"}
    plant["site"]["lifts"] = [{"id": "lift", "at": [18000, 8000], "floors": ["hall", "up"]}]
    assert rules(project_of(plant), *layout) == set()


_HALLS = [made_hall(number) for number in (0, 3, 5, 12, 27)]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_mutated_layouts_are_always_rejected(data: st.DataObject) -> None:
    hall = data.draw(st.sampled_from(_HALLS))
    plant = project_of(hall.project)
    layout = [dict(placed) for placed in hall.layout]
    assert check(plant, layout_of(layout)).ok
    one, other = data.draw(st.permutations(range(len(layout))))[:2]
    kind = data.draw(
        st.sampled_from(["onto another", "out of the hall", "left out", "twice", "unknown floor", "hanging"])
    )
    if kind == "onto another":
        layout[one] |= {"floor": layout[other]["floor"], "x": layout[other]["x"] + 1, "y": layout[other]["y"]}
    elif kind == "out of the hall":
        layout[one]["x"] = -data.draw(st.integers(1, 10_000))
    elif kind == "left out":
        del layout[one]
    elif kind == "twice":
        layout.append(layout[one])
    elif kind == "unknown floor":
        layout[one]["floor"] = "nowhere"
    else:
        layout[one]["z"] = data.draw(st.integers(1, 5000))
    assert not check(plant, layout_of(layout)).ok
