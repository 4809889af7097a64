"""Table rows are told from printed lines and ruling lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from papers import Sheet, cut, line, pages_of, spans_of, write_pdf
from plant_knowledge_ingest.readers.page import Line, Page
from plant_knowledge_ingest.readers.rules import Strokes
from plant_knowledge_ingest.readers.tables import tabulated

HEADER = [(80.0, 110.0, "Part"), (200.0, 110.0, "Thread"), (320.0, 110.0, "Torque")]


def rows_of(page: Page) -> list[list[str]]:
    return [[page.lines[i].text for i in row.lines] for row in page.rows]


def rows_among(lines: list[Line], apart: tuple[int, ...] = ()) -> list[range]:
    return [row.lines for row in tabulated(lines, apart, Strokes, lambda: lambda _: False).rows]


def drawn(folder: Path, sheet: Sheet) -> Page:
    (page,) = pages_of(write_pdf(folder / "table.pdf", sheet))
    return page


def test_a_ruled_grid_has_a_row_between_two_rules(tmp_path: Path) -> None:
    cells = [(80.0, 130.0, "Flange"), (80.0, 142.0, "screws"), (200.0, 130.0, "M8"), (320.0, 130.0, "21 Nm")]
    below = [(80.0, 162.0, "Cover"), (200.0, 162.0, "M6"), (320.0, 162.0, "9 Nm")]
    rules = [(72.0, 400.0, y) for y in (98.0, 116.0, 148.0, 168.0)]
    page = drawn(tmp_path, Sheet([*HEADER, *cells, *below], rules))
    assert rows_of(page) == [["Part", "Thread", "Torque"], ["Flange", "screws", "M8", "21 Nm"], ["Cover", "M6", "9 Nm"]]


def test_a_rule_drawn_cell_by_cell_is_one_rule(tmp_path: Path) -> None:
    body = [(80.0, 130.0, "Cover"), (200.0, 130.0, "M6"), (320.0, 130.0, "9 Nm")]
    pieces = [(x, x + 110, y) for y in (98.0, 116.0, 136.0) for x in (72.0, 182.0, 292.0)]
    assert rows_of(drawn(tmp_path, Sheet([*HEADER, *body], pieces))) == [
        ["Part", "Thread", "Torque"],
        ["Cover", "M6", "9 Nm"],
    ]


def test_a_table_with_rules_around_its_body_only_has_a_row_at_each_line_on_the_left(tmp_path: Path) -> None:
    body = [
        [(80.0, y, part), (200.0, y, thread), (320.0, y, torque)]
        for y, part, thread, torque in ((130.0, "Flange", "M8", "21 Nm"), (150.0, "Cover", "M6", "9 Nm"))
    ]
    rules = [(72.0, 400.0, y) for y in (98.0, 116.0, 170.0)]
    page = drawn(tmp_path, Sheet([*HEADER, *body[0], *body[1]], rules))
    assert rows_of(page) == [["Part", "Thread", "Torque"], ["Flange", "M8", "21 Nm"], ["Cover", "M6", "9 Nm"]]


def test_centred_cells_belong_to_their_row(tmp_path: Path) -> None:
    cells = [(80.0, 130.0, "E0451"), (200.0, 124.0, "Film reel"), (200.0, 136.0, "is empty"), (320.0, 130.0, "Fill")]
    below = [(80.0, 160.0, "E0452"), (200.0, 160.0, "Door open"), (320.0, 160.0, "Close")]
    rules = [(72.0, 400.0, y) for y in (98.0, 116.0, 146.0, 168.0)]
    page = drawn(tmp_path, Sheet([*HEADER, *cells, *below], rules))
    assert [sorted(row) for row in rows_of(page)[1:]] == [
        ["E0451", "Fill", "Film reel", "is empty"],
        ["Close", "Door open", "E0452"],
    ]


def test_without_rules_lines_on_one_height_are_a_row() -> None:
    lines = [line("Torque", 72, 100), line("21 Nm", 300, 100), line("Gap", 72, 120), line("0.5 mm", 300, 120)]
    assert rows_among(lines) == [range(2), range(2, 4)]


def test_prose_has_no_rows_and_its_rules_are_not_looked_for() -> None:
    lines = [line("Close the valve", 72, 100), line("and wait.", 72, 112)]
    asked: list[Strokes] = []

    def strokes() -> Strokes:
        asked.append(Strokes())
        return asked[-1]

    assert tabulated(lines, (), strokes, lambda: lambda _: False).rows == ()
    assert asked == []


def test_a_heading_beside_its_number_is_no_row() -> None:
    lines = [line("5.2", 72, 100), line("Logic", 120, 100), line("Text", 72, 120)]
    assert rows_among(lines, (0, 1)) == []


def test_a_framed_paragraph_is_no_table(tmp_path: Path) -> None:
    prose = [(80.0, 110.0, "WARNING"), (80.0, 130.0, "Hot surfaces."), (80.0, 142.0, "Let them cool.")]
    page = drawn(tmp_path, Sheet(prose, [(72.0, 400.0, y) for y in (98.0, 116.0, 150.0)]))
    assert page.rows == ()


def test_the_cells_of_a_row_stand_under_the_titles_of_their_columns(tmp_path: Path) -> None:
    body = [(80.0, 130.0, "Flange"), (80.0, 142.0, "screws"), (200.0, 130.0, "M8"), (320.0, 130.0, "21 Nm")]
    rules = [(72.0, 400.0, y) for y in (98.0, 116.0, 148.0)]
    (passage,) = cut(write_pdf(tmp_path / "table.pdf", Sheet([*HEADER, *body], rules)))
    _, row = passage.spans
    assert row.columns == ("Part", "Thread", "Torque")
    assert [passage.text[start:end] for start, end in row.cells] == ["Flange\nscrews", "M8", "21 Nm"]


def test_a_first_row_with_figures_is_no_row_of_titles(tmp_path: Path) -> None:
    body = [(80.0, 130.0, "Gap"), (200.0, 130.0, "0.5 mm"), (80.0, 150.0, "Torque"), (200.0, 150.0, "21 Nm")]
    (passage,) = cut(write_pdf(tmp_path / "table.pdf", Sheet(body)))
    assert spans_of(passage) == ["Gap\n0.5 mm", "Torque\n21 Nm"]
    assert [span.columns for span in passage.spans] == [(), ()]


def test_two_tables_do_not_share_their_titles(tmp_path: Path) -> None:
    titled = [(80.0, 110.0, "Part"), (200.0, 110.0, "Torque"), (80.0, 130.0, "Cover"), (200.0, 130.0, "9 Nm")]
    other = [(80.0, 160.0, "Only for trained staff."), (80.0, 190.0, "Gap"), (200.0, 190.0, "0.5 mm")]
    (passage,) = cut(write_pdf(tmp_path / "table.pdf", Sheet([*titled, *other])))
    assert [span.columns for span in passage.spans] == [(), ("Part", "Torque"), (), ()]


@pytest.mark.parametrize(("font", "rows"), [("cour", 0), ("helv", 3)])
def test_a_listing_in_letters_of_one_width_is_no_table(tmp_path: Path, font: str, rows: int) -> None:
    code = (
        [(72, "setp pid.0.Pgain"), (300, "140200")],
        [(72, "setp pid.0.Igain"), (300, "988")],
        [(72, "net x"), (300, "32")],
    )
    sheet = Sheet([(x, 100 + 14 * n, text) for n, line in enumerate(code) for x, text in line], font=font)
    assert len(pages_of(write_pdf(tmp_path / "a.pdf", sheet))[0].rows) == rows
