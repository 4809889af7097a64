"""Headings of PDFs without an outline are known by their print, where that is clear."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pymupdf
import pytest

from papers import cut, pages_of
from plant_knowledge_ingest.readers.rendition import rendition

TEXT = "Close the valve and wait until the pressure is zero before you open the cover of the pump."


def book(folder: Path, *pages: Sequence[tuple[str, float, str]]) -> Path:
    """Write a PDF without an outline; each line of a page is a text, its size in points, and its font."""
    with pymupdf.open() as pdf:
        for lines in pages:
            page = pdf.new_page()
            for row, (text, size, font) in enumerate(lines):
                page.insert_text((72, 120 + 30 * row), text, fontsize=size, fontname=font)
        pdf.save(folder / "book.pdf")
    return folder / "book.pdf"


def text(number: int = 6) -> list[tuple[str, float, str]]:
    return [(TEXT, 10, "helv")] * number


def test_larger_lines_are_headings_and_hold_on_the_next_page(tmp_path: Path) -> None:
    first = [("3 Maintenance", 16, "helv"), *text(), ("3.1 Bearings", 13, "helv"), *text()]
    path = book(tmp_path, first, text(), [("4 Faults", 16, "helv"), *text()])
    assert [page.path for page in pages_of(path)] == [
        (),
        ("3 Maintenance", "3.1 Bearings"),
        ("3 Maintenance", "3.1 Bearings"),
    ]
    assert {passage.headings for passage in cut(path)} == {
        ("3 Maintenance",),
        ("3 Maintenance", "3.1 Bearings"),
        ("4 Faults",),
    }


def test_bold_lines_of_the_size_of_the_text_are_headings_where_they_are_numbered(tmp_path: Path) -> None:
    lines = [("2.4 Oil change", 10, "hebo"), *text(), ("Important", 10, "hebo"), *text()]
    headings = pages_of(book(tmp_path, lines, text()))[0].headings
    assert [(heading.title, heading.line) for heading in headings] == [("2.4 Oil change", 0)]


def test_a_cover_running_titles_and_large_sentences_are_no_headings(tmp_path: Path) -> None:
    cover = [("Pump P-101", 28, "helv"), *text()]
    inside = [("Operating manual", 14, "helv"), ("Danger to life: lock the switch.", 14, "helv"), *text()]
    assert [page.headings for page in pages_of(book(tmp_path, cover, *[inside] * 5))] == [()] * 6


def test_where_everything_is_large_nothing_is_a_heading(tmp_path: Path) -> None:
    slide = [(f"Topic {n} of many", 20, "helv") for n in range(9)] + [(TEXT * 2, 8, "helv")] * 6
    assert [page.headings for page in pages_of(book(tmp_path, slide, slide))] == [(), ()]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", "# Pump\n\n## Care\n\n### Monthly\n\n#### Bearings\n\nGrease both bearings.\n"),
        ("a.html", "<h1>Pump</h1><h2>Care</h2><h3>Monthly</h3><h4>Bearings</h4><p>Grease both bearings.</p>"),
    ],
)
def test_four_levels_of_markup_stand_above_its_passages(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "shown.pdf").write_bytes(rendition(tmp_path / name))
    (passage,) = cut(tmp_path / "shown.pdf")
    assert passage.headings == ("Pump", "Care", "Monthly", "Bearings")
    assert passage.text.endswith("Grease both bearings.")
