"""Text files with a row a line: commas, semicolons, tabs or bars between the cells."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Protocol

from plant_tools.records.errors import RecordsUnreadable
from plant_tools.records.headings import distinct
from plant_tools.records.reading.encoding import encoding_of
from plant_tools.records.reading.source import LOOK_AHEAD, UNCLOSED, Row, blank, find_headings


class Lines(Protocol):
    """What ``csv.reader`` returns: rows of cells, and the number of the last line read."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]:
        """Give the rows."""

    def __next__(self) -> list[str]:
        """Give a row."""


_DELIMITERS = ",;\t|"
_LONGEST_CELL = 1_000_000
_SAMPLE = 1 << 16
_PIECE = 1 << 22


class DelimitedFile:
    """A CSV file. Encoding, delimiter and the row of headings are found out where they are not given."""

    def __init__(self, path: Path, *, encoding: str = "", delimiter: str = "", header_row: int = 0) -> None:
        self._path = path
        self._encoding = encoding or encoding_of(path)
        self._has_zeros = not self._encoding.startswith(("utf-16", "utf-32")) and _has_zeros(path)
        self._delimiter = delimiter or _delimiter(self._beginning())
        with self._cells() as rows:
            first = list(islice(rows, LOOK_AHEAD))
        self._top = header_row or find_headings(path, first) + 1
        if self._top > len(first):
            raise RecordsUnreadable(f"{path} has no row {self._top} within its first {LOOK_AHEAD}.")
        top = first[self._top - 1]
        # Lists printed by SAP have a bar before the first and after the last cell, too.
        framed = self._delimiter == "|" and len(top) > 2 and not top[0].strip() and not top[-1].strip()
        self._inner = slice(1, -1) if framed else slice(None)
        self.headings = distinct(top[self._inner])
        self.facts = {"encoding": self._encoding, "delimiter": self._delimiter}
        self.remarks = _remarks(self._encoding) if not encoding else []

    def rows(self) -> Iterator[Row]:
        """Give the rows; one with more or fewer cells than there are headings comes as it is."""
        inner, line = self._inner, 0
        with self._cells() as rows:
            for number, row in enumerate(rows, 1):
                lines, line = rows.line_num - line, rows.line_num
                if lines > 1 and self._swallowed(row):
                    yield number, [f"{UNCLOSED}, lines {line - lines + 1} to {line}"]
                elif number > self._top and row and (row[0].strip(" -*=") or not blank(row)):
                    yield number, row[inner]

    def _swallowed(self, row: list[str]) -> bool:
        """Say whether a cell holds whole rows: a quotation mark before them was not closed."""
        least = len(self.headings) - 1
        return least > 1 and any(
            line.count(self._delimiter) >= least
            for cell in row
            for line in cell.splitlines()[1:-1] or cell.splitlines()[1:]
        )

    def _beginning(self) -> str:
        with self._path.open(encoding=self._encoding, errors="replace", newline="") as file:
            text = file.read(_SAMPLE)
        if not text.strip():
            raise RecordsUnreadable(f"{self._path} is empty.", remedy="Export the list again.")
        return text

    @contextmanager
    def _cells(self) -> Iterator[Lines]:
        csv.field_size_limit(_LONGEST_CELL)
        try:
            with self._path.open(encoding=self._encoding, newline="") as file:
                lines = (line.replace("\0", "") for line in file) if self._has_zeros else file
                yield csv.reader(lines, delimiter=self._delimiter)
        except csv.Error as error:
            raise RecordsUnreadable(
                f"{self._path}: the rows cannot be told apart ({error}).",
                remedy="Look for a quotation mark that is not closed, or name the delimiter in the mapping.",
            ) from error
        except (UnicodeError, LookupError) as error:
            raise RecordsUnreadable(
                f"{self._path} is not written in {self._encoding}: {error}.", remedy="Leave the encoding out."
            ) from error


def _has_zeros(path: Path) -> bool:
    """Say whether a file has zero bytes; databases take none."""
    with path.open("rb") as file:
        return any(b"\0" in piece for piece in iter(lambda: file.read(_PIECE), b""))


def _delimiter(text: str) -> str:
    """Return the delimiter with which most lines have the same number of cells, and more than one."""
    lines = text.splitlines()[:200]
    if len(text) == _SAMPLE:
        lines = lines[:-1] or lines
    return max(_DELIMITERS, key=lambda delimiter: _agreement(lines, delimiter))


def _agreement(lines: list[str], delimiter: str) -> tuple[float, int]:
    widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(0, 0))
    return (count / len(lines) if width > 1 else 0.0, width)


def _remarks(encoding: str) -> list[str]:
    if encoding in {"utf-8", "utf-8-sig"}:
        return []
    return [f"The file was taken for {encoding}; where letters look wrong, name its encoding in the mapping."]
