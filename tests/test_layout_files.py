from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from plant_evals.layout_drawings import run_drawings
from plant_tools.layout.against import loosened, shorter_aisles
from plant_tools.layout.drawing.svg import svg
from plant_tools.layout.errors import LayoutUnreadable
from plant_tools.layout.importing.files import read_file
from plant_tools.layout.importing.workbook import read_workbook, written
from plant_tools.layout.reading import project_of
from plant_tools.layout.sample import SAMPLE


def test_the_workbook_that_is_written_is_read_as_the_same_plant() -> None:
    assert read_workbook(written(SAMPLE), "plant.xlsx") == project_of(SAMPLE)


def test_a_wrong_cell_is_named_by_sheet_and_row() -> None:
    book = load_workbook(BytesIO(written(SAMPLE)))
    book["Doors"]["C3"] = None
    out = BytesIO()
    book.save(out)
    with pytest.raises(LayoutUnreadable, match="sheet Doors, row 3: x is missing"):
        read_workbook(out.getvalue(), "plant.xlsx")


@pytest.mark.parametrize(("name", "told"), [("a.json", "not JSON"), ("a.xlsx", "no workbook"), ("a.dxf", "no DXF")])
def test_a_broken_file_is_refused_in_one_line(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / name).write_bytes(b"{ nothing of the kind")
    with pytest.raises(LayoutUnreadable, match=told):
        read_file(tmp_path / name)


def test_machines_are_found_in_drawings_of_all_kinds_and_ours_pass_their_audit() -> None:
    told = run_drawings(print, drawings=6)
    assert told["recognised"] == told["machines"] > 50
    assert (told["strange"], told["audit_errors"]) == (0, 0)
    assert told["written_and_read_again"] == told["machines"]


def test_closeness_that_gets_worse_and_shorter_aisles_elsewhere_are_told() -> None:
    def rated(score: float, aisles: float) -> dict[str, object]:
        flow = {"aisle_money": aisles, "without_aisle": []}
        return {"evaluation": {"closeness": {"score": score, "violated": []}, "flow": flow}}

    told = rated(40.0, 12.0) | {"today": rated(60.0, 30.0), "alternatives": [rated(50.0, 13.0), rated(50.0, 11.0)]}
    assert loosened(told) == (40.0, 60.0)
    assert shorter_aisles(told) == (2, 11.0, 12.0)
    assert loosened(told | rated(60.0, 12.0)) is None
    assert shorter_aisles(told | rated(40.0, 11.0)) is None


def test_a_door_at_the_right_wall_is_named_inside_the_sheet() -> None:
    plan = svg(project_of(SAMPLE), (), flows=False)
    assert re.search(r'<text x="9\d\d\.\d" [^>]*text-anchor="end">goods-out</text>', plan)
