"""`plant-copilot figures` lists the pictures of a document that have a caption."""

from __future__ import annotations

import json
from pathlib import Path

import pymupdf
import pytest

from commands import plant_copilot
from copies import copy_home


@pytest.mark.slow
def test_figures_are_listed_with_page_and_caption(tiny_home: Path, tmp_path: Path) -> None:
    home = copy_home(tiny_home, tmp_path / "home")
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.insert_text((72, 60), "Check the gap each week.", fontsize=10)
        page.draw_rect((100, 100, 300, 200))
        page.insert_text((100, 220), "Figure 1 Pump", fontsize=10)
        pdf.save(tmp_path / "pump.pdf")
    assert plant_copilot(home, "ingest", str(tmp_path / "pump.pdf")).returncode == 0
    assert plant_copilot(home, "figures", "pump").stdout == "page 1: Figure 1 Pump\n"
    (figure,) = json.loads(plant_copilot(home, "figures", "pump", "--json").stdout)["figures"]
    assert (figure["number"], figure["page"], len(figure["rectangle"])) == ("1", 1, 4)


def test_a_document_without_figures_says_so_and_an_unknown_one_fails_in_one_line(tiny_home: Path) -> None:
    assert plant_copilot(tiny_home, "figures", "GR-12 gearbox").stdout.startswith("No page of it has a picture")
    failed = plant_copilot(tiny_home, "figures", "nozzle")
    assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)
