"""Which reader a file needs, by its first bytes: exports often carry the wrong ending."""

from __future__ import annotations

from pathlib import Path

from plant_tools.records.errors import RecordsUnreadable
from plant_tools.records.reading.source import Source

_SAVE_AS = "Open it in a spreadsheet program and save it as .xlsx or CSV."


def open_source(path: Path, *, encoding: str = "", delimiter: str = "", sheet: str = "", header_row: int = 0) -> Source:
    """Open a CSV, XLSX or JSON file. Raises ``RecordsUnreadable``."""
    try:
        with path.open("rb") as file:
            head = file.read(4_096)
    except OSError as error:
        raise RecordsUnreadable(f"{path} cannot be opened: {error.strerror}.") from error
    if head.startswith(b"PK\x03\x04"):
        from plant_tools.records.reading.workbook import WorkbookFile

        return WorkbookFile(path, sheet=sheet, header_row=header_row)
    _refuse(path, head)
    if _first_letter(head) in {b"{", b"["}:
        from plant_tools.records.reading.json_rows import JsonFile

        return JsonFile(path, encoding=encoding)
    from plant_tools.records.reading.delimited import DelimitedFile

    return DelimitedFile(path, encoding=encoding, delimiter=delimiter, header_row=header_row)


def _refuse(path: Path, head: bytes) -> None:
    kinds = {b"\xd0\xcf\x11\xe0": "an old Excel file (.xls)", b"%PDF": "a PDF", b"PAR1": "a Parquet file"}
    for mark, kind in kinds.items():
        if head.startswith(mark):
            raise RecordsUnreadable(f"{path} is {kind}; that is not read.", remedy=_SAVE_AS)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise RecordsUnreadable(f"{path} is a web page or XML, whatever its name says.", remedy=_SAVE_AS)


def _first_letter(head: bytes) -> bytes:
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1]
