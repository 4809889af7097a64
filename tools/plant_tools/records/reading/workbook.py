"""Excel workbooks: the values that Excel stored, dates as dates, headings of merged cells put together."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from plant_tools.records.errors import RecordsUnreadable
from plant_tools.records.headings import distinct
from plant_tools.records.reading.source import LOOK_AHEAD, NO_VALUE, Cell, Row, blank, find_headings

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_PIECE = 1 << 20
_OVERLAP = 4_096
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
# <c r="B4" t="e"><v>#REF!</v></c>: an error of the spreadsheet
_ERROR = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*?\bt="e"[^>]*>(?:<f(?:[^>]*/>|[^>]*>[^<]*</f>))?<v>([^<]*)</v>')
# <c r="C5"><f>SUM(A1)</f><v/></c>: a formula that no program has computed yet
_UNCOMPUTED = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*><f(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>')


class WorkbookFile:
    """One sheet of an XLSX file, read row by row. ``sheet``: its name; otherwise the first that holds anything."""

    def __init__(self, path: Path, *, sheet: str = "", header_row: int = 0) -> None:
        self._path = path
        workbook = self._opened()
        self._cells = self._choose(workbook, sheet)
        name = self._cells.name
        first = [_plain(row) for row in islice(self._cells.iter_rows(), LOOK_AHEAD)]
        merges, self._without_value = _scan(path, _part(path, name))
        _spread(first, merges)
        top = header_row - 1 if header_row else find_headings(path, first)
        self._bottom = _last_heading_row(top, merges)
        rows = [[("" if cell is None else str(cell)) for cell in row] for row in first[top : self._bottom + 1]]
        self.headings = distinct([_joined(column) for column in zip(*rows, strict=False)])
        self.facts = {"sheet": name}
        self.remarks = self._remarks([other for other in workbook.sheet_names if other != name])

    def rows(self) -> Iterator[Row]:
        """Give the rows with something in them, numbered as Excel does."""
        width = len(self.headings)
        for number, row in enumerate(islice(self._cells.iter_rows(), self._bottom + 1, None), self._bottom + 2):
            cells = _plain(row[:width])
            for column, told in self._without_value.get(number, ()):
                if column < width:
                    cells[column] = told
            if not blank(cells):
                yield number, cells

    def _opened(self) -> CalamineWorkbook:
        from python_calamine import CalamineError, PasswordError, XmlError, ZipError, load_workbook

        try:
            return load_workbook(str(self._path))
        except (CalamineError, PasswordError, XmlError, ZipError, zipfile.BadZipFile) as error:
            raise RecordsUnreadable(
                f"{self._path} is not a workbook that can be read: {error}.", remedy="Save it as .xlsx or CSV again."
            ) from error

    def _choose(self, workbook: CalamineWorkbook, sheet: str) -> CalamineSheet:
        from python_calamine import SheetTypeEnum

        tables = [found.name for found in workbook.sheets_metadata if found.typ == SheetTypeEnum.WorkSheet]
        if sheet and sheet not in tables:
            raise RecordsUnreadable(f"{self._path} has no sheet {sheet!r}.", remedy=f"It has: {', '.join(tables)}.")
        for name in [sheet] if sheet else tables:
            cells = workbook.get_sheet_by_name(name)
            if sum(not blank(_plain(row)) for row in islice(cells.iter_rows(), LOOK_AHEAD)) > 1:
                return cells
        raise RecordsUnreadable(f"{self._path} holds no rows.", remedy="Name the sheet in the mapping.")

    def _remarks(self, others: Sequence[str]) -> list[str]:
        sheet = self.facts["sheet"]
        remarks = [f"Only the sheet {sheet!r} was read, not {', '.join(map(repr, others))}."] if others else []
        if any(told == NO_VALUE for cells in self._without_value.values() for _, told in cells):
            remarks.append("Formulas without a stored value were found: open the file in Excel and save it once.")
        return remarks


def _plain(row: Sequence[Cell]) -> list[Cell]:
    """Return the cells of a row: nothing for empty ones, whole numbers as such, days as moments."""
    return [_MEANT[type(cell)](cell) if type(cell) in _MEANT else cell for cell in row]


_MEANT: dict[type, Callable[[Any], Cell]] = {
    str: lambda text: text or None,
    float: lambda number: int(number) if number.is_integer() else number,
    dt.date: lambda day: dt.datetime.combine(day, dt.time()),
}


def _part(path: Path, sheet: str) -> str:
    """Return where in the file the sheet lies."""
    from openpyxl.reader.excel import ExcelReader

    reader = ExcelReader(path, read_only=True)
    with reader.archive:
        reader.read_manifest()
        reader.read_workbook()
        return next((rel.target for found, rel in reader.parser.find_sheets() if found.name == sheet), "").lstrip("/")


_Scanned: TypeAlias = tuple[list[tuple[int, int, int, int]], dict[int, list[tuple[int, str]]]]


def _scan(path: Path, part: str) -> _Scanned:
    """Return what the cells do not tell: merged ones (left, top, right, bottom), errors, formulas without a value.

    Columns and rows of the merges count from 0; the others are (column from 0, text) by row number from 1.
    """
    merges: list[tuple[int, int, int, int]] = []
    without_value: dict[int, list[tuple[int, str]]] = {}
    for text, cut in _pieces(path, part):
        merges += [
            (_column(found[1]), int(found[2]) - 1, _column(found[3]), int(found[4]) - 1)
            for found in _MERGED.finditer(text)
            if found.start() < cut
        ]
        told = [(found, found[3].decode()) for found in _ERROR.finditer(text)] if b't="e"' in text else []
        told += [(found, NO_VALUE) for found in _UNCOMPUTED.finditer(text)] if b"<f" in text else []
        for found, value in told:
            if found.start() < cut:
                without_value.setdefault(int(found[2]), []).append((_column(found[1]), value))
    return merges, without_value


def _pieces(path: Path, part: str) -> Iterator[tuple[bytes, int]]:
    """Give the text of a part piece by piece, and up to where what begins in it is not given again."""
    rest = b""
    with zipfile.ZipFile(path) as archive, archive.open(part) as file:
        while piece := file.read(_PIECE):
            text = rest + piece
            cut = len(text) - _OVERLAP if len(piece) == _PIECE else len(text)
            yield text, cut
            rest = text[cut:]


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
