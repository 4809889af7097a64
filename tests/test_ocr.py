"""Scans, pictures and garbled pages are read by recognition where it is installed, and named where it is not."""

from __future__ import annotations

import sys
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from papers import MANUAL, HashingEmbedder, Sheet, pages_of, running, write_pdf
from plant_agents.scans import scan_notices
from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.readers.legible import Text, worth
from plant_knowledge_ingest.readers.page import Line
from plant_knowledge_ingest.readers.rendition import rendition
from plant_knowledge_ingest.readers.typeset import typeset
from plant_knowledge_ingest.split import passages

SCANNED = Path("copilot/plant_copilot/sample_plant/manuals/RN-302-Wartungsanleitung.pdf")
FACTS = ("Tighten the flange bolts of pump P-101 to 21 Nm.", "Then check the seal for leaks.")
installed = pytest.mark.skipif("not __import__('importlib').util.find_spec('rapidocr')", reason="make with-extras")


def picture_of(folder: Path, sheet: Sheet, turned: int = 0, dots: int = 150) -> Path:
    """Write the upper part of a page as a PNG, turned anticlockwise."""
    with pymupdf.open(write_pdf(folder / "sheet.pdf", sheet)) as pdf:
        pdf[0].get_pixmap(dpi=dots).save(folder / "sheet.png")
    with Image.open(folder / "sheet.png") as picture:
        upper = picture.crop((0, 0, picture.width, round(0.45 * picture.height)))
        upper.rotate(turned, expand=True).save(folder / "scan.png", dpi=(dots, dots))
    return folder / "scan.png"


def read(picture: Path) -> list[Line]:
    """Return the lines of a picture's page."""
    pdf = picture.with_suffix(".pdf")
    pdf.write_bytes(rendition(picture))
    return list(pages_of(pdf)[0].lines)


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a Python in which the extra is not installed."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)


@installed
def test_a_picture_is_read_with_places_on_the_page_and_how_sure_they_are(tmp_path: Path) -> None:
    first, second = read(picture_of(tmp_path, running(*FACTS)))
    assert (first.text, second.text) == FACTS
    assert 0.9 < first.confidence < 1
    assert abs(first.rectangle.x0 - 72) < 4
    assert first.rectangle.y0 < 98 < first.rectangle.y1
    assert first.block == second.block


@installed
@pytest.mark.parametrize("turned", [90, 180])
def test_a_picture_that_lies_on_its_side_or_head_is_read_all_the_same(tmp_path: Path, turned: int) -> None:
    lines = read(picture_of(tmp_path, running(*FACTS, *FACTS), turned))
    assert [line.text.replace(" ", "") for line in lines] == [fact.replace(" ", "") for fact in (*FACTS, *FACTS)]
    upright = (lines[0].rectangle.x1 - lines[0].rectangle.x0) > (lines[0].rectangle.y1 - lines[0].rectangle.y0)
    assert upright == (turned == 180)


@installed
def test_columns_of_text_are_read_one_after_the_other_and_a_table_row_by_row(tmp_path: Path) -> None:
    left = [(72, 100 + 14 * n, f"The left column goes on in line {n}.") for n in range(8)]
    right = [(320, 100 + 14 * n, f"Beside it stands text number {n}.") for n in range(8)]
    below = [(x, 300 + 30 * n, f"{kind} {n}") for n in range(3) for x, kind in ((72, "Bolt"), (200, "Size"))]
    texts = [line.text for line in read(picture_of(tmp_path, Sheet([*left, *right, *below])))]
    assert texts[:16] == [text for _, _, text in (*left, *right)]
    assert texts[16:] == ["Bolt 0", "Size 0", "Bolt 1", "Size 1", "Bolt 2", "Size 2"]


@installed
def test_all_pages_of_a_tiff_are_read(tmp_path: Path) -> None:
    with Image.open(picture_of(tmp_path, running(*FACTS), dots=100)) as page:
        page.save(tmp_path / "scan.tiff", save_all=True, append_images=[page.copy()], dpi=(100, 100))
    (tmp_path / "scan.pdf").write_bytes(rendition(tmp_path / "scan.tiff"))
    assert [page.lines[0].text for page in pages_of(tmp_path / "scan.pdf")] == [FACTS[0], FACTS[0]]


