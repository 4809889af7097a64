"""Word, Excel and PowerPoint files become pages that keep headings, numbers, rows and titles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from openpyxl import Workbook
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from offices import cell, paragraph, table, write_word
from papers import cut, pages_of
from plant_knowledge_ingest.passage import Passage
from plant_knowledge_ingest.readers.displayed import displayed
from plant_knowledge_ingest.readers.rendition import rendition


def pdf_of(path: Path) -> Path:
    """Return the rendition of a file."""
    pdf = path.with_suffix(".rendition.pdf")
    pdf.write_bytes(rendition(path))
    return pdf


def lines_of(path: Path) -> list[str]:
    return [line.text for page in pages_of(pdf_of(path)) for line in page.lines]


def rows_of(passages: list[Passage]) -> list[dict[str, str]]:
    """Return the table rows that have titles, by title."""
    return [
        {title: p.text[a:b] for title, (a, b) in zip(span.columns, span.cells, strict=True)}
        for p in passages
        for span in p.spans
        if span.columns
    ]


def workbook(path: Path, rows: Sequence[Any], title: str = "Spare parts", *merged: str) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(path)
    return path


def test_headings_of_word_become_the_outline_with_the_numbers_that_word_counts(tmp_path: Path) -> None:
    body = paragraph("Pump P-101", "Own") + paragraph("Seal", "H2") + paragraph("text") + paragraph("Motor", "H2")
    with pymupdf.open(pdf_of(write_word(tmp_path / "a.docx", body))) as pdf:
        assert pdf.get_toc() == [[1, "Pump P-101", 1], [2, "4.1 Seal", 1], [2, "4.2 Motor", 1]]


def test_steps_keep_their_numbers_past_what_stands_between(tmp_path: Path) -> None:
    steps = paragraph("Stop", number=1) + paragraph("Lock", number=1) + paragraph("at Q1", number=1, depth=1)
    body = steps + paragraph("Note: wait.") + paragraph("Open", number=1) + paragraph("new seal", number=3)
    assert lines_of(write_word(tmp_path / "a.docx", body)) == [
        *("1. Stop", "2. Lock", "a) at Q1", "Note: wait.", "3. Open", "• new seal"),
    ]


def test_a_table_of_word_is_read_by_its_titles_its_merged_cells_in_each_row(tmp_path: Path) -> None:
    begin, on, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    body = table(
        cell("Part", begin) + cell("Torque", wide),
        cell("", on) + cell("cold") + cell("hot"),
        cell("Flange", begin) + cell("21 Nm") + cell("19 Nm"),
        cell("", on) + cell("24 Nm") + cell("22 Nm"),
    )
    assert rows_of(cut(pdf_of(write_word(tmp_path / "a.docx", body)))) == [
        {"Part": "Flange", "Torque > cold": "21 Nm", "Torque > hot": "19 Nm"},
        {"Part": "Flange", "Torque > cold": "24 Nm", "Torque > hot": "22 Nm"},
    ]


def test_inserted_text_boxes_and_footnotes_are_read_and_deleted_text_is_not(tmp_path: Path) -> None:
    box = "<w:r><w:pict><w:txbxContent>" + paragraph("Wear gloves.") + "</w:txbxContent></w:pict></w:r>"
    run = "<w:r><w:t>{}</w:t></w:r>"
    changed = f"<w:ins>{run.format('21 Nm')}</w:ins><w:del><w:r><w:delText>12 Nm</w:delText></w:r></w:del>"
    body = f'<w:p>{changed}<w:r><w:footnoteReference w:id="2"/></w:r>{box}</w:p>'
    note = f'<w:footnote w:id="2">{paragraph("Dry thread.")}</w:footnote>'
    document = write_word(tmp_path / "a.docx", body, footnotes=note)
    assert lines_of(document) == ["21 Nm[2]", "Wear gloves.", "[2] Dry thread."]


def test_a_sheet_is_a_heading_and_its_rows_have_their_numbers_and_titles(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["Part", "Order no."], ["Bearing", "6205"], ["Seal", "AX-7"]])
    passages = cut(pdf_of(path))
    assert [(p.headings, p.printed_page) for p in passages] == [(("Spare parts",), "Spare parts")]
    assert rows_of(passages) == [
        {"#": "2", "Part": "Bearing", "Order no.": "6205"},
        {"#": "3", "Part": "Seal", "Order no.": "AX-7"},
    ]
    assert "A1:B3" in passages[0].text


def test_an_empty_cell_leaves_the_others_under_their_titles(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", [["Part", "Maker", "Torque"], ["Cover", None, "9 Nm"], ["Foot", "KSB", "40 Nm"]]
    )
    assert rows_of(cut(pdf_of(path)))[0] == {"#": "2", "Part": "Cover", "Maker": "", "Torque": "9 Nm"}


def test_titles_merged_over_columns_are_joined_with_those_below(tmp_path: Path) -> None:
    rows = [["Part", "Limit", None], [None, "low", "high"], ["Bearing", 10, 90], ["Seal", 5, 70]]
    path = workbook(tmp_path / "a.xlsx", rows, "Limits", "A1:A2", "B1:C1")
    assert rows_of(cut(pdf_of(path)))[1] == {"#": "4", "Part": "Seal", "Limit > low": "5", "Limit > high": "70"}


def test_a_title_above_a_table_and_an_empty_row_between_two_are_seen(tmp_path: Path) -> None:
    rows = [["Bolts"], ["Size", "Torque"], ["M8", "25 Nm"], [], ["Nuts"], ["Size", "Torque"], ["M10", "49 Nm"]]
    with pymupdf.open(pdf_of(workbook(tmp_path / "a.xlsx", rows, "Joints"))) as pdf:
        assert [(level, title) for level, title, _ in pdf.get_toc()] == [(1, "Joints"), (2, "Bolts"), (2, "Nuts")]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (0.1 + 0.2, "General", "0.3"),
        (1234.5, "#,##0.00", "1,234.50"),
        (0.125, "0.0%", "12.5%"),
        (9.5, '0.0" bar"', "9.5 bar"),
        (-3, "0;[Red]-0", "-3"),
        (12.5, '[$€-407] #,##0.00;"(";', "€ 12.50"),
        (0.00012, "0.0E+00", "1.2E-04"),
        (4711, '"PN-"0', "PN-4711"),
        (True, "General", "TRUE"),
        (datetime(2025, 3, 1), "dd.mm.yyyy", "2025-03-01"),  # noqa: DTZ001 - cells know no zone
        (datetime(2025, 3, 1, 6, 30), "dd.mm. hh:mm", "2025-03-01 06:30:00"),  # noqa: DTZ001
        (date(2025, 3, 1), "yyyy", "2025-03-01"),
        (None, "0.0", ""),
    ],
)
def test_a_value_is_shown_as_its_format_says(value: Any, form: str, shown: str) -> None:
    assert displayed(value, form) == shown


def test_a_sheet_of_two_hundred_columns_is_printed_in_strips_with_its_first_column(tmp_path: Path) -> None:
    titles = ["Tag", *(f"par{'abcdefghij'[n // 20]}{'abcdefghijklmnopqrst'[n % 20]}" for n in range(199))]
    path = workbook(tmp_path / "a.xlsx", [titles, *([f"P-{r}", *range(r, r + 199)] for r in range(101, 104))])
    rows = rows_of(cut(pdf_of(path)))
    assert {"#": "3", "Tag": "P-102", "parjs": "300"}.items() <= next(
        r for r in rows if "parjs" in r and r["#"] == "3"
    ).items()


def test_a_long_sheet_keeps_its_titles_on_every_page(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["Part", "Place"], *([f"Bolt {n}", f"Bin {n}"] for n in range(2, 302))])
    rows = rows_of(cut(pdf_of(path)))
    assert [row["Part"] for row in rows] == [f"Bolt {n}" for n in range(2, 302)]
    assert rows[250] == {"#": "252", "Part": "Bolt 252", "Place": "Bin 252"}


def test_hidden_and_empty_sheets_are_left_out(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("Secret").append(["wages"])
    book["Secret"].sheet_state = "hidden"
    book.create_sheet("Oils").append(["CLP 220"])
    book.save(tmp_path / "a.xlsx")
    assert lines_of(tmp_path / "a.xlsx") == ["Oils", "CLP 220"]


def test_a_slide_is_a_page_with_its_title_text_table_chart_and_notes(tmp_path: Path) -> None:
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "Cover"
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Lubrication"
    slide.placeholders[1].text = "Stop first\nThen grease"
    grid = slide.shapes.add_table(2, 2, Inches(1), Inches(4), Inches(4), Inches(1)).table
    for (row, column), text in {(0, 0): "Oil", (0, 1): "Litres", (1, 0): "CLP 220", (1, 1): "2.5"}.items():
        grid.cell(row, column).text = text
    slide.notes_slide.notes_text_frame.text = "Ask Lindner."
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["May", "June"]
    data.add_series("Stops", (3, 7))  # type: ignore[no-untyped-call]
    slide.shapes.add_chart(XL_CHART_TYPE.LINE, Inches(1), Inches(6), Inches(4), Inches(1), data)
    deck.save(str(tmp_path / "a.pptx"))
    passages = cut(pdf_of(tmp_path / "a.pptx"))
    assert {p.printed_page for p in passages} == {"1", "2"}
    assert {"Oil": "CLP 220", "Litres": "2.5"} in rows_of(passages)
    words = " ".join(p.text.replace("\n", " ") for p in passages if p.printed_page == "2")
    assert all(said in words for said in ("Lubrication", "• Then grease", "June 7", "Notes Ask Lindner."))


def test_plain_text_keeps_its_lines_and_what_is_underlined_is_a_heading(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(
        "Übergabe\r\n========\r\n\r\nPumpe P-101 steht.\r\nDichtung leckt.\r\n".encode("cp1252")
    )
    pdf = pdf_of(tmp_path / "a.txt")
    assert [line.text for line in pages_of(pdf)[0].lines] == ["Übergabe", "Pumpe P-101 steht.", "Dichtung leckt."]
    with pymupdf.open(pdf) as document:
        assert document.get_toc() == [[1, "Übergabe", 1]]


def test_rendering_an_office_file_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["Part", "Place"], ["Bolt", "Bin"]])
    assert rendition(path) == rendition(path)


@pytest.mark.slow
def test_a_sheet_of_ten_thousand_rows_is_read_to_its_last_row_with_titles_on_each_page(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Part", "Stock"])
    for number in range(10_000):
        sheet.append([f"P-{number:05}", number % 7])
    book.save(tmp_path / "stock.xlsx")
    (tmp_path / "shown.pdf").write_bytes(rendition(tmp_path / "stock.xlsx"))
    last = pages_of(tmp_path / "shown.pdf")[-1]
    cells = [[" ".join(last.lines[i].text for i in cell) for cell in row.cells] for row in last.rows]
    assert cells[-1] == ["10001", "P-09999", str(9_999 % 7)]
    assert last.rows[-1].columns == ("#", "Part", "Stock")
