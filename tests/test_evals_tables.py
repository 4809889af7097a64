"""Cells of tables are compared with those that are seen on the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from papers import Sheet, write_pdf
from plant_copilot.errors import WrongUse
from plant_evals.casebook import OURS
from plant_evals.tables import BAR, read_tables, run_tables

CASE = {"id": "a", "file": "a.pdf", "page": 1, "columns": ["Part", "Torque"], "rows": [["Cover", "9 Nm"]]}


def folder_with_a_table(folder: Path) -> Path:
    cells = [(80.0, 110.0, "Part"), (200.0, 110.0, "Torque"), (80.0, 130.0, "Cover"), (200.0, 130.0, "9 Nm")]
    write_pdf(folder / "a.pdf", Sheet(cells, [(72.0, 400.0, y) for y in (98.0, 116.0, 136.0)]))
    return folder


def test_cells_that_are_the_same_are_right(tmp_path: Path) -> None:
    result = run_tables([CASE], folder_with_a_table(tmp_path))
    assert (result["right"], result["of"], result["tables"][0]["wrong"]) == (4, 4, [])


def test_other_missing_and_further_cells_are_wrong(tmp_path: Path) -> None:
    case = CASE | {"columns": ["Part"], "rows": [["Lid", "9 Nm"], ["Foot", "5 Nm"]]}
    result = run_tables([case], folder_with_a_table(tmp_path))
    assert (result["right"], result["of"]) == (2, 6)


def test_a_file_that_is_not_there_is_skipped_with_the_reason(tmp_path: Path) -> None:
    result = run_tables([CASE], tmp_path)
    assert result["tables"] == []
    assert "a.pdf" in result["skipped"][0]["reason"]


def test_a_line_that_is_no_case_is_named(tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").write_text(json.dumps({"id": "a", "file": "a.pdf"}), encoding="utf-8")
    with pytest.raises(WrongUse, match=r"line 1 lacks columns, page, rows"):
        read_tables(tmp_path / "cases.jsonl")


def test_the_tables_of_the_sample_plant_are_found_as_a_person_sees_them(tmp_path: Path) -> None:
    result = run_tables(read_tables(OURS / "tables.jsonl"), tmp_path)
    assert len(result["tables"]) >= 13
    assert result["halves"]["held out"]["share"] >= BAR
