"""Markdown that the copilot itself wrote (a draft, a kept layout, a figure with its table), as neutral parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from plant_ui.channels.parts import Line, Part, Quote, Span, Steps, Table, Text
from plant_ui.channels.plain import plain

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
_MARKS = re.compile(r"\s*\[(\d{1,3})\](?!\()")


def parts_of(markdown: str) -> tuple[Part, ...]:
    """Return Markdown as parts; of links and pictures only the words stay, and [1] becomes a mark."""
    return tuple(_blocks(_PARSER.parse(markdown)))


def line_of(markdown: str) -> Line:
    """Return one paragraph of Markdown as a line."""
    return _line(_PARSER.parseInline(markdown)[0].children or [])


def _blocks(tokens: Sequence[Token]) -> Iterator[Part]:
    at = 0
    while at < len(tokens):
        end = _end_of(tokens, at)
        inside, kind = tokens[at + 1 : end], tokens[at].type
        if kind in {"bullet_list_open", "ordered_list_open"}:
            yield Steps("", tuple(_items(inside, numbered=kind.startswith("ordered"))))
        elif kind == "table_open":
            yield _table(inside)
        elif kind == "blockquote_open":
            lines = [part.line for part in _blocks(inside) if isinstance(part, Text)]
            yield Quote("", _joined(lines))
        elif kind in {"paragraph_open", "heading_open"}:
            yield Text(_line(inside[0].children or []), heading=kind == "heading_open")
        elif tokens[at].content:
            yield Text(Line.of(plain(tokens[at].content)))
        at = end + 1


def _end_of(tokens: Sequence[Token], at: int) -> int:
    depth = 0
    for number in range(at, len(tokens)):
        depth += tokens[number].nesting
        if depth == 0:
            return number
    return len(tokens) - 1


def _items(tokens: Sequence[Token], *, numbered: bool) -> Iterator[Line]:
    """Yield the points of a list, those of lists within after the one they belong to."""
    number, ordered = 0, [numbered]
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            ordered.append(token.type.startswith("ordered"))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            ordered.pop()
        elif token.type == "inline":
            number += 1
            line = _line(token.children or [])
            yield _joined([Line.of(f"{number}. "), line], "") if numbered and len(ordered) == 1 else line


def _table(tokens: Sequence[Token]) -> Table:
    rows: list[list[Line]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_line(token.children or []))
    cells = [tuple(line.text for line in row) for row in rows]
    marks = [tuple(dict.fromkeys(mark for line in row for mark in line.marks)) for row in rows[1:]]
    return Table(cells[0], tuple(cells[1:]), tuple(marks))


def _line(tokens: Sequence[Token]) -> Line:
    spans: list[Span] = []
    marks: list[int] = []
    strong = 0
    for token in tokens:
        strong += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
        words = "\n" if token.type in {"softbreak", "hardbreak"} else token.content
        if words:
            marks += [int(mark) for mark in _MARKS.findall(words)]
            spans.append(Span(_kept_blanks(_MARKS.sub("", words)), bool(strong)))
    return Line(tuple(span for span in spans if span.text), tuple(dict.fromkeys(marks)))


def _kept_blanks(words: str) -> str:
    """Return words made plain, with the blank or line break at either end that parts them from the next."""
    if not (core := words.strip()):
        return words[:1]
    lead, trail = words[: len(words) - len(words.lstrip())][:1], words[len(words.rstrip()) :][:1]
    return f"{lead}{plain(core)}{trail}"


def _joined(lines: Sequence[Line], by: str = "\n") -> Line:
    spans = [span for n, line in enumerate(lines) for span in ((Span(by),) if n and by else ()) + line.spans]
    return Line(tuple(spans), tuple(dict.fromkeys(mark for line in lines for mark in line.marks)))
