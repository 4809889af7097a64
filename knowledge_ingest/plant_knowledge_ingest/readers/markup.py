"""Markdown and HTML, set as pages of a PDF: with pages, every citation has a place that can be shown."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import nh3
import pymupdf
from markdown_it import MarkdownIt

from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.readers.kinds import MARKDOWN

LARGEST = 20_000_000

_STYLE = """
body { font-family: sans-serif; font-size: 10.5pt; line-height: 1.35 }
h1 { font-size: 18pt } h2 { font-size: 14pt } h3 { font-size: 12pt }
table { border-collapse: collapse } td, th { border: 0.5pt solid #888; padding: 3pt; text-align: left }
pre, code { font-family: monospace; font-size: 9pt } blockquote { margin-left: 12pt }
"""
_SHEET = pymupdf.paper_rect("a4")
_MARGIN = (56, 56, -56, -56)
# What says nothing on paper, or could fetch something.
_DROPPED = {"script", "style", "head", "iframe", "object", "noscript", "template", "nav"}


def to_pdf(path: Path) -> bytes:
    """Return the PDF that shows the Markdown or HTML file at ``path``, its headings as outline.

    Scripts, styles and images are left out. Raises ``UnreadableDocument``.
    """
    if path.stat().st_size > LARGEST:
        raise UnreadableDocument(path, f"larger than {LARGEST // 1_000_000} MB", remedy="Split it.")
    text = _text(path)
    markup = MarkdownIt("commonmark").enable("table").render(text) if path.suffix.lower() in MARKDOWN else text
    clean = nh3.clean(markup, tags=nh3.ALLOWED_TAGS - {"img"} - _DROPPED, clean_content_tags=_DROPPED)
    if not clean.strip():
        raise UnreadableDocument(path, "there is no text in it")
    return _typeset(clean)


def _text(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030", "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableDocument(path, "it is not a text file", remedy="Save it as UTF-8.")


def _typeset(markup: str) -> bytes:
    story = pymupdf.Story(html=markup, user_css=_STYLE)
    buffer = io.BytesIO()
    writer = pymupdf.DocumentWriter(buffer)
    outline: list[tuple[int, str, int]] = []
    page, more = 0, True

    def note(element: Any) -> None:
        if element.heading and element.open_close & 1 and element.text:
            outline.append((element.heading, " ".join(element.text.split()), page))

    while more:
        page += 1
        device = writer.begin_page(_SHEET)
        more, _ = story.place(_SHEET + _MARGIN)
        story.element_positions(note, {})
        story.draw(device)
        writer.end_page()
    writer.close()
    return _finished(buffer.getvalue(), outline)


def _finished(pdf: bytes, outline: list[tuple[int, str, int]]) -> bytes:
    """Add the outline, levels made to begin at 1 and to rise by one; keep only the glyphs used."""
    with pymupdf.open("pdf", pdf) as document:
        levels: list[int] = []
        entries = []
        for level, title, page in outline:
            levels = [above for above in levels if above < level] + [level]
            entries.append([len(levels), title, page])
        document.set_toc(entries)
        document.subset_fonts()
        return bytes(document.tobytes(garbage=4, deflate=True, no_new_id=True))
