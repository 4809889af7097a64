"""What a Word or Markdown file says, block by block: headings, paragraphs, list items, rows of tables. No pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from lxml import html

from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.readers.kinds import MARKDOWN
from plant_knowledge_ingest.readers.markup import markup_of
from plant_knowledge_ingest.readers.word import word_sections

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_INSIDE = {"div", "section", "article", "blockquote", "ul", "ol", "tbody", "thead", "body", "main", "html", "header"}


@dataclass(frozen=True, slots=True)
class Outlined:
    """A block; ``level`` of a heading, ``number`` of an item of a numbered list, ``cells`` of a row of a table.

    ``head``: the row is the head of its table.
    """

    kind: Literal["heading", "item", "text", "row"]
    text: str
    level: int = 0
    number: int = 0
    cells: tuple[str, ...] = ()
    head: bool = False


def outlined(path: Path) -> list[Outlined]:
    """Return the blocks of a .docx, .docm, .md or .markdown file. Raises ``UnreadableDocument``."""
    if path.suffix.lower() in {".docx", ".docm"}:
        markup = "".join(section.markup for section in word_sections(path))
    elif path.suffix.lower() in MARKDOWN:
        markup = markup_of(path)
    else:
        raise UnreadableDocument(path, "it is neither Word nor Markdown", remedy="Save it as .docx or .md.")
    if not markup.strip():
        raise UnreadableDocument(path, "there is no text in it")
    return [block for block in _blocks(html.fragment_fromstring(markup, create_parent="div")) if block.text]


def _blocks(parent: Any) -> Iterator[Outlined]:
    number = int(parent.get("start") or 1) if parent.tag == "ol" else 0
    for element in parent:
        if element.tag in _HEADINGS:
            yield Outlined("heading", _text(element), level=_HEADINGS[element.tag])
        elif element.tag == "li":
            yield Outlined("item", _text(element), number=number)
            number += bool(number)
        elif element.tag == "table":
            yield from _rows(element)
        elif element.tag in _INSIDE:
            yield from _blocks(element)
        elif isinstance(element.tag, str):
            yield Outlined("text", _text(element))


def _rows(table: Any) -> Iterator[Outlined]:
    for row in table.iter("tr"):
        cells = tuple(_text(cell) for cell in row if cell.tag in {"td", "th"})
        head = all(cell.tag == "th" for cell in row)
        yield Outlined("row", " | ".join(cells).strip(" |"), cells=cells, head=head)


def _text(element: Any) -> str:
    for pause in element.iter("br"):
        pause.tail = f" {pause.tail or ''}"
    return " ".join(element.text_content().split())
