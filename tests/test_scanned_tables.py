"""Tables of scans, ruled in the picture, found though the page lies askew."""

from __future__ import annotations

from math import radians
from pathlib import Path

import numpy as np
import pymupdf
import pytest
from PIL import Image, ImageDraw

from papers import line, pages_of
from plant_knowledge_ingest.readers.askew import turned
from plant_knowledge_ingest.readers.drawn_rules import strokes_in
from plant_knowledge_ingest.readers.rendition import rendition
from plant_knowledge_ingest.readers.typeset import typeset

ZOOM = 200 / 72
installed = pytest.mark.skipif("not __import__('importlib').util.find_spec('rapidocr')", reason="make with-extras")
ROWS = [("Part", "Bolt", "Torque"), ("Cover", "M8 × 30", "25 Nm"), ("Foot plate", "M12 × 40", "82 Nm")]


def sheet(degrees: float, ruled_at: float = 100, shade: int = 245) -> np.ndarray:
    """Draw a table's frame 200 points wide on a noisy page, its upper half shaded, and turn the page clockwise."""
    picture = Image.new("L", (1654, 1200), 245)
    draw = ImageDraw.Draw(picture)
    box = [round(ZOOM * value) for value in (80, ruled_at, 280, ruled_at + 100)]
    draw.rectangle(box, outline=120, width=2)
    draw.rectangle((box[0] + 2, box[1] + 2, box[2] - 2, (box[1] + box[3]) // 2), fill=shade)
    draw.line((round(ZOOM * 180), box[1], round(ZOOM * 180), box[3]), fill=110, width=2)
    askew = np.asarray(picture.rotate(-degrees, Image.Resampling.BICUBIC, center=(0, 0), fillcolor=245), np.float64)
    noisy = np.clip(askew + np.random.default_rng(1).normal(0, 8, askew.shape), 0, 255)
    return np.repeat(noisy.astype(np.uint8)[:, :, None], 3, axis=2)


@pytest.mark.parametrize("degrees", [0.0, 1.5, -0.7])
def test_strokes_are_found_where_they_would_be_if_the_page_lay_straight(degrees: float) -> None:
    strokes = strokes_in(sheet(degrees), ZOOM, radians(degrees))
    assert [round(stroke.at / 4) for stroke in strokes.down] == [20, 45, 70]
    assert [round(stroke.at / 4) for stroke in strokes.across] == [25, 50]
    assert all(abs(stroke.start - 80) < 3 and abs(stroke.end - 280) < 3 for stroke in strokes.across)


def test_strokes_between_shaded_cells_are_found_too() -> None:
    strokes = strokes_in(sheet(0, shade=190), ZOOM, 0)
    assert max(stroke.end - stroke.start for stroke in strokes.down if abs(stroke.at - 180) < 2) > 95


def test_a_picture_without_rules_or_of_a_few_pixels_has_none() -> None:
    grey = np.random.default_rng(2).normal(200, 9, (600, 500, 3)).astype(np.uint8)
    assert strokes_in(grey, ZOOM, 0.01) == strokes_in(grey[:30, :30], ZOOM, 0) == type(strokes_in(grey, ZOOM, 0))()


def test_lines_turned_there_and_back_stand_where_they_stood() -> None:
    (before,) = [line("Close the valve.", 300, 500)]
    (after,) = turned(turned([before], -0.02), 0.02)
    assert after.text == before.text
    assert np.allclose(after.rectangle, before.rectangle, atol=0.01)


@installed
def test_the_cells_of_a_scan_that_lies_askew_are_found(tmp_path: Path) -> None:
    head, *body = ("".join(f"<td>{cell}</td>" for cell in row) for row in ROWS)
    table = f"<table><tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in body)}</table>"
    with pymupdf.open("pdf", typeset(f"<p>Table 1 Torques</p>{table}", "a5-l")) as pdf:
        pdf[0].get_pixmap(dpi=200).save(tmp_path / "page.png")
    with Image.open(tmp_path / "page.png") as drawn:
        drawn.rotate(-1.2, Image.Resampling.BICUBIC, fillcolor="white").save(tmp_path / "scan.png", dpi=(200, 200))
    (tmp_path / "scan.pdf").write_bytes(rendition(tmp_path / "scan.png"))
    page = pages_of(tmp_path / "scan.pdf")[0]
    cells = [tuple(" ".join(page.lines[i].text for i in cell) for cell in row.cells) for row in page.rows]
    assert cells == ROWS
    assert page.rows[1].columns == ROWS[0]
