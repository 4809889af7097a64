"""Lines as Slack's rich text, which shows words as they are: no markup, no mention and no link is read in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from plant_ui.channels.parts import Line, Span
from plant_ui.slack.text import pieces

Json = dict[str, Any]

LARGEST = 2_900
"""Characters of one block; Slack takes 3,000."""


def section(line: Line, *, strong: bool = False, before: str = "") -> list[Json]:
    """Return a paragraph, as several where it is too long for one block."""
    return [_element("rich_text_section", spans) for spans in _parted(_spans(line, strong=strong, before=before))]


def quote(line: Line) -> list[Json]:
    """Return verbatim words with a bar beside them."""
    return [_element("rich_text_quote", spans) for spans in _parted(_spans(line))]


def bullets(lines: Iterable[Line]) -> list[Json]:
    """Return points, each a line."""
    points = [one for line in lines for one in section(line)]
    return [{"type": "rich_text_list", "style": "bullet", "elements": [point]} for point in points]


def blocks(elements: Iterable[Json]) -> Iterator[Json]:
    """Yield ``elements`` in as few blocks as Slack takes; points that follow one another are one list."""
    held: list[Json] = []
    for element in elements:
        if held and size(held) + size([element]) > LARGEST:
            yield {"type": "rich_text", "elements": _joined(held)}
            held = []
        held.append(element)
    if held:
        yield {"type": "rich_text", "elements": _joined(held)}


def size(elements: Iterable[Json]) -> int:
    """Return the characters in ``elements``."""
    return sum(len(one.get("text", "")) + size(one.get("elements", ())) for one in elements)


def _spans(line: Line, *, strong: bool = False, before: str = "") -> list[Span]:
    marks = " ".join(f"[{mark}]" for mark in line.marks)
    spans = [Span(before, True)] if before else []
    spans += [Span(span.text, strong or span.strong) for span in line.spans]
    return [span for span in [*spans, Span(f" {marks}" if marks else "")] if span.text]


def _parted(spans: Iterable[Span]) -> Iterator[list[Span]]:
    """Yield spans in stretches that fit into a block."""
    held: list[Span] = []
    for span in spans:
        for text in pieces(span.text, LARGEST):
            if sum(len(one.text) for one in held) + len(text) > LARGEST:
                yield held
                held = []
            held.append(Span(text, span.strong))
    if held:
        yield held


def _element(kind: str, spans: Iterable[Span]) -> Json:
    return {"type": kind, "elements": [_text(span) for span in spans]}


def _text(span: Span) -> Json:
    told: Json = {"type": "text", "text": span.text}
    return told | {"style": {"bold": True}} if span.strong else told


def _joined(elements: Iterable[Json]) -> list[Json]:
    joined: list[Json] = []
    for element in elements:
        if joined and element["type"] == joined[-1]["type"] == "rich_text_list":
            joined[-1]["elements"] += element["elements"]
        elif element["type"] == "rich_text_list":
            joined.append({**element, "elements": list(element["elements"])})
        else:
            joined.append(element)
    return joined
