"""A procedure as a Word document, to be worked on and printed: the same content as the PDF, stamped the same way."""

from __future__ import annotations

from functools import singledispatchmethod

from plant_tools.docx.document import Cell, Document
from plant_tools.docx.furniture import Furniture
from plant_tools.sop.columns import Pair
from plant_tools.sop.printed import SIGNAL_COLOURS
from plant_tools.sop.qr import picture
from plant_tools.sop.sheet import Block, Grid, Heading, Message, Row, Rows, Sheet, StepRow
from plant_tools.sop.sheet_words import word

_PALE = ("FDECEC", "FFF1E2", "FFF9D9", "E8F0FA")
_LIGHT, _DARK = "EEF2F6", "12344D"


def docx(sheet: Sheet) -> bytes:
    """Return the Word document of a sheet; the same sheet gives the same bytes."""
    spoken = sheet.languages[-1]
    version = f"{word(spoken, 'version')} {sheet.version} · {word(spoken, sheet.state.value)}"
    counted = word(spoken, "page", page="{page}", pages="{pages}")
    foot = (f"{sheet.id} · {version}", counted)
    writer = _Writer(Document(Furniture((f"{sheet.id} · {sheet.title}", ""), foot, sheet.stamp)))
    writer.top(sheet)
    for block in sheet.blocks:
        writer.add(block)
    return writer.document.written()


class _Writer:
    def __init__(self, document: Document) -> None:
        self.document = document

    def top(self, sheet: Sheet) -> None:
        title = Cell(
            (
                (" / ".join(dict.fromkeys(word(each, "sop") for each in sheet.languages)), "Source"),
                (sheet.title, "Heading1"),
            )
        )
        if sheet.live:
            live = " / ".join(dict.fromkeys(word(each, "live") for each in sheet.languages))
            code = Cell(((live, "Small"), (sheet.live, "Small")), picture=picture(sheet.live))
            self.document.cells([[title, code]], (5, 1.6), ruled=False)
        else:
            self.document.cells([[title]], (1,), ruled=False)
        cells = [cell for label, value in sheet.facts for cell in (Cell(((label, "Small"),), _LIGHT), _cell(value))]
        cells += [Cell((("", "Cell"),))] * (-len(cells) % 4)
        self.document.cells([cells[at : at + 4] for at in range(0, len(cells), 4)], (1.2, 1.9, 1.2, 1.9))

    @singledispatchmethod
    def add(self, block: Block) -> None:
        raise TypeError(f"{type(block).__name__} cannot be written")

    @add.register
    def _heading(self, block: Heading) -> None:
        self.document.heading(" / ".join(dict.fromkeys(block.texts)), block.level + 1)

    @add.register
    def _rows(self, block: Rows) -> None:
        style = "Source" if block.small else "Missing"
        if all(len(row.texts) == 1 for row in block.rows):
            for row in block.rows:
                look = style if row.gap or block.small else "Item" if block.listed else ""
                self.document.paragraph(("• " * block.listed) + _marked(row, 0), look)
            return
        self.document.cells([_sides(row) for row in block.rows], [1] * len(block.rows[0].texts), ruled=False)

    @add.register
    def _grid(self, block: Grid) -> None:
        heads = [Cell(((" / ".join(dict.fromkeys(head)), "Bright"),), _DARK) for head in block.heads]
        self.document.cells([heads, *([_stacked(row) for row in line] for line in block.rows)], block.shares, head=True)

    @add.register
    def _message(self, block: Message) -> None:
        ground, letters = SIGNAL_COLOURS[block.rank]
        style = "Bright" if letters == "#ffffff" else "Head"
        words = Cell(tuple((text, style) for text in dict.fromkeys(block.words)), ground.removeprefix("#").upper())
        texts = _sides(block.row, _PALE[block.rank])
        self.document.cells([[words, *texts]], (1, *[5 / len(texts)] * len(texts)))

    @add.register
    def _step(self, block: StepRow) -> None:
        sides = max(len(block.action.texts), len(block.good.texts))
        texts = [Cell(tuple(_step_lines(block, side))) for side in range(sides)]
        box = Cell((("☐", "Action"), *((("________", "Small"),) if not block.good.gap else ())))
        number = Cell(((str(block.number), "Head"),))
        self.document.cells([[number, *texts, box]], (0.45, *[4.8 / sides] * sides, 0.75))


def _step_lines(block: StepRow, side: int) -> list[tuple[str, str]]:
    lines = _lines(block.action, side, "Action")
    lines += _lines(block.good, side, "Missing" if block.good.gap else "Good")
    for row in block.remarks:
        lines += _lines(row, side, "Source")
    if block.flag:
        lines.append((_of(block.flag, side), "Changed"))
    return [line for line in lines if line[0]] or [("", "Cell")]


def _lines(row: Row, side: int, style: str) -> list[tuple[str, str]]:
    first, *more = _marked(row, side).split("\n")
    return [*([(first, style)] if first else []), *((line, "Small") for line in more)]


def _of(texts: Pair, side: int) -> str:
    return texts[side] if side < len(texts) else ""


def _marked(row: Row, side: int) -> str:
    """Return a text with the marks of its sources behind its first line, in the first column only."""
    first, *more = _of(row.texts, side).split("\n")
    marks = "".join(f"[{mark}]" for mark in row.marks) if not side else ""
    return "\n".join((f"{first} {marks}".rstrip(), *more))


def _sides(row: Row, fill: str = "") -> list[Cell]:
    style = "Missing" if row.gap else "Cell"
    return [Cell(tuple(_lines(row, side, style)), fill) for side in range(len(row.texts))]


def _stacked(row: Row) -> Cell:
    style = "Missing" if row.gap else "Cell"
    lines = [line for side, text in enumerate(dict.fromkeys(row.texts)) if text for line in _lines(row, side, style)]
    return Cell(tuple(lines) or (("", "Cell"),))


def _cell(text: str) -> Cell:
    return Cell(((text, "Cell"),))
