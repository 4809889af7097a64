"""An answer as Markdown for programs of others: what every channel says, with footnotes, and no link or picture."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plant_ui.channels.parts import Line, Quote, Rendered, Span, Steps, Table, Text
from plant_ui.channels.plain import plain
from plant_ui.channels.words import say

_MARKUP = re.compile(r"([\\`*_\[\]<>|])")
_LEADING = re.compile(r"^(\s*)([#+=-])", re.MULTILINE)


def blocks(told: Rendered) -> Iterator[str]:
    """Yield an answer piece by piece, each ending with a blank line: warnings, first line, the rest, sources."""
    for block in _blocks(told):
        yield f"{block}\n\n"


def said(text: str) -> str:
    """Return text of the copilot's own or of a document, as it is read, with nothing that would be markup."""
    return _plain(plain(text))


def _blocks(told: Rendered) -> Iterator[str]:
    if told.warnings:
        yield f"**{say(told.language, 'safety')}**"
    for warning in told.warnings:
        signal = f"**{_plain(warning.signal)}**\n" if warning.signal else ""
        yield _quoted(f"{signal}{_line(warning.line)}")
    yield _line(told.lead)
    for part in told.parts:
        yield _part(part)
    for notice in told.notices:
        yield f"*{_plain(notice)}*"
    if told.sources:
        lines = [f"- {_marks(source.marks)} {_plain(source.label)}" for source in told.sources]
        yield "\n".join([f"**{say(told.language, 'sources')}**", "", *lines])


def _part(part: Text | Steps | Table | Quote) -> str:
    match part:
        case Text():
            return f"### {_line(part.line)}" if part.heading else _line(part.line)
        case Steps():
            title = [f"**{_plain(part.title)}**", ""] if part.title else []
            return "\n".join([*title, *(f"- {_line(line)}".replace("\n", "\n  ") for line in part.lines)])
        case Table():
            return _table(part)
        case Quote():
            intro = f"*{_plain(part.intro)}*\n\n" if part.intro else ""
            return intro + _quoted(_line(part.line))


def _table(table: Table) -> str:
    rows = [
        [*map(_cell, row[:-1]), f"{_cell(row[-1])} {_marks(marks)}".strip()]
        for row, marks in zip(table.rows, table.marks, strict=True)
    ]
    drawn = [[_cell(name) for name in table.head], ["---"] * len(table.head), *rows]
    title = [f"**{_plain(table.title)}**", ""] if table.title else []
    return "\n".join([*title, *(f"| {' | '.join(row)} |" for row in drawn)])


def _line(line: Line) -> str:
    return f"{''.join(map(_span, line.spans))} {_marks(line.marks)}".strip()


def _span(span: Span) -> str:
    """Return words, stressed line by line: stress ends with its line."""
    lines = _plain(span.text).split("\n")
    return "\n".join(f"**{line}**" if span.strong and line.strip() else line for line in lines)


def _marks(marks: tuple[int, ...]) -> str:
    return " ".join(f"[{mark}]" for mark in marks)


def _cell(text: str) -> str:
    return " ".join(_plain(text).split())


def _quoted(text: str) -> str:
    """Return lines as a quotation that keeps them apart."""
    return "\n".join(f"> {line}  " for line in text.splitlines()).rstrip()


def _plain(text: str) -> str:
    """Escape what would be read as markup."""
    return _LEADING.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", text))
