"""Markdown and HTML, set as pages of a PDF: with pages, every citation has a place that can be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import nh3
from markdown_it import MarkdownIt

from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.readers.blocks import unrolled
from plant_knowledge_ingest.readers.kinds import MARKDOWN
from plant_knowledge_ingest.readers.plain import text_of
from plant_knowledge_ingest.readers.printed import first_unplaced
from plant_knowledge_ingest.readers.typeset import typeset

# What says nothing on paper, or could fetch something.
_DROPPED = {"script", "style", "head", "title", "iframe", "object", "noscript", "template", "nav"}
_ATTRIBUTES = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "ol": {"start"}}
_TEXT = re.compile(r"(?:^|>)[^<]+")
# Latin characters without a blank, such as a key or an address, may be wider than the sheet; entities stay whole.
_ENDLESS = re.compile(r"(?:[!-%'-;=-~À-ɏ]|&\w+;){60}(?=[!-;=-~À-ɏ])")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_UNCLOSED = frozenset(
    "area base br col dd dt hr img input li link meta option p source tbody td tfoot th thead tr wbr".split()
)
# Cleaning takes the square of it; browsers stop at as many.
_DEEPEST = 512
_BREAK = "\u200b"
# A page that would begin with an empty element is printed empty, and its text is lost; an empty cell is harmless.
_EMPTY = re.compile(r"<(?!td\b|th\b)(\w+)\b[^>]*>\s*</\1>")
_CELL = re.compile(r"<t[dh]\b")
# From this many columns on a table may want a wider sheet.
_MANY = 6
_WIDE_SHEETS = ("a4-l", "a3-l", "a1-l")


def to_pdf(path: Path) -> bytes:
    """Return the PDF that shows the Markdown or HTML file at ``path``, its headings as outline.

    Scripts, styles and images are left out. Raises ``UnreadableDocument``, also where text would be cut off.
    """
    return set_on_pages(path, markup_of(path))


def markup_of(path: Path) -> str:
    """Return the Markdown or HTML file at ``path`` as HTML. Raises ``UnreadableDocument``."""
    text = text_of(path)
    return MarkdownIt("commonmark").enable("table").render(text) if path.suffix.lower() in MARKDOWN else text


def set_on_pages(path: Path, markup: str) -> bytes:
    """Return ``markup`` as a PDF, cleaned; it comes from the file at ``path``, which errors name."""
    if _depth(markup) > _DEEPEST:
        raise UnreadableDocument(path, f"its tags are nested more than {_DEEPEST} deep", remedy="Save it as PDF.")
    clean = _cleaned(markup)
    if not clean.strip():
        raise UnreadableDocument(path, "there is no text in it")
    lost = None
    for tried, sheet in _layouts(clean):
        pdf = typeset(tried, sheet)
        lost = first_unplaced(tried, pdf)
        if lost is None:
            return pdf
    raise UnreadableDocument(path, f"its text cannot be set on pages: cut off at {lost}", remedy="Save it as PDF.")


def _depth(markup: str) -> int:
    """Return how deep elements are nested, leaving aside those that need not be closed."""
    deepest = depth = 0
    for tag in _TAG.finditer(markup):
        if tag[2].lower() not in _UNCLOSED:
            depth += -1 if tag[1] else 1
            deepest = max(deepest, depth)
    return deepest


def _cleaned(markup: str) -> str:
    """Return markup without scripts, styles, pictures, empty elements, and words that cannot be broken."""
    tags = nh3.ALLOWED_TAGS - {"a", "img", "span"} - _DROPPED
    clean = nh3.clean(markup, tags=tags, attributes=_ATTRIBUTES, clean_content_tags=_DROPPED, link_rel=None)
    while (without := _EMPTY.sub("", clean)) != clean:
        clean = without
    return _TEXT.sub(lambda text: _ENDLESS.sub(rf"\g<0>{_BREAK}", text[0]), clean)


def _layouts(clean: str) -> Iterator[tuple[str, str]]:
    """Yield what to try in turn: A4; wider sheets for tables of many columns; A4 with every cell a paragraph.

    The last is for cells that are longer than a page, which no sheet holds.
    """
    yield clean, "a4"
    if max(len(_CELL.findall(row)) for row in clean.split("<tr")) >= _MANY:
        for sheet in _WIDE_SHEETS:
            yield clean, sheet
    if "<table" in clean:
        yield unrolled(clean), "a4"
