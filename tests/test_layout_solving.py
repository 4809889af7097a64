from __future__ import annotations

from pathlib import Path

import pytest

from laid_out import Json, at, project, right, two_machines
from plant_evals.layout_known import known
from plant_evals.made_halls import made_hall
from plant_tools.layout.checking.checker import check
from plant_tools.layout.desk import LayoutDesk, with_options
from plant_tools.layout.errors import LayoutImpossible, LayoutUnreadable, UnknownLayout
from plant_tools.layout.evaluating.ways import pair_ways
from plant_tools.layout.project import Project
from plant_tools.layout.reading import layout_of, project_of
from plant_tools.layout.sample import SAMPLE
from plant_tools.layout.solve import cost_of, solve
from plant_tools.layout.wishes import Wish, read_wish, wished
from plant_tools.troubles import said


def quick(plant: Project, iterations: int = 12_000) -> Project:
    return with_options(plant, iterations=iterations)


def test_a_layout_is_certified_cheaper_than_today_and_the_same_for_a_seed() -> None:
    plant = quick(project(current=[at("press", 14000, 6500), at("saw", 2500, 500)]))
    found, again = solve(plant), solve(plant)
    assert found.best.certificate.ok
    assert found.today is not None
    assert found.best.cost < found.today.cost
    assert found.best.layout == again.best.layout


def test_nothing_is_worse_than_today() -> None:
    best = solve(quick(project())).best.layout
    today = [placed.model_dump(exclude_none=True) for placed in best]
    found = solve(quick(project(current=today), 1))
    assert found.today is not None
    assert found.best.cost <= found.today.cost


def test_several_floors_come_near_their_known_best() -> None:
    told, best = known(1)
    plant = project_of(told)
    assert check(plant, layout_of(best)).ok
    found = solve(quick(plant, 60_000))
    assert found.bound == pytest.approx(33.415)
    assert found.best.cost <= 33.415 * 1.1


def test_made_halls_have_a_layout_or_a_reason() -> None:
    assert solve(quick(project_of(made_hall(2).project), 60_000)).best.certificate.ok
    impossible = made_hall(9)
    with pytest.raises(LayoutImpossible) as reason:
        solve(project_of(impossible.project))
    assert impossible.conflict <= {*reason.value.conflict}


@pytest.mark.parametrize(
    ("change", "conflict"),
    [
        ({"size": [21000, 2000, 1000]}, ("press",)),
        ({"fixed_at": {"floor": "hall", "x": 12500, "y": 1800}}, ("press", "saw")),
        ({"aisle": 4000}, ("press",)),
        ({"size": [19000, 9900, 1000], "turns": [0], "clearance": {}, "access": None}, ("press", "saw")),
    ],
)
def test_a_contradiction_is_named_by_its_smallest_set(change: Json, conflict: tuple[str, ...]) -> None:
    plant = two_machines()
    plant["items"][0] |= change
    plant["items"][1] |= {"size": [2000, 8000, 1500]} if "turns" in change else {}
    if "fixed_at" in change:
        plant["items"][1]["fixed_at"] = {"floor": "hall", "x": 12000, "y": 1000}
    with pytest.raises(LayoutImpossible) as reason:
        solve(project_of(plant))
    assert {*reason.value.conflict} == {*conflict}
    assert said(reason.value.message, "de").startswith("Kein Layout ist möglich: ")
    assert said(reason.value.message, "zh-Hans") != reason.value.message


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"flows": [{"source": "press", "target": "saw", "loads": -1}]}, "flows.0.loads"),
        ({"flows": [{"source": "press", "target": "lathe", "loads": 1}]}, "no item or door 'lathe'"),
        ({"items": [{"id": "press"}]}, "a fixed item needs size"),
        ({"colour": "red"}, "colour: there is no such field"),
        ({"flows": [{"source": "press", "target": "saw", "loads": -1}]}, "loads is -1; it must be 0 or more"),
        ({"rel": [{"a": "press", "b": "saw", "rating": r} for r in "AX"]}, "press and saw are rated A and X"),
        ({"items": [{"id": "saw", "size": [3.5, 2, 2]}]}, "0 is 3.5; it must be a whole number"),
    ],
)
def test_a_complaint_names_the_field(wrong: Json, told: str) -> None:
    with pytest.raises(LayoutUnreadable, match=told):
        project(**wrong)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("Keep the palletizer where it is", Wish("keep", ("PL-307",))),
        ("Lass PL-307 stehen, wo er ist", Wish("keep", ("PL-307",))),
        ("PL-307 不动", Wish("keep", ("PL-307",))),
        ("Swap CP-303 and the labeller", Wish("swap", ("CP-303", "LB-305"))),
        ("tausche die beiden", Wish("swap", ("K-110", "CH-115"))),
        ("What if demand of B doubles?", Wish("demand", ("B",), 2.0)),
        ("Was, wenn die Nachfrage nach A um 20 % sinkt?", Wish("demand", ("A",), 0.8)),
        ("如果B的需求翻倍呢？", Wish("demand", ("B",), 2.0)),
        ("QC-120 at least 8 m apart from K-110", Wish("apart", ("QC-120", "K-110"), 8000.0)),
        ("FL-302 neben CH-115", Wish("near", ("FL-302", "CH-115"))),
        ("How do I change the film on SW-306?", None),
    ],
)
def test_wishes_are_understood_in_three_languages(text: str, wish: Wish | None) -> None:
    assert read_wish(text, project_of(SAMPLE), ("K-110", "CH-115")) == wish


