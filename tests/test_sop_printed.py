from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pymupdf
import pytest
from PIL import Image

from plant_tools.sop.laying_out import sheet
from plant_tools.sop.model import State
from plant_tools.sop.printed import pdf
from plant_tools.sop.sheet import Sheet, StepRow
from plant_tools.sop.word import docx
from procedures import approved, sealing_bar

GOLDEN = Path(__file__).parent / "golden" / "sop"
LIVE = "http://plant.example:8000/sop/SOP-SW-306-1"
SHOWN = {
    "draft-en-de": (sealing_bar(), "de"),
    "approved-en-zh": (approved(), "zh-Hans"),
}


def printed(made: Sheet) -> list[Any]:
    document = pymupdf.open("pdf", pdf(made))
    return [document[number] for number in range(len(document))]


def pages(name: str) -> list[Any]:
    made, language = SHOWN[name]
    return printed(sheet(made, language, side_by_side=True, live=LIVE))


@pytest.mark.parametrize("name", SHOWN)
def test_pages_look_as_they_were_accepted(name: str) -> None:
    for number, page in enumerate(pages(name), 1):
        drawn = page.get_pixmap(dpi=50, colorspace="gray")
        seen = np.frombuffer(drawn.samples, np.uint8).reshape(drawn.h, drawn.w).astype(float)
        accepted = np.asarray(Image.open(GOLDEN / f"{name}-{number}.png"), dtype=float)
        assert seen.shape == accepted.shape
        assert np.abs(seen - accepted).mean() < 2.0, f"look at page {number}: make it anew when it is better"


def test_what_is_not_approved_says_so_on_every_page_in_both_languages() -> None:
    for page in pages("draft-en-de"):
        text = page.get_text().upper()
        assert "DRAFT, NOT APPROVED" in text
        assert text.count("ENTWURF, NICHT FREIGEGEBEN") >= 2  # across it and in its foot


def test_what_is_approved_has_no_stamp_and_counts_its_pages() -> None:
    made = pages("approved-en-zh")
    assert not any("not approved" in page.get_text().lower() for page in made)
    assert f"第 2 页，共 {len(made)} 页" in made[1].get_text()


def test_a_replaced_version_and_a_training_copy_are_stamped() -> None:
    replaced = printed(sheet(sealing_bar(State.SUPERSEDED)))
    training = printed(sheet(approved(), stamp="Training"))
    assert all("SUPERSEDED, DO NOT USE" in page.get_text() for page in replaced)
    assert all("TRAINING" in page.get_text() for page in training)


def test_a_warning_stands_before_its_step_and_chinese_needs_no_font_of_the_machine() -> None:
    made = pages("approved-en-zh")
    text = "".join(page.get_text() for page in made)
    assert text.index("The sealing bar is hot") < text.index("Let the sealing bar cool down")
    fonts = {font[3].split("+")[-1] for page in made for font in page.get_fonts()}
    assert "Droid Sans Fallback Regular" in fonts


def test_values_are_shared_scaffold_is_translated_and_quotes_keep_their_language() -> None:
    blocks = sheet(sealing_bar(), "zh-Hant", side_by_side=True).blocks
    actions = {block.number: block for block in blocks if isinstance(block, StepRow)}
    assert actions[11].action.texts[1] == "每人只拆除自己掛上的鎖與警告牌。"
    assert "25 Nm" in actions[8].good.texts[1]
    assert actions[8].action.texts[0].startswith("Tighten the four screws")
    assert "Tighten" not in actions[8].action.texts[1]


def test_the_word_document_says_the_same_and_is_stamped() -> None:
    made = docx(sheet(sealing_bar(), "de", side_by_side=True, live=LIVE))
    with ZipFile(BytesIO(made)) as archive:
        assert "Entwurf, nicht freigegeben" in archive.read("word/header.xml").decode()
        assert "NUMPAGES" in archive.read("word/footer.xml").decode()
        body = archive.read("word/document.xml").decode()
        assert archive.read("word/media/1.png").startswith(b"\x89PNG")
    assert "Tighten the four screws M8x20 of the sealing bar to 25 Nm." in body
    assert "GEFAHR" not in body
    assert "WARNUNG" in body
