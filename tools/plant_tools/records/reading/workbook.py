"""Excel workbooks: the values that Excel stored, dates as dates, headings of merged cells put together."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from plant_tools.records.errors import RecordsUnreadable
from plant_tools.records.headings import distinct
from plant_tools.records.reading.source import LOOK_AHEAD, NO_VALUE, Cell, Row, blank, find_headings

if TYPE_CHECKING:
    from openpyxl import Workbook

_PIECE = 1 << 20
_OVERLAP = 4_096
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
# <c r="C5"><f>SUM(A1)</f><v/></c>: a formula that no program has computed yet
_UNCOMPUTED = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*><f(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>')


class WorkbookFile:
    """One sheet of an XLSX file, read row by row. ``sheet``: its name; otherwise the first that holds anything."""

    def __init__(self, path: Path, *, sheet: str = "", header_row: int = 0) -> None:
        self._path = path
        with closing(self._opened()) as workbook:
            self._sheet = self._choose(workbook, sheet)
            first = [_plain(row) for row in islice(workbook[self._sheet].iter_rows(values_only=True), LOOK_AHEAD)]
            others = [name for name in workbook.sheetnames if name != self._sheet]
            part = _part(workbook, self._sheet)
        merges, self._uncomputed = _scan(path, part)
        _spread(first, merges)
        top = header_row - 1 if header_row else find_headings(path, first)
        self._bottom = _last_heading_row(top, merges)
        rows = [[("" if cell is None else str(cell)) for cell in row] for row in first[top : self._bottom + 1]]
        self.headings = distinct([_joined(column) for column in zip(*rows, strict=False)])
        self.facts = {"sheet": self._sheet}
        self.remarks = self._remarks(others)

    def rows(self) -> Iterator[Row]:
        """Give the rows with something in them, numbered as Excel does."""
        width = len(self.headings)
        with closing(self._opened()) as workbook:
            rows = workbook[self._sheet].iter_rows(min_row=self._bottom + 2, max_col=width, values_only=True)
            for number, row in enumerate(rows, self._bottom + 2):
                cells = _plain(row)
                if not blank(cells):
                    cells += [None] * (width - len(cells))
                    for column in self._uncomputed.get(number, ()):
                        if column < width:
                            cells[column] = NO_VALUE
                    yield number, cells

    def _opened(self) -> Workbook:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException

        try:
            return load_workbook(self._path, read_only=True, data_only=True)
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
            raise RecordsUnreadable(
                f"{self._path} is not a workbook that can be read: {error}.", remedy="Save it as .xlsx or CSV again."
            ) from error

    def _choose(self, workbook: Workbook, sheet: str) -> str:
        if sheet and sheet not in workbook.sheetnames:
            raise RecordsUnreadable(
                f"{self._path} has no sheet {sheet!r}.", remedy=f"It has: {', '.join(workbook.sheetnames)}."
            )
        for name in [sheet] if sheet else workbook.sheetnames:
            if hasattr(workbook[name], "iter_rows"):  # a sheet may be a chart
                rows = workbook[name].iter_rows(max_row=LOOK_AHEAD, values_only=True)
                if sum(not blank(_plain(row)) for row in rows) > 1:
                    return name
        raise RecordsUnreadable(f"{self._path} holds no rows.", remedy="Name the sheet in the mapping.")

    def _remarks(self, others: Sequence[str]) -> list[str]:
        remarks = [f"Only the sheet {self._sheet!r} was read, not {', '.join(map(repr, others))}."] if others else []
        if self._uncomputed:
            remarks.append("Formulas without a stored value were found: open the file in Excel and save it once.")
        return remarks


def _plain(row: Sequence[object]) -> list[Cell]:
    """Return the cells of a row; what is no plain value, such as a table of what-if values, as its text."""
    return [cell if isinstance(cell, Cell) else str(cell) for cell in row]


def _part(workbook: Workbook, sheet: str) -> str:
    """Return where in the file the sheet lies."""
    path = getattr(workbook[sheet], "_worksheet_path", "")
    return str(path).lstrip("/")


def _scan(path: Path, part: str) -> tuple[list[tuple[int, int, int, int]], dict[int, list[int]]]:
    """Return what reading row by row does not tell: merged cells (left, top, right, bottom), uncomputed formulas.

    Columns and rows of the merges count from 0; the formulas are columns from 0 by row number from 1.
    """
    merges: list[tuple[int, int, int, int]] = []
    uncomputed: dict[int, list[int]] = {}
    rest = b""
    with zipfile.ZipFile(path) as archive, archive.open(part) as file:
        while piece := file.read(_PIECE):
            text = rest + piece
            cut = len(text) - _OVERLAP if len(piece) == _PIECE else len(text)
            merges += [
                (_column(found[1]), int(found[2]) - 1, _column(found[3]), int(found[4]) - 1)
                for found in _MERGED.finditer(text)
                if found.start() < cut
            ]
            for found in _UNCOMPUTED.finditer(text):
                if found.start() < cut:
                    uncomputed.setdefault(int(found[2]), []).append(_column(found[1]))
            rest = text[cut:]
    return merges, uncomputed


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _spread(rows: list[list[Cell]], merges: Sequence[tuple[int, int, int, int]]) -> None:
    """Write what stands in a merged cell into all cells that it covers."""
    for left, top, right, bottom in merges:
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])


def _last_heading_row(top: int, merges: Sequence[tuple[int, int, int, int]]) -> int:
    """Return the last row of headings: a cell merged sideways has another row of headings below it."""
    bottom = top
    for left, first, right, last in merges:
        if first == top:
            bottom = max(bottom, last + 1 if right > left else last)
    return bottom


def _joined(cells: Sequence[str]) -> str:
    """Return the headings above a column as one, each word of a merged cell once."""
    return " ".join(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))
