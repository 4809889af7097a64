"""What is read off scans is compared with the pages that were scanned."""

from __future__ import annotations

import sys

import pytest

from plant_copilot.errors import WrongUse
from plant_evals.edits import edits
from plant_evals.ocr import PAGES, run_ocr
from plant_evals.ocr_report import of_ocr

installed = pytest.mark.skipif("not __import__('importlib').util.find_spec('rapidocr')", reason="make with-extras")


@pytest.mark.parametrize(
    ("printed", "seen", "apart"), [("Ventil", "Ventll", 1), ("0,5 l", "0,51", 2), ("", "ab", 2), ("閥", "閥", 0)]
)
def test_texts_are_as_far_apart_as_characters_must_be_changed(printed: str, seen: str, apart: int) -> None:
    assert edits(printed, seen) == edits(seen, printed) == apart


@installed
@pytest.mark.slow
def test_a_scan_of_a_table_is_read_nearly_without_error() -> None:
    german = [page for page in PAGES if page[0] == "de"][:1]
    result = run_ocr(german)
    figures = result["languages"]["de"]
    assert figures["error_rate"] < 0.01
    assert figures["cells_found"] >= 0.9 * figures["cells"] > 30
    assert sum(row["lines"] for row in result["sureness"]) > 50
    assert "| de | 1 " in " ".join(of_ocr(result).split())


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    with pytest.raises(WrongUse, match="not installed") as refused:
        run_ocr(PAGES[:1])
    assert "plant-copilot[ocr]" in refused.value.remedy
