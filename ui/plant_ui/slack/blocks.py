"""An answer as messages of Slack: blocks within its limits, no citation left out, no block that Slack refuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from plant_ui.channels.parts import Caution, Line, Part, Quote, Rendered, Source, Span, Steps, Table, Text
from plant_ui.channels.places import numbers
from plant_ui.channels.words import say
from plant_ui.slack import rich
from plant_ui.slack.buttons import below, plain
from plant_ui.slack.text import LONGEST_TEXT, pieces, summary, written
from plant_ui.slack.words import say as slack_say

Json = dict[str, Any]

MOST_BLOCKS = 48
"""Blocks of one message; Slack takes 50."""

LARGEST_MESSAGE = 11_000
"""Characters in the blocks of one message; beyond some 12,000 Slack refuses it."""

_MOST_ROWS, _MOST_COLUMNS, _LARGEST_TABLE = 90, 20, 6_000
_LARGEST_CONTEXT = 1_900


@dataclass(slots=True)
class Message:
    """A message: the line of notifications, and its blocks."""

    text: str
    blocks: list[Json] = field(default_factory=list)


def messages(told: Rendered, token: str = "", *, picture: str = "") -> list[Message]:
    """Return an answer as one message, and as further ones where it is too long for one.

    ``token`` is what the buttons carry, "" for none; ``picture`` the id of an uploaded picture of the cited place.
    """
    body = [*_warnings(told.warnings), *rich.blocks(rich.section(told.lead, strong=True))]
    body += [_picture(picture, told)] if picture else []
    body += _parts(told.parts)
    end = [*_notices(told), *_sources(told), *(below(told, token) if token else ()), *_code(told)]
    stretches = _parted([*body, *end])
    texts = [summary(told)] + [f"({slack_say(told.language, 'continued')}) {summary(told)}"] * (len(stretches) - 1)
    return [Message(text[:LONGEST_TEXT], blocks) for text, blocks in zip(texts, stretches, strict=True)]


def saying(text: str) -> Message:
    """Return a message of a few words of the copilot's own."""
    return Message(written(text)[:LONGEST_TEXT], list(rich.blocks(rich.section(Line.of(text)))))


def weight(block: Json) -> int:
    """Return the characters in a block."""
    if isinstance(text := block.get("text"), dict):
        return len(text["text"])
    inside = [*block.get("elements", ()), *(cell for row in block.get("rows", ()) for cell in row)]
    return (len(text) if isinstance(text, str) else 0) + sum(weight(one) for one in inside)


def _parted(blocks: Sequence[Json]) -> list[list[Json]]:
    """Return ``blocks`` in order, in as many messages as they need."""
    parted: list[list[Json]] = [[]]
    filled = 0
    for block in blocks:
        heavy = filled + weight(block) > LARGEST_MESSAGE or len(parted[-1]) >= MOST_BLOCKS
        if parted[-1] and heavy:
            parted.append([])
            filled = 0
        parted[-1].append(block)
        filled += weight(block)
    return parted


def _warnings(cautions: Iterable[Caution]) -> list[Json]:
    elements = []
    for one in cautions:
        signal = (Span(f"{one.signal}\n", True),) if one.signal else ()
        line = Line((*signal, *one.line.spans), one.line.marks)
        elements += rich.section(line, strong=not one.signal, before="⚠️ ")
    return list(rich.blocks(_apart(elements)))


def _parts(parts: Iterable[Part]) -> list[Json]:
    """Return parts as blocks; what is rich text shares blocks. Slack takes one table a message, others are points."""
    made: list[Json] = []
    held: list[Json] = []
    drawn = False
    for part in parts:
        if isinstance(part, Table) and not drawn and _fits(part):
            made += [*rich.blocks(held), *_table(part)]
            held, drawn = [], True
        else:
            held += _rich(part)
    return [*made, *rich.blocks(held)]


def _rich(part: Part) -> list[Json]:
    match part:
        case Text(line=line, heading=heading):
            return [*rich.section(Line.of("\n")), *rich.section(line, strong=heading)]
        case Steps(title=title, lines=lines):
            return [*_title(title), *(one for line in lines for one in _step(line))]
        case Quote(intro=intro, line=line):
            return [*_title(intro, strong=False), *rich.quote(line)]
        case Table():
            return [*_title(part.title), *rich.bullets(_row_lines(part))]


def _step(line: Line) -> list[Json]:
    """Return a point; steps that are quoted line by line, with numbers of their own, get none of ours."""
    return rich.quote(line) if "\n" in line.text else rich.bullets([line])


def _title(title: str, *, strong: bool = True) -> list[Json]:
    return rich.section(Line.of(f"\n{title}" if title else "\n", strong=strong))


def _fits(table: Table) -> bool:
    size = sum(len(cell) for row in (table.head, *table.rows) for cell in row)
    return len(table.rows) <= _MOST_ROWS and len(table.head) <= _MOST_COLUMNS and size <= _LARGEST_TABLE


def _table(table: Table) -> Iterator[Json]:
    """Yield a table of Slack's; the marks of a row stand in its last cell."""
    if table.title:
        yield from rich.blocks(rich.section(Line.of(table.title, strong=True)))
    rows = [table.head, *(_marked(row, marks) for row, marks in zip(table.rows, table.marks, strict=True))]
    yield {"type": "table", "rows": [[{"type": "raw_text", "text": cell or "–"} for cell in row] for row in rows]}


def _marked(row: tuple[str, ...], marks: tuple[int, ...]) -> tuple[str, ...]:
    told = " ".join([row[-1], *(f"[{mark}]" for mark in marks)])
    return (*row[:-1], told.strip())


def _row_lines(table: Table) -> Iterator[Line]:
    for row, marks in zip(table.rows, table.marks, strict=True):
        cells = [f"{head}: {cell}" if head else cell for head, cell in zip(table.head, row, strict=True) if cell]
        yield Line.of(" · ".join(cells) or "–", marks)


def _picture(file: str, told: Rendered) -> Json:
    cited = [one for one in told.sources if one.has_page_image]
    meant = [one for one in cited if set(told.lead.marks) & set(one.marks)]
    place = next((one.label for one in [*meant, *cited]), told.lead.text)
    return {"type": "image", "slack_file": {"id": file}, "alt_text": plain(place, 1_900)["text"]}


def _notices(told: Rendered) -> list[Json]:
    texts = [piece for notice in told.notices for piece in pieces(notice, _LARGEST_CONTEXT)]
    return [{"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": False}]} for text in texts]


def _sources(told: Rendered) -> list[Json]:
    if not told.sources:
        return []
    title = rich.section(Line.of(f"\n{say(told.language, 'sources')}", strong=True))
    return list(rich.blocks([*title, *rich.bullets(_source(one) for one in told.sources)]))


def _source(told: Source) -> Line:
    return Line((Span(numbers(told.marks), True), Span(f" · {told.label}")))


def _code(told: Rendered) -> list[Json]:
    if not told.support_code:
        return []
    text = say(told.language, "code", code=told.support_code)
    return [{"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": False}]}]


def _apart(elements: Sequence[Json]) -> Iterator[Json]:
    for number, element in enumerate(elements):
        if number:
            yield from rich.section(Line.of("\n"))
        yield element
