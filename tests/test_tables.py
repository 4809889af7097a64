"""Ruled tables: merged cells, titles of several levels, units, and tables that go on over the page."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from papers import cut, pages_of
from plant_knowledge_ingest.passage import Passage
from plant_knowledge_ingest.readers.titles import unit

XS = (72.0, 192.0, 312.0, 432.0)


def ruled(
    path: Path,
    *sheets: list[tuple[float, float, str]],
    rows: int = 4,
    open_right: float = 0,
    open_below: float = 0,
    bold: int = 0,
) -> Path:
    """Draw tables of three columns, rows 20 points high from y = 100, the first ``bold`` rows of the first sheet bold.

    The first row has no stroke at x = ``open_right``, the first column none at y = ``open_below``.
    """
    with pymupdf.open() as pdf:
        for sheet in sheets:
            page = pdf.new_page()
            for height in range(100, 101 + 20 * rows, 20):
                page.draw_line((XS[1] if height == open_below else XS[0], height), (XS[-1], height))
            for x in XS:
                page.draw_line((x, 120 if x == open_right else 100), (x, 100 + 20 * rows))
            for x, y, text in sheet:
                font = "hebo" if sheet is sheets[0] and y < 100 + 20 * bold else "helv"
                page.insert_text((x, y), text, fontname=font, fontsize=9)
        pdf.save(path)
    return path


def row(number: int, *texts: str) -> list[tuple[float, float, str]]:
    return [(XS[c] + 4, 114 + 20 * number, text) for c, text in enumerate(texts) if text]


def cells(passage: Passage) -> list[list[str]]:
    return [[passage.text[start:end] for start, end in span.cells] for span in passage.spans]


def test_an_empty_cell_keeps_its_column(tmp_path: Path) -> None:
    sheet = [
        *row(0, "Joint", "Torque [Nm]", "Note"),
        *row(1, "Cover", "", "dry"),
        *row(2, "Lid", "9", ""),
        *row(3, "A", "1", "b"),
    ]
    (passage,) = cut(ruled(tmp_path / "a.pdf", sheet))
    assert cells(passage)[1:3] == [["Cover", "", "dry"], ["Lid", "9", ""]]
    assert passage.spans[1].columns == ("Joint", "Torque [Nm]", "Note")
    assert passage.spans[1].units == ("", "Nm", "")


def test_a_merged_title_stands_above_each_of_its_columns(tmp_path: Path) -> None:
    sheet = [
        *row(0, "Joint", "Limits"),
        *row(1, "", "Alarm", "Trip"),
        *row(2, "Pump", "4 bar", "5 bar"),
        *row(3, "Fan", "1 bar", "2 bar"),
    ]
    (passage,) = cut(ruled(tmp_path / "a.pdf", sheet, open_right=312.0, bold=2))
    assert passage.spans[2].columns == ("Joint", "Limits > Alarm", "Limits > Trip")
    assert cells(passage)[2] == ["Pump", "4 bar", "5 bar"]


def test_a_cell_merged_with_the_one_above_has_its_text(tmp_path: Path) -> None:
    sheet = [*row(0, "Asset", "Point", "Interval"), *row(1, "P-101", "Bearing", "250 h"), *row(2, "", "Seal", "500 h")]
    (passage,) = cut(ruled(tmp_path / "a.pdf", sheet, rows=3, open_below=140))
    assert cells(passage)[2] == ["P-101", "Seal", "500 h"]
    assert passage.text.count("P-101") == 1


def test_titles_hold_where_a_table_goes_on_over_the_page(tmp_path: Path) -> None:
    first = [
        *row(0, "Part", "Stock", "Delivery"),
        *(cell for n in (1, 2, 3) for cell in row(n, f"P-{n}", "4", "2 weeks")),
    ]
    second = [cell for n in range(4) for cell in row(n, f"P-{n + 4}", "1", "3 weeks")]
    path = ruled(tmp_path / "a.pdf", first, second, bold=1)
    (_, page) = pages_of(path)
    assert {found.columns for found in page.rows} == {("Part", "Stock", "Delivery")}


def test_a_line_that_runs_over_the_edge_of_a_cell_is_cut_there(tmp_path: Path) -> None:
    sheet = [
        (76.0, 114.0, "Joint                          Torque                         Note"),
        *row(1, "Lid", "9", "dry"),
    ]
    (page,) = pages_of(ruled(tmp_path / "a.pdf", sheet, rows=2))
    assert [len(found.cells) for found in page.rows] == [3, 3]


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Torque [Nm]", "Nm"),
        ("扭矩 (N·m)", "N·m"),
        ("Druck in bar", "bar"),
        ("Drehzahl [1/min]", "1/min"),
        ("周期（小时）", "小时"),
        ("Flow > m³/h", "m³/h"),
        ("Part (old)", ""),
        ("Notes", ""),
    ],
)
def test_a_column_title_may_name_a_unit(title: str, found: str) -> None:
    assert unit(title) == found