def test_wishes_change_the_plant() -> None:
    plant = project(current=[placed.model_dump(exclude_none=True) for placed in right()])
    kept = wished(plant, right(), [Wish("keep", ("press",)), Wish("demand", ("B",), 3.0)])
    assert kept.items[0].fixed_at is not None
    assert (kept.items[0].fixed_at.x, kept.flows[1].loads) == (4000, 24)
    swapped = wished(plant, right(), [Wish("swap", ("press", "saw"))])
    places = {item.id: item.fixed_at for item in swapped.items}
    assert places["saw"] is not None
    assert (places["saw"].x, places["saw"].y) == (4500, 6750)


def test_a_kept_layout_can_be_changed_and_its_files_written(tmp_path: Path) -> None:
    desk = LayoutDesk(tmp_path)
    plant = quick(project(current=[at("press", 14000, 6500), at("saw", 2500, 500)]))
    kept = desk.solve(plant)
    changed = desk.change(0, [Wish("keep", ("saw",))])
    assert (kept["number"], changed["number"]) == (1, 2)
    assert next(p for p in changed["layout"] if p["item"] == "saw")["x"] == 2500
    assert changed["cost"] >= kept["cost"]
    assert desk.file(1, "plan.png").startswith(b"\x89PNG")
    assert b"Today" in desk.file(1, "comparison.html")
    assert b"<title>press" in desk.file(1, "plan.svg")
    with pytest.raises(UnknownLayout, match="no layout 7"):
        desk.show(7)


def test_ways_by_aisles_go_around_what_stands_there() -> None:
    pairs = {(p.source, p.target): p for p in pair_ways(project(), right())}
    beside = pairs["press", "saw"]
    assert beside.metres == pytest.approx((13 - 5.5) + (7.5 - 1.75))
    assert beside.aisle_metres is not None
    assert 0 < pairs["door", "press"].money == 5 * pairs["door", "press"].metres


def test_a_line_of_machines_is_turned_and_put_elsewhere_as_one() -> None:
    told, best = known(12)
    found = solve(quick(project_of(told), 150_000))
    assert found.best.cost == pytest.approx(cost_of(project_of(told), layout_of(best)), rel=0.01)


@pytest.mark.parametrize(
    ("saw", "told"),
    [
        ({"fixed_at": {"floor": "attic", "x": 0, "y": 0}}, "saw is locked on attic, and neither door nor lift leads"),
        ({"kind": "soft", "area": 4_000_000, "size": None, "floors": ["attic"]}, "no lift joins them"),
    ],
)
def test_a_floor_that_nothing_leads_to_is_named(saw: Json, told: str) -> None:
    plant = two_machines()
    plant["site"]["floors"].append({"id": "attic", "outline": [[0, 0], [9000, 9000]], "elevation": 6000})
    plant["items"][1] |= saw
    with pytest.raises(LayoutImpossible, match=told):
        solve(project_of(plant))


def test_a_hall_told_in_metres_is_recognised() -> None:
    plant = two_machines()
    plant["site"]["floors"][0]["outline"] = [[0, 0], [20, 10]]
    with pytest.raises(LayoutImpossible, match="all lengths are millimetres, not metres"):
        solve(project_of(plant))
