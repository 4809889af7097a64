"""The measure of drawn marks: right where they lie on the quote, wrong where they are moved or the page is turned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from copies import copy_home
from plant_copilot import Copilot, Settings, build_copilot
from plant_evals.citations_drawn import report, run_citations_drawn
from plant_knowledge_ingest.page_letters import letters_on

CASES = [
    {"question": "How often is the gear oil of gearbox GR-12 changed?", "language": "en"},
    {"question": "Was bedeutet Alarm E0712?", "language": "de"},
]


class Moved:
    """A copilot whose citations are marked three lines too low."""

    def __init__(self, copilot: Copilot) -> None:
        self.page_png, self.pages_pdf, self._copilot = copilot.page_png, copilot.pages_pdf, copilot

    def ask(self, text: str, *, language: str) -> dict[str, Any]:
        answer = self._copilot.ask(text, language=language)
        for one in answer["citations"]:
            one["rectangles"] = [[x0, y0 + 60, x1, y1 + 60] for x0, y0, x1, y1 in one["rectangles"]]
        return answer


@pytest.fixture(scope="module")
def copilot(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    home = copy_home(tiny_home, tmp_path_factory.mktemp("drawn") / "home")
    with build_copilot(Settings.read({}, home=home)) as made:
        yield made


def test_marks_that_lie_on_the_quotes_are_right(copilot: Copilot) -> None:
    found = run_citations_drawn(copilot, CASES)
    assert found["places"][:2] == [2, 2]
    assert (set(found["by_language"]), found["cases"]) == ({"en", "de"}, [])
    assert "every mark covers its quote" in report(found)


def test_marks_that_were_moved_are_wrong_and_named(copilot: Copilot) -> None:
    found = run_citations_drawn(Moved(copilot), CASES)
    assert found["places"][0] == 0
    assert {one["document"] for one in found["cases"]} == {"GR-12 gearbox"}


def test_letters_are_found_where_they_are_printed(copilot: Copilot) -> None:
    first, *_ = letters_on(copilot.pages_pdf("GR-12 gearbox"), 1)
    assert first.text == "1"
    assert 0.11 < first.box.x0 < 0.13