@installed
def test_a_page_whose_fonts_do_not_say_their_letters_is_read_by_sight(tmp_path: Path) -> None:
    text = f"{' '.join(FACTS)} Do not open the cover while the shaft turns; wait until it stands still and lock it. "
    with pymupdf.open("pdf", typeset(f"<p>{3 * text}</p>", "a6-l")) as pdf:
        pdf.set_metadata({})
        for xref in range(1, pdf.xref_length()):
            pdf.xref_set_key(xref, "ToUnicode", "null") if pdf.xref_get_key(xref, "ToUnicode")[0] == "xref" else None
        pdf.save(tmp_path / "garbled.pdf")
        assert FACTS[0] not in pdf[0].get_text()
    assert FACTS[0] in " ".join(line.text for line in pages_of(tmp_path / "garbled.pdf")[0].lines)


@installed
def test_a_scan_under_a_stamp_is_read_whole(tmp_path: Path) -> None:
    picture = picture_of(tmp_path, running(*FACTS))
    with pymupdf.open("pdf", rendition(picture)) as pdf:
        pdf[0].insert_text((300, 40), "Received 2011", fontsize=12)
        pdf.save(tmp_path / "stamped.pdf")
    texts = [line.text for line in pages_of(tmp_path / "stamped.pdf")[0].lines]
    assert texts == ["Received 2011", *FACTS]


def test_letters_shifted_by_a_font_are_doubted_and_real_languages_are_not() -> None:
    text = "Schließen Sie das Ventil und prüfen Sie die Dichtung der Pumpe auf Undichtigkeiten. Tighten all bolts. " * 5
    shifted = "".join(chr(ord(c) - 29) if c.isascii() and c.isalpha() else c for c in text)
    assert [
        worth([Line.of(0, [(0, 0, 9, 9, word) for word in said.split()])]) for said in (text, shifted, "泵" * 300)
    ] == [
        *(Text.WHOLE, Text.DOUBTFUL, Text.WHOLE),
    ]


def test_a_list_of_the_same_few_words_is_not_doubted() -> None:
    lines = [Line.of(0, [(0, 0, 9, 9, word) for word in f"Bolt M{n} 12.9 box {n} ok".split()]) for n in range(60)]
    assert worth(lines) is Text.WHOLE


@installed
def test_a_picture_without_text_says_so(tmp_path: Path) -> None:
    Image.new("L", (400, 300), 200).save(tmp_path / "grey.png")
    with pytest.raises(UnreadableDocument, match="and none can be recognised"):
        read(tmp_path / "grey.png")


@pytest.mark.usefixtures("without_ocr")
def test_without_the_extra_a_scan_is_named_with_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="to have it read: pip install 'plant-copilot") as refused:
        read(picture_of(tmp_path, running(*FACTS)))
    assert refused.value.page == 1


@installed
@pytest.mark.slow
def test_the_scanned_page_of_the_sample_plant_is_found_by_a_question(tmp_path: Path) -> None:
    library = Library(tmp_path / "library", HashingEmbedder)
    assert library.ingest([SCANNED.absolute()]).failed == []
    asker = Principal("test", frozenset({"everyone"}))
    best = library.search("Altöl und Putzlappen Schmierkarte", asker).hits[0].passage
    library.close()
    assert (best.page, best.confidence < 1) == (6, True)
    assert "0,5" in best.text


def test_a_passage_is_as_sure_as_its_least_sure_line() -> None:
    from papers import line, page

    sure, unsure, mark = line("Turn to 21 Nm."), line("Close it.", y=112), line("O", y=124)
    lines = [Line(x.text, 0, x.words, x.rectangle, c) for x, c in ((sure, 0.99), (unsure, 0.71), (mark, 0.2))]
    assert [passage.confidence for passage in passages(MANUAL, page(*lines))] == [0.71]


def test_a_quote_from_a_scan_is_noted_and_one_that_was_hard_to_read_more_so() -> None:
    def cited(confidence: float) -> PageCitation:
        return PageCitation("Card", "", 6, "4", (Rectangle(0, 0, 1, 1),), "x", "de", confidence)

    notices = list(scan_notices("en", [cited(1.0), cited(0.95), cited(0.6)]))
    assert [(notice.code, notice.text[:3]) for notice in notices] == [("hard_to_read", "[3]"), ("recognised", "[2]")]
