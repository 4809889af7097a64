"""Workbooks as markup: each sheet a section under its name, each block of rows a table with the rows' numbers.

Cells are read as a spreadsheet shows them: what formulas came to when the file was saved, numbers in their
format, merged cells with what they say in each row. Hidden sheets and macros are not read.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.readers.archive import office_file
from plant_knowledge_ingest.readers.displayed import displayed
from plant_knowledge_ingest.readers.markup_table import heading_rows, table
from plant_knowledge_ingest.readers.section import Section

MAIN = "xl/workbook.xml"
_MOST_CELLS = 1_000_000
# A wider table is printed in strips of so many columns, the first of them repeated, as a spreadsheet prints it.
_WIDEST = 12
_LONGEST_HEADING = 80
# Merged cells beyond this are a picture made of cells.
_MOST_MERGED = 50_000
_ROW_TITLE = "#"


class _Row(NamedTuple):
    """The ``number`` of a row from 1, and what its cells say, None where the cell to the left reaches over."""

    number: int
    cells: list[str | None]


def sheet_sections(path: Path) -> list[Section]:
    """Return a section for each visible sheet of the workbook at ``path``. Raises ``UnreadableDocument``."""
    with office_file(path, MAIN), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl does not know: validations, drawings, extensions
        workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            shown = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
            counted = _Counted(path)
            sections = (Section("".join(_sheet(sheet, counted)), sheet.title) for sheet in shown)
            return [section for section in sections if section.markup]
        finally:
            workbook.close()


class _Counted:
    """Counts the cells of one workbook, and refuses more than are read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._cells = 0

    def __call__(self, cells: int) -> None:
        self._cells += cells
        if self._cells > _MOST_CELLS:
            raise UnreadableDocument(
                self._path,
                f"it has more than {_MOST_CELLS:,} cells",
                remedy="Save the sheets and columns that matter as a workbook of their own.",
            )


def _sheet(sheet: Any, counted: _Counted) -> Iterator[str]:
    blocks = list(_blocks(sheet, counted))
    if blocks:
        yield f"<h1>{escape(sheet.title, quote=False)}</h1>"
    for block in blocks:
        yield from _block(block)


def _blocks(sheet: Any, counted: _Counted) -> Iterator[list[_Row]]:
    """Yield the stretches of rows between empty ones."""
    merged = _Merged(sheet)
    sheet.reset_dimensions()  # what a file says of its own size may be wrong
    rows = enumerate(sheet.iter_rows(), 1)
    read = (_Row(n, merged(n, [displayed(c.value, _format(c)) for c in cells])) for n, cells in rows)
    for said, stretch in groupby(read, key=lambda row: any(row.cells)):
        if said:
            block = []
            for row in stretch:
                counted(len(row.cells))
                block.append(row)
            yield block


def _format(cell: Any) -> str:
    return cell.number_format if cell.value is not None else ""


class _Merged:
    """What merged cells say in the places they reach over; openpyxl keeps that to itself when it reads row by row."""

    def __init__(self, sheet: Any) -> None:
        self._over: dict[tuple[int, int], tuple[int, int]] = {}
        self._said: dict[tuple[int, int], str | None] = {}
        for left, top, right, bottom in _merged_ranges(sheet):
            self._over |= {(r, c): (top, left) for r in range(top, bottom + 1) for c in range(left, right + 1)}
            if len(self._over) > _MOST_MERGED:
                break

    def __call__(self, number: int, cells: list[str]) -> list[str | None]:
        """Return the ``cells`` of row ``number``, completed."""
        told: list[str | None] = list(cells)
        while (number, len(told) + 1) in self._over:  # the last cells of a row need not be in the file
            told.append("")
        for column, text in enumerate(cells + [""] * (len(told) - len(cells)), 1):
            corner = self._over.get((number, column))
            if corner == (number, column):
                self._said[corner] = text
            elif corner:
                told[column - 1] = self._said.get(corner, "") if corner[1] == column else None
        return told


def _merged_ranges(sheet: Any) -> Iterator[tuple[int, int, int, int]]:
    with sheet._get_source() as source:  # noqa: SLF001 - see _Merged
        for _, element in etree.iterparse(source, tag=("{*}mergeCell", "{*}row"), resolve_entities=False):
            if reference := element.get("ref"):
                left, top, right, bottom = range_boundaries(reference)
                if left and top and right and bottom:  # a whole column or row has no corners
                    yield left, top, right, bottom
            element.clear()


def _block(rows: list[_Row]) -> Iterator[str]:
    """Yield what stands above a table, then the table, in strips if it is wide."""
    width = max(len(row.cells) for row in rows)
    kept = [column for column in range(width) if any(_at(row, column) for row in rows)]
    while rows and len(kept) > 1 and len(said := list(filter(None, rows[0].cells))) == 1:
        yield _line(said[0])
        rows = rows[1:]
    if len(kept) == 1:
        yield from (f"<p>{escape(_at(row, kept[0]) or '', quote=False)}</p>" for row in rows)
    elif rows:
        for strip in _strips(kept):
            yield from _table(rows, strip)


def _at(row: _Row, column: int) -> str | None:
    return row.cells[column] if column < len(row.cells) else ""


def _line(text: str) -> str:
    tag = "h2" if len(text) <= _LONGEST_HEADING and not text.endswith(".") else "p"
    return f"<{tag}>{escape(text, quote=False)}</{tag}>"


def _strips(columns: list[int]) -> Iterator[list[int]]:
    if len(columns) <= _WIDEST:
        yield columns
        return
    first, *others = columns
    for start in range(0, len(others), _WIDEST - 1):
        yield [first, *others[start : start + _WIDEST - 1]]


def _table(rows: Sequence[_Row], columns: list[int]) -> Iterator[str]:
    """Yield which cells these are, and the cells."""
    cut = [[_at(row, column) for column in columns] for row in rows]
    if not any(any(row) for row in cut):
        return
    for row in cut:  # a strip may begin in the middle of a merged cell
        row[0] = row[0] or ""
    heads = heading_rows(cut)
    numbers = [_ROW_TITLE if at < heads else str(row.number) for at, row in enumerate(rows)]
    letters = [get_column_letter(column + 1) for column in columns]
    yield f"<p>{letters[0]}{rows[0].number}:{letters[-1]}{rows[-1].number}</p>"
    yield table([[number, *cells] for number, cells in zip(numbers, cut, strict=True)], heads)
