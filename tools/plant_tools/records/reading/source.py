"""A file as rows under headings, whatever its format. Rows are read again each time they are asked for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeAlias

from plant_tools.records.errors import RecordsUnreadable

Cell: TypeAlias = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None
Row: TypeAlias = tuple[int, Sequence[Cell]]

LOOK_AHEAD = 50
"""Headings are looked for in so many first rows."""

NO_VALUE = "#NO VALUE!"
"""Stands for a formula whose value was never computed; a spreadsheet's own errors look alike (#REF!, #N/A)."""


UNCLOSED = "a quotation mark is not closed"
"""Begins the only cell of a row that swallowed the rows below it."""

_ERROR = re.compile(r"\s*#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|NO VALUE!|NV|WERT!|BEZUG!|ZAHL!)\s*$")


class Source(Protocol):
    """``headings`` are distinct; every row has as many cells, or is given as it is for the importer to refuse.

    ``facts`` say how the file was read (encoding, delimiter, sheet), ``remarks`` what a person should know of it.
    """

    headings: list[str]
    facts: dict[str, str]
    remarks: list[str]

    def rows(self) -> Iterator[Row]:
        """Give every row below the headings with its number as a spreadsheet counts, from the top of the file."""


def find_headings(path: Path, rows: Sequence[Sequence[Cell]]) -> int:
    """Return the index of the row of headings: the first one that is nearly full, all words, no two alike."""
    width = max((_filled(row) for row in rows), default=0)
    for index, row in enumerate(rows):
        cells = [str(cell).strip() for cell in row if cell is not None and str(cell).strip()]
        if len(cells) >= max(1, 0.6 * width) and all(map(_is_word, cells)) and len(set(cells)) >= 0.8 * len(cells):
            return index
    raise RecordsUnreadable(
        f"{path}: no row of headings was found in the first {LOOK_AHEAD} rows.",
        remedy="Name it in the mapping (header_row: 3), or put a row with the names of the columns on top.",
    )


def is_error(cell: Cell) -> bool:
    """Say whether a cell holds what a spreadsheet puts where it has no value."""
    return isinstance(cell, str) and cell[:1] in "# " and bool(_ERROR.match(cell))


def blank(row: Sequence[Cell]) -> bool:
    """Say whether nothing stands in a row, or only the dashes and stars that lists are ruled with."""
    return not any(cell is not None and str(cell).strip(" -=*_|+") for cell in row)


def _filled(row: Sequence[Cell]) -> int:
    return sum(cell is not None and str(cell).strip() != "" for cell in row)


def _is_word(cell: str) -> bool:
    return (
        len(cell) <= 100 and bool(re.search(r"[^\W\d_]", cell)) and not re.fullmatch(r"\d[\d\s.:/T-]*[A-Za-z]?", cell)
    )
