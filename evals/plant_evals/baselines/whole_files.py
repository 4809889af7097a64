"""Whole files of every kind that is read, made of the sample plant, to be broken."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path


def seeds(manuals: Path) -> dict[str, list[bytes]]:
    """Return whole files of each kind by their ending, made of the sample plant in ``manuals``."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(manuals.glob("*.md"))]
    lines = [line for line in "\n".join(texts).splitlines() if line.strip()]
    return {
        ".pdf": [file.read_bytes() for file in sorted(manuals.glob("*.pdf"))],
        ".html": [file.read_bytes() for file in sorted(manuals.glob("*.html"))],
        ".md": [text.encode() for text in texts],
        ".docx": [_word(lines)],
        ".xlsx": [_workbook(lines)],
        ".pptx": [_slides(lines)],
        ".png": [_picture(lines)],
    }


def _word(lines: list[str]) -> bytes:
    from plant_tools.docx.document import Document

    document = Document()
    document.heading(lines[0])
    for line in lines[1:40]:
        document.paragraph(line)
    document.table([["Code", "Meaning"], *([f"E{at:04d}", line] for at, line in enumerate(lines[:20]))])
    return document.written()


def _workbook(lines: list[str]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for name in ("Alarms", "Torques"):
        sheet = book.create_sheet(name)
        sheet.append(["Code", "Meaning", "Limit"])
        for at, line in enumerate(lines[:60]):
            sheet.append([f"E{at:04d}", line, at * 1.5])
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def _slides(lines: list[str]) -> bytes:
    from pptx import Presentation

    deck = Presentation()
    for at in range(0, 24, 4):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = lines[at][:60]
        slide.placeholders[1].text = "\n".join(lines[at + 1 : at + 4])
    held = BytesIO()
    deck.save(held)
    return held.getvalue()


def _picture(lines: list[str]) -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("L", (800, 400), 255)
    drawn = ImageDraw.Draw(picture)
    for at, line in enumerate(lines[:12]):
        drawn.text((20, 20 + 28 * at), line[:90], fill=0)
    held = BytesIO()
    picture.save(held, "PNG")
    return held.getvalue()
