"""Printed page labels come from the PDF's own numbering rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import pages_of, running, write_pdf
from plant_knowledge_ingest.readers.labels import PageLabels


def printed(folder: Path, *labels: dict[str, Any], pages: int = 4) -> list[str]:
    path = write_pdf(folder / "labelled.pdf", *(running("text") for _ in range(pages)), labels=labels)
    return [page.printed for page in pages_of(path)]


def test_roman_pages_come_before_decimal_ones(tmp_path: Path) -> None:
    rules = {"startpage": 0, "style": "r"}, {"startpage": 2, "style": "D", "firstpagenum": 1}
    assert printed(tmp_path, *rules) == ["i", "ii", "1", "2"]


def test_a_chapter_prefix_stands_before_the_number(tmp_path: Path) -> None:
    rules = {"startpage": 0, "style": "D", "prefix": "4-", "firstpagenum": 16}, {"startpage": 2, "prefix": "Anhang "}
    assert printed(tmp_path, *rules) == ["4-16", "4-17", "Anhang ", "Anhang "]


def test_letters_double_after_z(tmp_path: Path) -> None:
    assert printed(tmp_path, {"startpage": 0, "style": "A", "firstpagenum": 25}) == ["Y", "Z", "AA", "BB"]
    assert printed(tmp_path, {"startpage": 0, "style": "a"}) == ["a", "b", "c", "d"]


def test_a_chinese_prefix_is_read(tmp_path: Path) -> None:
    assert printed(tmp_path, {"startpage": 0, "style": "D", "prefix": "附录"}, pages=2) == ["附录1", "附录2"]


def test_a_file_without_labels_counts_its_pages(tmp_path: Path) -> None:
    assert printed(tmp_path) == ["1", "2", "3", "4"]


def test_pages_before_the_first_rule_have_no_label() -> None:
    labels = PageLabels([(2, "<</Type/PageLabel/S/D>>")])
    assert [labels[page] for page in (1, 2, 3, 4)] == ["", "", "1", "2"]


@pytest.mark.parametrize(
    ("source", "label"),
    [
        ("<</Type /PageLabel /S /D>>", "1"),
        ("<</P (A\\)-) /S /R /St 4>>", "A)-IV"),
        ("<</P <FEFF7B2C> /S /D>>", "第1"),
        ("<</St 3 /S /a>>", "c"),
        ("<<>>", ""),
    ],
)
def test_a_rule_is_read_however_it_is_written(source: str, label: str) -> None:
    assert PageLabels([(0, source)])[1] == label


def value(roman: str) -> int:
    digits = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}[letter] for letter in roman]
    return sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))


@given(st.integers(1, 3_999))
def test_roman_numbers_have_the_value_they_stand_for(number: int) -> None:
    assert value(PageLabels([(0, f"<</S /r /St {number}>>")])[1]) == number
