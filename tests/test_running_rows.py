"""Rows of a table that is printed on many pages are text, though they stand where running lines do."""

from __future__ import annotations

from pathlib import Path

from papers import Sheet, pages_of, write_pdf

HEADER, FOOTER = (72.0, 30.0, "Spare parts list"), (280.0, 825.0, "Page 1")


def row(y: float, *cells: str) -> list[tuple[float, float, str]]:
    return [(72 + 160.0 * column, y, cell) for column, cell in enumerate(cells)]


def printed_sheet(folder: Path, *, ruled: bool) -> Path:
    """A spreadsheet printed on five pages: titles and the same kind of row at the top and bottom of each."""
    sheets = []
    for number in range(5):
        cells = row(70, "Part", "Size", "Stock")
        for line in range(45):
            cells += row(86 + 16 * line, f"Bolt {100 * number + line}", f"M{line % 9 + 4}", "on stock")
        rules = [(66.0, 520.0, 58.0 + 16 * line) for line in range(47)] if ruled else []
        sheets.append(Sheet([HEADER, *cells, FOOTER], rules))
    return write_pdf(folder / "sheet.pdf", *sheets)


def test_the_rows_at_the_edges_of_each_page_are_kept(tmp_path: Path) -> None:
    for ruled in (True, False):
        for number, page in enumerate(pages_of(printed_sheet(tmp_path, ruled=ruled))):
            texts = [line.text for line in page.lines]
            assert (texts[0], texts[3], texts[-3]) == ("Part", f"Bolt {100 * number}", f"Bolt {100 * number + 44}")
            assert [line.text for line in page.furniture] == ["Spare parts list", "Page 1"]
            assert len(page.rows) == 46


def test_a_boxed_header_is_still_no_text(tmp_path: Path) -> None:
    head = [*row(40, "SOP-017", "Rev. C"), *row(56, "Film change", "Page 3")]
    sheets = [
        Sheet([*head, (72, 300, f"Step {n}: open valve V{n}.")], [(66, 400, y) for y in (28, 44, 60)]) for n in range(6)
    ]
    for page in pages_of(write_pdf(tmp_path / "sop.pdf", *sheets)):
        assert len(page.lines) == 1
        assert len(page.furniture) == 4
