"""Files that are kept under numbers: none is written over, none is half there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from plant_knowledge_ingest.errors import LibraryWriteFailed, PlantError
from plant_tools.numbered import NumberedFiles


class UnknownPlan(PlantError):
    """No plan of that number is kept."""


def plans(folder: Path) -> NumberedFiles:
    return NumberedFiles(folder / "plans", "plan", unknown=UnknownPlan, remedy="Make one.")


def test_what_is_kept_is_read_again_by_its_number_and_the_latest_by_none(tmp_path: Path) -> None:
    kept = plans(tmp_path)
    assert kept.keep({"at": (1, 2)}) == {"number": 1, "file": "plan-1.json", "at": [1, 2]}
    kept.keep({"at": []})
    assert kept.read(1)["at"] == [1, 2]
    assert kept.read()["number"] == 2
    assert [one["number"] for one in kept.all()] == [2, 1]


def test_many_at_once_take_a_number_each_and_leave_nothing_else_behind(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        kept = list(threads.map(lambda n: plans(tmp_path).keep({"n": n}), range(40)))
    assert sorted(one["number"] for one in kept) == list(range(1, 41))
    assert {plans(tmp_path).read(one["number"])["n"] for one in kept} == set(range(40))
    assert len(list((tmp_path / "plans").iterdir())) == 40


@pytest.mark.parametrize("number", [0, 7])
def test_an_empty_folder_says_how_the_first_is_made(tmp_path: Path, number: int) -> None:
    with pytest.raises(UnknownPlan, match=r"^No plan is kept\. Make one\.$"):
        plans(tmp_path).read(number)


@pytest.mark.parametrize("damage", ["", '{"number"'])
def test_a_number_that_is_not_there_or_damaged_is_unknown(tmp_path: Path, damage: str) -> None:
    kept = plans(tmp_path)
    kept.keep({})
    if damage:
        (tmp_path / "plans" / "plan-2.json").write_text(damage)
    with pytest.raises(UnknownPlan, match=r"^There is no plan 2\. There are 1"):
        kept.read(2)


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "plans").write_text("a file")
    with pytest.raises(LibraryWriteFailed, match="plans"):
        plans(tmp_path).keep({})
