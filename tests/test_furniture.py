"""Running headers, footers and contents lines are not text of the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from papers import Sheet, line, pages_of, write_pdf
from plant_knowledge_ingest.readers.furniture import Furniture

HEIGHT = 842.0


def manual(folder: Path, pages: int) -> Path:
    """A manual whose pages have a header, a page number, and text of their own."""
    sheets = [
        Sheet(
            [
                (72.0, 40.0, "FL-303 operating manual"),
                (72.0, 300.0, f"Step {n} of this task"),
                (280.0, 820.0, f"Page {n}"),
            ]
        )
        for n in range(1, pages + 1)
    ]
    return write_pdf(folder / "manual.pdf", *sheets)


def test_what_stands_on_every_page_at_one_height_is_furniture(tmp_path: Path) -> None:
    for number, page in enumerate(pages_of(manual(tmp_path, 6)), 1):
        assert [line.text for line in page.lines] == [f"Step {number} of this task"]
        assert [line.text for line in page.furniture] == ["FL-303 operating manual", f"Page {number}"]


def test_two_pages_are_too_few_to_learn_from(tmp_path: Path) -> None:
    first, _ = pages_of(manual(tmp_path, 2))
    assert first.furniture == ()
    assert len(first.lines) == 3


def test_a_line_that_returns_in_the_middle_of_pages_is_text() -> None:
    sample = [(HEIGHT, [line("Stop the machine.", y=400)]) for _ in range(9)]
    assert not Furniture(sample)(line("Stop the machine.", y=400), HEIGHT)


def test_a_running_line_may_count_in_roman() -> None:
    furniture = Furniture([(HEIGHT, [line(f"Contents {n}", y=20)]) for n in ("i", "ii", "iii", "iv")])
    assert furniture(line("Contents xii", y=20), HEIGHT)
    assert not furniture(line("Index 4", y=20), HEIGHT)


@pytest.mark.parametrize("text", ["4.2 Oil change ........ 17", "Preface . . . . . . iv", "2.1 更换机油……………… 23"])
def test_a_line_of_a_table_of_contents_is_furniture(text: str) -> None:
    assert Furniture([])(line(text, y=300), HEIGHT)


@pytest.mark.parametrize("text", ["Wait ... then go on.", "Version 1.2.3.4 of the program", "Name: .... Date: .... OK"])
def test_dots_alone_make_no_contents_line(text: str) -> None:
    assert not Furniture([])(line(text, y=300), HEIGHT)


def test_a_page_of_furniture_alone_has_no_text_and_is_no_scan(tmp_path: Path) -> None:
    empty = [Sheet([(72.0, 40.0, "FL-303 operating manual")]) for _ in range(5)]
    assert {page.lines for page in pages_of(write_pdf(tmp_path / "empty.pdf", *empty))} == {()}
