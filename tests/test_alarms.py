"""Passages know what they are, and alarms are records."""

from __future__ import annotations

from pathlib import Path

import pytest

from papers import Sheet, cut, passage_of, write_pdf
from plant_knowledge_ingest.alarms import records, roles

ROW = ("E0451", "Film low", "Reel is empty", "Change the reel")


def table(path: Path, titles: tuple[str, ...], *rows: tuple[str, ...]) -> Path:
    cells = [
        (80.0 + 120 * c, 110.0 + 18 * r, text) for r, row in enumerate((titles, *rows)) for c, text in enumerate(row)
    ]
    rules = [(72.0, 560.0, 98.0 + 18 * r) for r in range(len(rows) + 2)]
    return write_pdf(path, Sheet(cells, rules))


@pytest.mark.parametrize(
    "titles",
    [
        ("Code", "Meaning", "Cause", "Remedy"),
        ("Alarm no.", "Message", "Possible causes", "Corrective action"),
        ("Meldung", "Bedeutung", "Mögliche Ursache", "Abhilfe"),
        ("故障代码", "故障现象", "可能原因", "处理方法"),
        ("代碼", "意義", "原因", "對策"),
        ("Code", "Fault", "Cause", "Remedy"),
    ],
)
def test_column_titles_in_any_language_make_a_table_of_alarms(titles: tuple[str, ...]) -> None:
    assert roles(titles) == ("code", "meaning", "cause", "remedy")


@pytest.mark.parametrize("titles", [("Part number", "Name", "Stock"), ("Name", "Description"), ("Code", "Description")])
def test_other_tables_have_no_alarms(titles: tuple[str, ...]) -> None:
    assert not any(roles(titles))


def test_a_row_of_alarms_is_a_record(tmp_path: Path) -> None:
    (passage,) = cut(table(tmp_path / "a.pdf", ("Code", "Meaning", "Cause", "Remedy"), ROW, ("E0452", *ROW[1:])))
    first, second = records(passage)
    assert first[:4] == ROW
    assert (second.code, second.span) == ("E0452", 2)
    assert passage.kind == "alarms"


def test_a_table_without_remedies_is_a_table(tmp_path: Path) -> None:
    (passage,) = cut(table(tmp_path / "a.pdf", ("Part", "Name", "Stock"), ("CFS-1", "Seal kit", "28")))
    assert passage.kind == "table"
    assert list(records(passage)) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1. Close the valve.\nIt is on the left.\n2. Wait until it stands still.", "procedure"),
        ("GEFAHR\nHeiße Oberflächen.\nNicht berühren.", "hazard"),
        ("警告\n高温表面。\n请勿触摸。", "hazard"),
        ("The pump moves caustic.\nIt is cleaned each week.", "text"),
        ("1. Introduction\nThe pump moves caustic.", "text"),
    ],
)
def test_a_passage_is_of_the_kind_that_most_of_it_is(text: str, kind: str) -> None:
    assert passage_of(text).kind == kind
