"""Measuring layouts: what files hold, what is not allowed, and results that can be judged again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from plant_evals.baselines.slots_scipy import METHODS, _starts
from plant_evals.layout import judge_again, run_layout
from plant_evals.layout_instances import best_known, read_instances
from plant_evals.layout_judge import judge
from plant_evals.layout_made import made
from plant_evals.layout_problem import BadInstance, Instance
from plant_evals.layout_report import of_judged, of_layout
from plant_tools.layout.solvers.search import Budget

SLOTS = "4\n\n0 1 2 3\n1 0 1 2\n2 1 0 1\n3 2 1 0\n\n0 5 0 1\n5 0 4 0\n0 4 0 2\n1 0 2 0\n"
ROW = "3\n2 4 6\n0 3 1\n3 0 0\n1 0 0\n"
BLOCKS = {
    "ours": {"flows": [[0, 0], ["3", 0]], "areas": ["4", "6"], "plantX": 5, "plantY": 2, "aspect": 4, "reference": 7.5},
    "VC10": {"flows": [[0, 1], [0, 0]], "areas": [25, 25], "plantX": 10, "plantY": 5},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "nug4.dat").write_text(SLOTS)
    (tmp_path / "nug4.sln").write_text("4 28\n1 2 3 4\n")
    (tmp_path / "AKV-60-01").write_text(ROW)
    (tmp_path / "blocks.json").write_text(json.dumps(BLOCKS))
    return tmp_path


def by_name(folder: Path) -> dict[str, Instance]:
    return {one.name: one for one in read_instances(folder)}


def test_a_file_is_known_by_what_it_holds(folder: Path) -> None:
    found = by_name(folder)
    assert {name: one.family for name, one in found.items()} == {
        "AKV-60-01": "rows",
        "nug4": "slots",
        "ours": "blocks",
        "vC10R-a": "blocks",
        "vC10R-s": "blocks",
    }
    assert (found["nug4"].best, found["ours"].best, found["AKV-60-01"].best) == (28, 7.5, 1477834)
    assert (found["vC10R-a"].numbers["aspect"], found["vC10R-s"].numbers["side"]) == (5, 5)


def test_a_file_of_something_else_is_named(tmp_path: Path) -> None:
    (tmp_path / "odd.dat").write_text("3 1 2 3")
    with pytest.raises(BadInstance, match=r"odd\.dat: 4 numbers, of which the first is 3"):
        read_instances(tmp_path / "odd.dat")
    (tmp_path / "odd.dat").unlink()
    with pytest.raises(BadInstance, match=r"no \.dat, \.txt or \.json file"):
        read_instances(tmp_path)


ROW_TOLD = {"lengths": [2, 4, 6], "flow": [[0, 3, 1], [0, 0, 0], [0, 0, 0]]}


@pytest.mark.parametrize(
    "text",
    [
        ROW,
        "# three machines\nn = 3\nlengths: 2, 4, 6\n0 3\n1 3 0 0 1\n0 0  % wrapped",
        "Instance AKV-60 of 1988\n3\n2;4;6\n3 1\n0",
        "3\n2 4 6\n0 3 1\n0 0\n0",
        "3\n0 3 1\n3 0 0\n1 0 0\n2 4 6",
        "2 4 6\n0 3 1\n3 0 0\n1 0 0",
        "[3]\n[2.0, 4.0, 6.0]\n[[0, 3, 1], [3, 0, 0], [1, 0, 0]]",
    ],
)
def test_rows_are_read_in_whatever_way_they_are_written(tmp_path: Path, text: str) -> None:
    (tmp_path / "row.txt").write_text(text)
    (told,) = read_instances(tmp_path)
    assert (told.family, told.size, told.numbers) == ("rows", 3, ROW_TOLD)


@pytest.mark.parametrize(
    ("text", "plan", "best"),
    [
        (SLOTS.replace("\n", " "), "4 99\n1,2\n3,4\n", 28),
        (SLOTS.replace("4\n", "4 30\n", 1), None, 30),
        (SLOTS.replace("4\n", "size: 4\n", 1), "0 1 2 3", 28),
        (SLOTS.removeprefix("4\n"), "4 26", 26),
        (SLOTS, None, None),
    ],
)
def test_slots_are_read_in_whatever_way_they_are_written(
    tmp_path: Path, text: str, plan: str | None, best: float | None
) -> None:
    (tmp_path / "OURS.DAT").write_text(text)
    if plan:
        (tmp_path / "OURS.sln").write_text(plan)
    (told,) = read_instances(tmp_path)
    assert (told.size, told.numbers["distance"][0], told.best) == (4, [0, 5, 0, 1], best)


def test_blocks_are_read_under_the_names_in_use(tmp_path: Path) -> None:
    departments = [
        {"name": "saw", "area": 4, "aspect_max": 3},
        {"name": "mill", "area": 6, "aspect_max": 4},
        {"area": 0},
    ]
    flows = [{"from": "saw", "to": "mill", "flow": 2}]
    one = {
        "name": "shop",
        "hall": {"width": 5, "height": 2},
        "departments": departments,
        "flows": flows,
        "metric": "L2",
    }
    half = {"Areas": [1, 2, 3], "flow": [[5, 1], [2]], "W": 3, "H": 2, "aspect": [[0.5, 2], [0.5, 2], [0.3, 3]]}
    (tmp_path / "a.json").write_text(json.dumps([one, half]))
    shop, other = read_instances(tmp_path)
    assert (shop.size, shop.numbers["flow"], shop.numbers["aspect"]) == (2, [[0, 2], [0, 0]], [3, 4])
    assert (shop.numbers["straight"], other.name) == (True, "a-2")
    assert (other.numbers["flow"], other.numbers["aspect"]) == ([[0, 5, 1], [0, 0, 2], [0, 0, 0]], [2, 2, 3])


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.dat", SLOTS.replace("1 0 1 2", "1 0 1"), "a.dat, line 4: 3 numbers where most lines have 4"),
        ("a.dat", SLOTS.replace("1 0 1 2", "1 0 l 2"), "a.dat, line 4: 'l' is no number"),
        ("a.dat", "nothing", "a.dat: no numbers: neither slots"),
        ("a.json", '{"a": {"areas": [1],\n]', "a.json, line 2: not JSON"),
        ("a.json", '{"a": {"areas": [1, 2, 3], "flows": [[0]]}}', "a.json: a: flows have 1 rows for 3 areas"),
        (
            "a.json",
            '{"a": {"areas": [1], "flows": [[0]], "plantX": "wide"}}',
            "a.json: a: width is 'wide', not a number",
        ),
        ("a.json", '{"a": {"areas": [1], "flows": [[-1]]}}', "flows[0][0] is -1; a number from 0 up is wanted"),
        ("a.json", '{"a": {"widths": [1], "flows": [[0]]}}', "a.json: a: no areas"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(BadInstance) as told:
        read_instances(tmp_path / name)
    assert said in told.value.message


def test_costs_are_added_up_by_hand(folder: Path) -> None:
    found = by_name(folder)
    assert judge(found["nug4"], [0, 1, 2, 3]) == {"cost": 2 * (5 + 3 + 4 + 2), "faults": []}
    assert judge(found["AKV-60-01"], [1, 0, 2]) == {"cost": 3 * 3 + 1 * 4, "faults": []}
    assert judge(found["ours"], [[0, 0, 2, 2], [2, 0, 5, 2]]) == {"cost": 7.5, "faults": []}


@pytest.mark.parametrize(
    ("boxes", "fault"),
    [
        ([[0, 0, 2, 2], [2, 0, 5.1, 2]], "block 1 leaves the hall"),
        ([[0, 0, 2, 2], [1.9, 0, 4.9, 2]], "blocks 0 and 1 overlap"),
        ([[0, 0, 2, 1.9], [2, 0, 5, 2]], "block 0 has 3.8 instead of 4"),
        ([[0, 0, 0.9, 4 / 0.9], [2, 0, 5, 2]], "block 0 is 4.93827 times as long as wide"),
        ([[0, 0, 2, 2]], "2 boxes of four numbers are wanted"),
    ],
)
def test_a_layout_that_is_not_allowed_is_found_out(folder: Path, boxes: list[list[float]], fault: str) -> None:
    assert fault in judge(by_name(folder)["ours"], boxes)["faults"]


def test_plans_that_are_none_are_found_out(folder: Path) -> None:
    found = by_name(folder)
    assert judge(found["nug4"], [0, 1, 1, 3])["faults"] == ["not every slot is taken once"]
    assert judge(found["AKV-60-01"], [0, 1])["faults"] == ["not every item stands in the row once"]


@pytest.mark.timeout(300)  # the first search of a fresh checkout compiles it, on a slow processor for two minutes
def test_what_was_measured_can_be_judged_again(folder: Path) -> None:
    result = run_layout([folder], iterations=2000, only=["nug4", "ours"])
    stored = json.loads(json.dumps(result))
    assert judge_again([folder], stored)["wrong"] == 0
    assert {row["instance"]: row["hit"] for row in stored["instances"]} == {"nug4": True, "ours": True}
    assert "| slots, layout-like | 1 " in of_layout(stored)
    stored["instances"][0]["layout"].reverse()
    stored["instances"][0]["cost"] = 1.0
    judged = judge_again([folder], stored)
    assert judged["wrong"] == 1
    assert "differ" in of_judged(judged)


def test_problems_made_up_are_the_same_every_time_and_sound() -> None:
    found = {one.name: one for one in made()}
    assert {one.family for one in found.values()} == {"slots", "rows", "blocks"}
    assert [one.numbers for one in made()] == [one.numbers for one in found.values()]
    grid, hall = found["grid49"].numbers, found["hall30"].numbers
    assert all(row[i] == 0 for i, row in enumerate(grid["flow"]))
    assert grid["distance"][0][48] == 12
    assert sum(hall["areas"]) == pytest.approx(0.8 * hall["width"] * hall["height"])


def test_the_search_is_compared_with_scipy(folder: Path) -> None:
    numbers: dict[str, Any] = by_name(folder)["nug4"].numbers
    for method in METHODS:
        cost, starts = _starts(numbers["flow"], numbers["distance"], method, Budget(0.05), (0, 0))
        assert starts > 0
        assert cost >= 28 - 8


def test_best_known_costs_name_their_limits() -> None:
    assert all(way.keys() & {"aspect", "side"} for way in best_known()["blocks"].values())


def test_the_stored_plans_of_qaplib_cost_what_the_table_says(shared_data: Path) -> None:
    for one in read_instances(shared_data / "qaplib"):
        values = (shared_data / "qaplib" / f"{one.name}.sln").read_text().split()
        place = [int(value) - 1 for value in values[2:]]
        back = sorted(range(len(place)), key=place.__getitem__)
        assert one.best == min(judge(one, place)["cost"], judge(one, back)["cost"])
