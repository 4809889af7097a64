"""A step against the tables of its own manual: one value is proposed, two different ones are for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from papers import HashingEmbedder
from plant_knowledge_ingest.library import Library
from plant_tools.sop.errors import SopInvalid, SopRefused
from sop_plant import LOCAL, desk_in

MANUAL = """# Gearbox GR-12

## 4.1 Replacing the bearing

Lock out the machine.

1. Remove the cover.
2. Tighten the bearing cap screws to 28 Nm.
3. Tighten the flange nuts to 40 Nm.
4. Tighten the coupling screws.
5. Tighten the guard screws in two passes, first to 5 Nm.
6. Fit the new shaft seal NP-65-4410.
7. Fill the gearbox with gear oil.
8. Fill the reservoir with 2.5 l of hydraulic oil.

## 6 Torques

| Screw or nut | Tightening torque |
|---|---|
| Bearing cap screws | 32 Nm |
| Flange nuts | 40 Nm |
| Coupling screws | 25 Nm |
| Guard screws | 10 Nm |

## 7 Lubrication

| Point | Lubricant | Quantity |
|---|---|---|
| Gearbox | Gear oil VG 220 | 4.2 l |
| Reservoir | Hydraulic oil HLP 46 | 3.5 l |

## 8 Spare parts

| Part | Part number |
|---|---|
| Shaft seal | NP-65-4411 |
| Bearing | NP-65-1200 |
"""
SHEET = """asset: GR-12
energies:
- {name: Mains, kind: electrical, magnitude: 400 V, isolate: Q1, relieve: wait 5 min, verify: tester reads 0 V}
"""
TASK = "replacing the bearing of GR-12"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("tables")
    (folder / "GR-12.md").write_text(MANUAL, encoding="utf-8")
    library = Library(folder / "library", HashingEmbedder)
    library.ingest([folder / "GR-12.md"], described={"document": "GR-12 manual", "assets": ["GR-12"]})
    opened = desk_in(folder, library)
    opened.load_energies(SHEET, "GR-12.yaml", by="Anna")
    yield opened
    library.close()


def step_of(one: dict[str, Any], action: str) -> dict[str, Any]:
    found: dict[str, Any] = next(s for s in one["procedure"]["steps"] if s["action"].startswith(action))
    return found


def differing(one: dict[str, Any]) -> dict[str, tuple[str, str]]:
    told = (finding["facts"] for finding in one["lint"] if finding["code"] == "table_differs")
    return {facts["step"]: (facts["first"], facts["second"]) for facts in told}


@pytest.mark.parametrize(
    ("action", "first", "second"),
    [
        ("Tighten the bearing cap screws", "28 Nm", "32 Nm"),
        ("Fill the reservoir", "2.5 l", "3.5 l"),
        ("Fit the new shaft seal", "NP-65-4410", "NP-65-4411"),
    ],
)
def test_a_step_that_differs_from_its_table_is_shown_with_both(desk: Any, action: str, first: str, second: str) -> None:
    one = desk.draft(TASK, LOCAL, by="Anna")
    step = step_of(one, action)
    assert differing(one)[step["id"]] == (first, second)
    assert step["good"]["kind"] == "gap"


def test_nothing_else_differs(desk: Any) -> None:
    one = desk.draft(TASK, LOCAL, by="Anna")
    assert len(differing(one)) == 3
    assert step_of(one, "Tighten the flange nuts")["good"]["value"] == "40 Nm"
    assert step_of(one, "Tighten the guard screws")["good"]["value"] == "10 Nm"


@pytest.mark.parametrize(("action", "value"), [("Tighten the coupling screws", "25 Nm"), ("Fill the gearbox", "4.2 l")])
def test_a_value_that_only_the_table_gives_is_proposed_with_its_row(desk: Any, action: str, value: str) -> None:
    good = step_of(desk.draft(TASK, LOCAL, by="Anna"), action)["good"]
    assert (good["value"], value in good["sources"][0]["quote"]) == (value, True)


def test_a_person_decides_on_each_before_it_is_approved(desk: Any) -> None:
    one = desk.draft(TASK, LOCAL, by="Anna")
    sop = one["sop"]
    ids = {
        action: step_of(one, action)["id"] for action in ("Tighten the bearing", "Fill the res", "Fit the new shaft")
    }
    desk.submit(sop, LOCAL, by="Anna")
    with pytest.raises(SopRefused, match="28 Nm"):
        desk.approve(sop, LOCAL, by="Bert")
    desk.send_back(sop, LOCAL, by="Bert")
    with pytest.raises(SopInvalid, match=r"3 notices are 'table_differs'\. There are: notices\.table_differs\.s"):
        desk.fill(sop, "notices.table_differs", "32 Nm", LOCAL, by="Anna")
    decided = ("32 Nm", "2.5 l", "NP-65-4411")
    for step, text in zip(ids.values(), decided, strict=True):
        one = desk.fill(sop, f"notices.table_differs.{step}", text, LOCAL, by="Anna")
    assert one["lint"] == []
    steps = {step["id"]: step for step in one["procedure"]["steps"]}
    bearing, oil, seal = (steps[step] for step in ids.values())
    assert (bearing["action"], bearing["good"]["value"]) == ("Tighten the bearing cap screws to 32 Nm.", "32 Nm")
    assert "Tighten the bearing cap screws to 28 Nm." in [remark["text"] for remark in bearing["remarks"]]
    assert (oil["action"], oil["good"]["value"]) == ("Fill the reservoir with 2.5 l of hydraulic oil.", "2.5 l")
    assert seal["action"] == "Fit the new shaft seal NP-65-4411."
