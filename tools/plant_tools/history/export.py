"""Rows of a result as CSV or XLSX that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from typing import Any

from plant_tools.history.result import Result, Row

# A cell of text that begins so is taken for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the last four are full-width
# XML of a workbook cannot hold these.
_CONTROL = dict.fromkeys(set(range(32)) - {9, 10, 13})
_LONGEST_CELL = 32_767


def csv_of(result: Result) -> bytes:
    """Return the rows as CSV in UTF-8 with a byte order mark, by which Excel knows the encoding."""
    return csv_of_rows(_rows(result))


def csv_of_rows(rows: Sequence[Row]) -> bytes:
    """Return any rows so; their names are the headings."""
    written = StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_MINIMAL)
    writer.writerows([_safe(cell) for cell in line] for line in _lines(rows))
    return written.getvalue().encode("utf-8-sig")


def xlsx_of(result: Result) -> bytes:
    """Return the rows as a workbook; texts are texts whatever they begin with, and a second sheet says where from."""
    origin: list[list[Any]] = [
        ["metric", result.metric],
        ["data set", result.dataset],
        ["formula", str(result.formula)],
        ["unit", result.unit],
        ["records", result.total],
        ["SQL", result.sql],
        *(["note", str(warning)] for warning in result.warnings),
    ]
    return _workbook(rows=_lines(_rows(result)), origin=origin)


def xlsx_of_rows(rows: Sequence[Row]) -> bytes:
    """Return any rows as a workbook of one sheet; their names are the headings."""
    return _workbook(rows=_lines(rows))


def _workbook(**sheets: Iterable[Sequence[Any]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, lines in sheets.items():
        _fill(book.create_sheet(name), lines)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _fill(sheet: Any, lines: Iterable[Sequence[Any]]) -> None:
    from openpyxl.cell import WriteOnlyCell

    for line in lines:
        cells = []
        for value in line:
            cell = WriteOnlyCell(sheet, value=_text(value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"  # openpyxl takes a text that begins with = for a formula
            cells.append(cell)
        sheet.append(cells)


def _rows(result: Result) -> Sequence[Row]:
    """Return the rows; a result without rows is one row of its value and figures."""
    return result.rows or ({"value": result.value, **result.details},)


def _lines(rows: Sequence[Row]) -> Iterator[list[Any]]:
    """Yield the headings and then the rows."""
    headings = list(dict.fromkeys(name for row in rows for name in row))
    yield headings
    for row in rows:
        yield [_flat(row.get(name)) for name in headings]


def _flat(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _safe(value: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet would run."""
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.lstrip(" ").startswith(_FORMULA) else value


def _text(value: str) -> str:
    return value.translate(_CONTROL)[:_LONGEST_CELL]
