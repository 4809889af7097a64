"""Figures are captions with the picture they stand beside."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from papers import cut
from plant_knowledge_ingest.captions import number
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.principal import Principal

LOCAL = Principal("local")


def drawn(path: Path, *captions: tuple[float, float, str], boxes: tuple[tuple[float, ...], ...]) -> Path:
    """Draw boxes, and captions in a font that has Chinese."""
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.insert_text((72, 60), "Check the gap each week.", fontsize=10)
        for box in boxes:
            page.draw_rect(box)
        for x, y, caption in captions:
            page.insert_text((x, y), caption, fontname="china-s", fontsize=10)
        pdf.save(path)
    return path


def figures_of(path: Path) -> list[tuple[str, Rectangle]]:
    return [(passage.text, passage.rectangle) for passage in cut(path) if passage.kind == "figure"]


@pytest.mark.parametrize("caption", ["Figure 1 Pump, section", "Abb. 1: Pumpe", "图 1 泵的剖视图", "圖1 泵"])
def test_a_figure_is_its_caption_with_the_drawing_above_it(tmp_path: Path, caption: str) -> None:
    path = drawn(tmp_path / "a.pdf", (100, 320, caption), boxes=((100, 100, 300, 200), (150, 205, 250, 300)))
    ((text, place),) = figures_of(path)
    assert text == caption
    assert (place.x0, place.y0) == pytest.approx((100, 100), abs=2)
    assert place.x1 > 299
    assert place.y1 > 315


def test_a_sentence_about_a_figure_without_a_drawing_is_text(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.pdf", (72, 700, "Figure 1 shows the pump."), boxes=((100, 100, 300, 200),))
    assert figures_of(path) == []


def test_two_figures_side_by_side_have_their_own_pictures(tmp_path: Path) -> None:
    captions = ((80, 220, "Figure 1 Left"), (330, 220, "Figure 2 Right"))
    path = drawn(tmp_path / "a.pdf", *captions, boxes=((80, 100, 250, 200), (330, 100, 500, 200)))
    (_, left), (_, right) = figures_of(path)
    assert left.x1 < 255
    assert right.x0 > 325


def test_the_text_around_a_figure_stays_text(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.pdf", (100, 220, "Figure 1 Pump"), boxes=((100, 100, 300, 200),))
    assert [(passage.kind, passage.text) for passage in cut(path)] == [
        ("text", "Check the gap each week."),
        ("figure", "Figure 1 Pump"),
    ]


def test_a_figure_has_the_number_that_its_caption_begins_with() -> None:
    assert [number(text) for text in ("Figure 4-2: Pump", "图3　泵", "Fig. 7", "Figures")] == ["4-2", "3", "7", ""]


def test_a_figure_is_cut_out_of_its_page(tmp_path: Path, library: Library) -> None:
    library.ingest([drawn(tmp_path / "pump.pdf", (100, 220, "Figure 1 Pump"), boxes=((100, 100, 300, 200),))])
    (figure,) = library.figures("pump", LOCAL)
    whole, part = (
        pymupdf.Pixmap(library.page_png("pump", 1, LOCAL, width=400, crop=crop)) for crop in (None, figure.rectangle)
    )
    assert (whole.width, part.width) == pytest.approx((400, 400), abs=1)
    assert whole.height > whole.width > part.height


def test_a_mark_stays_on_its_words_when_the_page_is_cut(tmp_path: Path, library: Library) -> None:
    library.ingest([drawn(tmp_path / "pump.pdf", (100, 220, "Figure 1 Pump"), boxes=((100, 100, 300, 200),))])
    mark = Rectangle(150, 140, 200, 160)
    picture = pymupdf.Pixmap(
        library.page_png("pump", 1, LOCAL, marks=[mark], width=400, crop=Rectangle(104, 104, 296, 196))
    )
    assert picture.pixel(200, 100) == picture.pixel(110, 100)
    assert picture.pixel(200, 100) != (255, 255, 255)
    assert picture.pixel(300, 150) == (255, 255, 255)


def test_a_search_keeps_to_one_kind(tmp_path: Path, library: Library) -> None:
    library.ingest([drawn(tmp_path / "pump.pdf", (100, 220, "Figure 1 Gap"), boxes=((100, 100, 300, 200),))])
    found = [library.search("gap", LOCAL, kind=kind).hits for kind in ("figure", "text", "alarms")]
    assert [[hit.passage.text for hit in hits] for hits in found] == [
        ["Figure 1 Gap"],
        ["Check the gap each week."],
        [],
    ]
