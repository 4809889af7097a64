"""The back-test of ranked causes: what is learnt from, and how hits, calibration and coverage are counted."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from plant_copilot.errors import WrongUse
from plant_evals.baselines.causes import given_item, majority
from plant_evals.rca import run_rca
from plant_evals.rca_cases import divided, read_cases
from plant_evals.rca_figures import figures
from plant_evals.rca_years import of_years, run_years
from plant_tools.rca.case import Symptoms


def lines(file: Path, *rows: dict[str, object]) -> Path:
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return file


def row(number: int, split: str, year: int) -> dict[str, object]:
    seen = {"item": "ab"[number % 2], "n": number}
    cause = "xy"[number % 2]
    return {"id": number, "year": year, "split": split, "symptoms": seen, "narrative_masked": "hot", "cause": cause}


def test_nothing_later_than_the_test_split_is_learnt_from(tmp_path: Path) -> None:
    file = lines(tmp_path / "c.jsonl", row(1, "train", 2001), row(2, "dev", 2002), row(3, "test", 2003))
    past, tested = divided(read_cases([file]), "dev", text=False)
    assert ([case.id for case in past], [case.id for case in tested]) == (["1"], ["2"])
    assert (past[0].symptoms.text, divided(read_cases([file]), "test", text=True)[0][0].symptoms.text) == (None, "hot")


def test_what_is_no_case_is_named_by_its_line(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="line 2: not a case"):
        read_cases([lines(tmp_path / "c.jsonl", row(1, "train", 2001), {"id": 2})])
    with pytest.raises(WrongUse, match="No case is of the split 'test'"):
        divided(read_cases([lines(tmp_path / "d.jsonl", row(1, "train", 2001))]), "test", text=False)


def test_figures_count_ranks_coverage_and_causes_never_seen() -> None:
    p = np.array([[0.9, 0.1], [0.6, 0.4], [0.3, 0.7], [0.8, 0.2]], np.float32)
    told = figures(p, np.array([0, 1, 1, -1]))
    assert (told["hit@1"], told["hit@3"], told["mrr"]) == (0.5, 0.75, 0.625)
    assert told["hit@1_at"] == {"100": 0.5, "75": 0.667, "50": 0.5, "25": 1.0}
    assert told["ece"] == pytest.approx((0.1 + 0.6 + 0.3 + 0.8) / 4)


def test_plain_ways_count_frequencies() -> None:
    past, y = [Symptoms({"item": value}) for value in "aaab"], np.array([0, 0, 1, 1])
    assert majority(past, y, 2)(past[:1]).tolist() == [[0.5, 0.5]]
    assert given_item(past, y, 2, "item")([Symptoms({"item": "a"})])[0] == pytest.approx([0.625, 0.375])


def test_a_back_test_finds_what_the_symptom_says(tmp_path: Path) -> None:
    rows = [row(n, "train" if n < 60 else "test", 2000 + n // 10) for n in range(80)]
    past, tested = divided(read_cases([lines(tmp_path / "c.jsonl", *rows)]), "test", text=False)
    result = run_rca(past, tested, None, lambda _: None)
    assert (result["n"], result["hit@1"], result["baselines"]["majority"]["hit@1"]) == (20, 1.0, 0.5)
    assert result["choices"]["item"] == "item"


def test_years_are_ranked_each_from_those_before_it(tmp_path: Path) -> None:
    rows = [row(n, "train", 2000 + n // 20) for n in range(80)]
    told = run_years(read_cases([lines(tmp_path / "c.jsonl", *rows)]), 2, None, lambda _: None, text=False)
    assert (list(told["n"].items()), told["together"]["ours"]["hit@1"]) == ([("2002", 20), ("2003", 20)], 1.0)
    assert "2003 hit@1" in of_years(told)
    with pytest.raises(WrongUse, match="all of one year"):
        run_years(rows[:20], 2, None, lambda _: None, text=False)


def test_few_cases_show_an_error_of_calibration_where_nothing_is_wrong() -> None:
    p = np.tile(np.array([0.501, 0.499], np.float32), (20, 1))
    assert 0.05 < figures(p, np.arange(20) % 2)["ece_by_chance"] < 0.13
