"""A procedure as PDF: A4, its state and number on every page, warnings in their colours, boxes to tick by hand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch
from html import escape

from plant_knowledge_ingest.printing import Band, Cell, Paper, printed, strong
from plant_tools.sop.columns import Pair
from plant_tools.sop.model import State
from plant_tools.sop.qr import picture
from plant_tools.sop.sheet import Block, Grid, Heading, Message, Row, Rows, Sheet, StepRow
from plant_tools.sop.sheet_words import word

SIGNAL_COLOURS = (("#b91c1c", "#ffffff"), ("#ea7600", "#000000"), ("#ffd100", "#000000"), ("#1d4f91", "#ffffff"))
"""Ground and letters of the four signal words, as ANSI Z535 has them."""
_PALE = ("#fdecec", "#fff1e2", "#fff9d9", "#e8f0fa")
_DARK, _LIGHT, _GREY, _ACCENT = "#12344d", "#eef2f6", "#52606d", "#0b6e4f"
_QR = "live.png"


def pdf(sheet: Sheet) -> bytes:
    """Return the PDF of a sheet."""
    bands = [*_top(sheet)]
    for block in sheet.blocks:
        bands += _bands(block)
    pictures = {_QR: picture(sheet.live)} if sheet.live else {}
    return printed(bands, _paper(sheet, pictures))


def _paper(sheet: Sheet, pictures: dict[str, bytes]) -> Paper:
    spoken = sheet.languages[-1]
    state = word(spoken, sheet.state.value)

    def head(page: int, pages: int) -> tuple[str, str]:
        of = word(spoken, "page", page=page, pages=pages)
        version = f"{word(spoken, 'version')} {sheet.version}"
        left = f'<p style="font-size:10pt">{strong(sheet.id)}</p><p style="color:{_GREY}">{escape(sheet.title)}</p>'
        told = f'<p style="text-align:right">{escape(version)} · {escape(state)}</p>'
        return left, f'{told}<p style="text-align:right;color:{_GREY}">{escape(of)}</p>'

    def foot(page: int, pages: int) -> tuple[str, str]:
        colour = _ACCENT if sheet.state is State.APPROVED and not sheet.stamp else "#b91c1c"
        told = strong(sheet.stamp.upper() if sheet.stamp else state)
        left = f'<p style="font-size:8pt"><span style="color:{colour}">{_coloured(told, colour)}</span></p>'
        line = f"{sheet.id} · {word(spoken, 'version')} {sheet.version} · {page}/{pages}"
        return left, f'<p style="text-align:right;font-size:8pt;color:{_GREY}">{escape(line)}</p>'

    title = f"{sheet.id} {sheet.title}"
    return Paper(head, foot, sheet.stamp.split(" · ")[-1].upper() if sheet.stamp else "", pictures, title)


def _coloured(html: str, colour: str) -> str:
    return html.replace("<b>", f'<b style="color:{colour}">').replace(
        'style="-webkit', f'style="color:{colour};-webkit'
    )


def _top(sheet: Sheet) -> Iterator[Band]:
    spoken = sheet.languages
    kinds = " / ".join(dict.fromkeys(word(each, "sop") for each in spoken))
    title = f'<p style="color:{_GREY}">{escape(kinds)}</p><p style="line-height:1.15">{_sized(sheet.title, 17)}</p>'
    cells = [Cell(title, 5.0)]
    if sheet.live:
        live = escape(" / ".join(dict.fromkeys(word(each, "live") for each in spoken)))
        code = f'<p style="text-align:center"><img src="{_QR}" width="64" height="64"/></p>'
        cells.append(Cell(f'{code}<p style="text-align:center;font-size:6.5pt;color:{_GREY}">{live}</p>', 1.2))
    yield Band(tuple(cells), keep=True)
    for at in range(0, len(sheet.facts), 2):
        pairs = sheet.facts[at : at + 2]
        made = [cell for label, value in pairs for cell in (_label(label), Cell(f"<p>{escape(value)}</p>", 1.9))]
        made += [_label(""), Cell("<p></p>", 1.9)] * (2 - len(pairs))
        yield Band(tuple(made), ruled=True, keep=True)
    yield Band((Cell("<p></p>"),))


def _label(text: str) -> Cell:
    return Cell(f'<p style="color:{_GREY};font-size:8pt">{escape(text)}</p>', 1.25, _LIGHT)


def _sized(text: str, points: float) -> str:
    return (
        strong(text)
        .replace("<b>", f'<b style="font-size:{points}pt">')
        .replace('style="-webkit', f'style="font-size:{points}pt;-webkit')
    )


@singledispatch
def _bands(block: Block) -> list[Band]:
    raise TypeError(f"{type(block).__name__} cannot be printed")


@_bands.register
def _heading(block: Heading) -> list[Band]:
    text = " / ".join(dict.fromkeys(block.texts))
    if block.level > 1:
        return [Band((Cell(f"<p>{_coloured(strong(text), _DARK)}</p>", fill=_LIGHT),), keep=True, above=6)]
    html = f'<p style="font-size:12pt">{_coloured(_sized(text, 12), _DARK)}</p>'
    return [Band((Cell(html),), keep=True, above=10)]


@_bands.register
def _rows(block: Rows) -> list[Band]:
    bullet, size = "• " * block.listed, 7.5 if block.small else 9
    return [Band(_columns(row, bullet=bullet, size=size)) for row in block.rows]


@_bands.register
def _grid(block: Grid) -> list[Band]:
    heads = (" / ".join(dict.fromkeys(head)) for head in block.heads)
    shares = block.shares
    head = Band(
        tuple(
            Cell(f'<p style="font-size:8pt">{_coloured(strong(text), "#ffffff")}</p>', share, _DARK)
            for text, share in zip(heads, shares, strict=True)
        ),
        keep=True,
    )
    bands = [head]
    for row in block.rows:
        cells = (Cell(_said(one), share) for one, share in zip(row, shares, strict=True))
        bands.append(Band(tuple(cells), ruled=True, head=head))
    return bands


@_bands.register
def _message(block: Message) -> list[Band]:
    ground, letters = SIGNAL_COLOURS[block.rank]
    words = "".join(f"<p>{_coloured(strong(text), letters)}</p>" for text in dict.fromkeys(block.words))
    cells = (Cell(words, 0.9, ground, letters), *_columns(block.row, fill=_PALE[block.rank], whole=5.1))
    return [Band(cells, keep=True, edge=ground, above=2)]


@_bands.register
def _step(block: StepRow) -> list[Band]:
    sides = max(len(block.action.texts), len(block.good.texts))
    texts = [_action(block, side) for side in range(sides)]
    box = '<p style="text-align:right;font-size:13pt">☐</p>'
    line = '<p style="text-align:right;color:#9aa5b1;font-size:8pt">__________</p>'
    cells = (
        Cell(f'<p style="font-size:12pt;text-align:center">{strong(str(block.number))}</p>', 0.45),
        *(Cell(text, 4.7 / sides) for text in texts),
        Cell(box + (line if not block.good.gap else ""), 0.85),
    )
    return [Band(cells, ruled=True, edge="#b91c1c" if block.flag else "")]


def _action(block: StepRow, side: int) -> str:
    last = side == max(len(block.action.texts), len(block.good.texts)) - 1
    marks = _marks(block.action) if side == 0 else ""
    made = [_text(_side(block.action.texts, side), marks, size=10)]
    good = _side(block.good.texts, side)
    if good:
        colour = "#b45309" if block.good.gap else _ACCENT
        made.append(
            _text(good, _marks(block.good) if side == 0 else "", size=8 if block.good.gap else 9, colour=colour)
        )
    made += [_text(_side(row.texts, side), _marks(row), size=8, colour=_GREY) for row in block.remarks]
    if block.flag and last:
        made.append(f'<p style="color:#b91c1c">{_coloured(strong(" / ".join(block.flag)), "#b91c1c")}</p>')
    return "".join(made)


def _side(texts: Pair, side: int) -> str:
    return texts[side] if side < len(texts) else ""


def _columns(row: Row, *, bullet: str = "", fill: str = "", whole: float = 6.0, size: float = 9) -> tuple[Cell, ...]:
    colour = "#b45309" if row.gap else ""
    texts = row.texts
    return tuple(
        Cell(
            _text(_bulleted(bullet, text), _marks(row) if not side else "", size=size, colour=colour),
            whole / len(texts),
            fill,
        )
        for side, text in enumerate(texts)
    )


def _bulleted(bullet: str, text: str) -> str:
    return text if text.startswith("\n") else bullet + text


def _said(row: Row) -> str:
    colour = "#b45309" if row.gap else ""
    texts = list(dict.fromkeys(text for text in row.texts if text))
    return "".join(_text(text, _marks(row) if not at else "", size=8.5, colour=colour) for at, text in enumerate(texts))


def _text(text: str, marks: str = "", *, size: float = 9, colour: str = "") -> str:
    look = f"font-size:{size}pt" + (f";color:{colour}" if colour else "")
    first, *more = text.split("\n")
    small = "".join(f'<p style="font-size:7.5pt;color:{_GREY}">{escape(line)}</p>' for line in more)
    plain = f'<p style="{look}"><span style="{look}">{escape(first)}</span>{marks}</p>' if first else ""
    return plain + small


def _marks(row: Row) -> str:
    said = "".join(f"[{mark}]" for mark in row.marks)
    return f'<span style="font-size:7pt;color:{_GREY}"> {said}</span>' if said else ""
