"""What answers while the ranking learns, what it keeps, and when it learns anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from databases import shelf_of
from plant_tools.rca import shelf
from plant_tools.rca.case import PastCase, Symptoms
from plant_tools.rca.desk import RankingDesk
from plant_tools.rca.ranker import Ranker
from plant_tools.rca.splitting import Level, Table, splits
from plant_tools.records.door import RecordsDoor
from plant_tools.records.load import load
from records_files import write_csv
from upkeep import ALL

HEADINGS = ("order", "asset", "type", "description", "cause code", "reported")
TOLD = (("the seal leaks", "WEAR"), ("the motor is hot", "DIRT"), ("the label jams", "SETUP"))


def cases(size: int) -> list[PastCase]:
    told = [TOLD[n % 3] for n in range(size)]
    return [
        PastCase(str(n), Symptoms({"s": f"v{n % 3}"}, f"{text} {n % 4}", f"P-{n % 2}"), cause, float(n))
        for n, (text, cause) in enumerate(told)
    ]


@pytest.fixture
def door(tmp_path: Path) -> Iterator[RecordsDoor]:
    opened = RecordsDoor(shelf_of(tmp_path))
    load_orders(opened, tmp_path, 60)
    yield opened
    opened.close()


def load_orders(door: RecordsDoor, folder: Path, size: int) -> None:
    rows = [(f"W{n}", "P-1", "CM", TOLD[n % 3][0], TOLD[n % 3][1], f"2024-0{1 + n % 9}-11") for n in range(size)]
    load(door(), write_csv(folder / "orders.csv", rows, HEADINGS))


def test_before_anything_is_learnt_log_lifts_of_symptoms_and_words_rank() -> None:
    ranker = Ranker(cases(60), learns=False)
    ranking = ranker.rank(Symptoms(text="motor hot"))
    assert (ranking.basis, ranking.candidates[0].cause) == ("lifts", "DIRT")
    assert [notice.code for notice in ranking.notices][:1] == ["still_learning"]
    assert sum(p for _, p in ranking.distribution) == pytest.approx(1, abs=1e-3)
    ranker.learn()
    assert ranker.rank(Symptoms(text="motor hot")).basis == "evidence"


def test_few_cases_are_not_learnt_from_however_long_one_waits() -> None:
    ranker = Ranker(cases(20), learns=False)
    assert ranker.learn() is None
    assert ranker.rank(Symptoms(text="motor hot")).basis == "prior"


def test_what_was_learnt_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    first, second = Ranker(cases(60)), Ranker(cases(60), learns=False)
    assert first.learnt
    shelf.put(tmp_path / "1.npz", first.learnt, "print")
    second.learnt = shelf.take(tmp_path / "1.npz", "print")
    assert second.learnt
    second.learnt.features.embed_with(None)
    asked = Symptoms({"s": "v1"}, "the motor is hot", "P-1")
    assert second.rank(asked) == first.rank(asked)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"no archive at all"])
def test_a_file_that_is_damaged_or_of_other_cases_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "1.npz").write_bytes(content)
    assert shelf.take(tmp_path / "1.npz", "print") is None
    learnt = Ranker(cases(60)).learnt
    assert learnt
    shelf.put(tmp_path / "1.npz", learnt, "print")
    assert shelf.take(tmp_path / "1.npz", "another print") is None
    assert shelf.take(tmp_path / "none.npz", "print") is None


def test_a_second_desk_takes_what_the_first_has_learnt(door: RecordsDoor, tmp_path: Path) -> None:
    told: list[str] = []
    first = RankingDesk(door, None, tmp_path / "rankings").fitted(ALL, patience=None, tell=told.append)
    second = RankingDesk(door, None, tmp_path / "rankings").fitted(ALL, patience=None)
    assert (first.ranker.basis, second.ranker.basis) == ("evidence", "evidence")
    assert second.stage == ""
    asked = Symptoms(text="the label jams")
    assert second.ranker.rank(asked) == first.ranker.rank(asked)


def test_new_orders_are_learnt_from_anew(door: RecordsDoor, tmp_path: Path) -> None:
    desk = RankingDesk(door, None, tmp_path / "rankings")
    before = desk.fitted(ALL, patience=None)
    assert desk.fitted(ALL, patience=None) is before
    load_orders(door, tmp_path, 63)
    assert len(desk.fitted(ALL, patience=None).ranker.cases) == 63


def test_the_split_that_parts_the_classes_is_chosen_whatever_the_column_holds() -> None:
    draw = np.random.default_rng(0)
    y = np.arange(40) % 2
    noise = draw.integers(0, 2, (40, 2)).astype(np.float32)
    for column in (y.astype(np.float32), y + draw.random(40) * 0.5):
        table = Table(np.column_stack([noise, column]).astype(np.float32))
        level = Level.of(np.arange(40), np.zeros(40, np.int64), y, 2, 1)
        made = splits(table, level, 8, 3, np.random.default_rng(1))
        assert made.column.tolist() == [2]
