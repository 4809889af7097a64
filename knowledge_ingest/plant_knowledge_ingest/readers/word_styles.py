"""What Word's styles say of a paragraph: whether it is a heading, and which list counts it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from plant_knowledge_ingest.readers.word_xml import attribute, child, children

# Word keeps the English names of its own styles; other programs and old templates translate them.
_HEADING = re.compile(r"(?:heading|überschrift|标题|標題)\s*(\d)", re.IGNORECASE)
_TITLES = frozenset({"title", "titel", "标题", "標題"})
_MOST_ANCESTORS = 20


class ParagraphStyle(NamedTuple):
    """``heading`` is the level of a heading from 1, or 0; ``list`` and ``depth`` name what counts it, or ""."""

    heading: int
    list: str
    depth: int


class Styles:
    """The styles of one document, made from the part ``word/styles.xml`` or None."""

    def __init__(self, root: Any | None) -> None:
        self._by_id = {attribute(style, "styleId"): style for style in children(root, "style")}

    def of(self, properties: Any | None) -> ParagraphStyle:
        """Return what holds for a paragraph with ``properties`` (its ``pPr``, or None)."""
        styles = list(self._line(attribute(child(properties, "pStyle"), "val")))
        own = [properties, *(child(style, "pPr") for style in styles)]
        number = _first(own, "numPr", "numId")
        depth = _first(own, "numPr", "ilvl")
        heading = _named(styles) or _outlined(_first(own, "outlineLvl"))
        return ParagraphStyle(heading, "" if number == "0" else number, int(depth or 0))

    def _line(self, name: str) -> Iterator[Any]:
        """Yield a style and those it is based on."""
        for _ in range(_MOST_ANCESTORS):
            style = self._by_id.get(name)
            if style is None:
                return
            yield style
            name = attribute(child(style, "basedOn"), "val")


def _first(properties: list[Any], *path: str) -> str:
    return next((value for own in properties if (value := attribute(child(own, *path), "val"))), "")


def _named(styles: list[Any]) -> int:
    for style in styles:
        called = attribute(child(style, "name"), "val").strip().lower()
        if called in _TITLES:
            return 1
        if level := _HEADING.match(called):
            return int(level[1])
    return 0


def _outlined(level: str) -> int:
    return int(level) + 1 if level.isdigit() and int(level) < 9 else 0
