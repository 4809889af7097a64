"""Turns rows of cells into rows of a table, a column at a time; a row that cannot be read is refused with a reason."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TypeAlias

from plant_tools.records.cells import Read, Unread, Value, read_text, read_texts, reader, with_clock
from plant_tools.records.decide import Decisions
from plant_tools.records.mapping import ColumnMapping
from plant_tools.records.reading.source import UNCLOSED, Cell, Row
from plant_tools.records.sight import groups_in, kept_rights

Columns: TypeAlias = dict[str, list[Value]]
Refusals: TypeAlias = dict[int, "Refusal"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not loaded: its number in the file, the column or field, and why."""

    row: int
    field: str
    reason: str


@dataclass(slots=True)
class Batch:
    """Rows that were read: ``columns`` hold one value a row, by field; ``numbers`` are their rows in the file.

    ``content``: a digest of a row's cells; ``digests``: of its cells and the mapping; ``extras``: JSON.
    """

    numbers: list[int]
    columns: Columns
    content: list[int]
    digests: list[int]
    extras: list[str]
    refused: list[Refusal] = field(default_factory=list)

    def only(self, kept: Sequence[int]) -> Batch:
        """Return the batch with the rows at the places ``kept``."""
        return Batch(
            [self.numbers[i] for i in kept],
            {name: [values[i] for i in kept] for name, values in self.columns.items()},
            [self.content[i] for i in kept],
            [self.digests[i] for i in kept],
            [self.extras[i] for i in kept],
            self.refused,
        )


class RowReader:
    """Reads the rows of one file."""

    def __init__(self, mapping: ColumnMapping, headings: Sequence[str], decisions: Decisions, unread: Unread) -> None:
        self._mapping = mapping
        self._width = len(headings)
        places = {heading: place for place, heading in enumerate(headings)}
        self._clocks = {column.field: places[heading] for heading, column in mapping.columns.items() if column.part}
        self._readers: list[tuple[int, str, str, Read]] = [
            (places[heading], heading, column.field, reader(mapping, heading, decisions, unread))
            for heading, column in mapping.columns.items()
            if not column.part
        ]
        self._rest = [(place, heading) for heading, place in places.items() if heading not in mapping.columns]
        self._seed = _hash(mapping.yaml())

    def read(self, rows: Sequence[Row]) -> Batch:
        """Read some rows; ``refused`` of the batch are those that cannot be."""
        refused: Refusals = {}
        fit = [(number, cells) for number, row in rows if (cells := self._cells(number, row, refused)) is not None]
        numbers = [number for number, _ in fit]
        table: list[Sequence[Cell]] = list(zip(*(cells for _, cells in fit), strict=True)) or [()] * self._width
        columns: Columns = {}
        for place, heading, name, read in self._readers:
            cells = table[place]
            if name in self._clocks:
                cells = [with_clock(*pair) for pair in zip(cells, table[self._clocks[name]], strict=True)]
            self._add(columns, name, cells, _read(read, cells, heading, numbers, refused))
        for name, said in self._mapping.constants.items():
            constant = kept_rights(groups_in(said)) if self._mapping.target.kinds.get(name) == "rights" else said
            columns[name] = [constant if value is None else value for value in columns.get(name, [None] * len(fit))]
        self._require(columns, numbers, refused)
        self._bound(columns, numbers, refused)
        content = [_hash(_said(cells)) for _, cells in fit]
        digests = [value ^ self._seed for value in content]
        batch = Batch(numbers, columns, content, digests, self._extras(table, len(fit)), list(refused.values()))
        if refused:
            batch = batch.only([i for i, number in enumerate(numbers) if number not in refused])
        return batch

    def _cells(self, number: int, row: Sequence[Cell], refused: Refusals) -> Sequence[Cell] | None:
        """Return a row of the right width; cells beyond the headings may be empty, none may be missing."""
        if len(row) == self._width:
            return row
        if len(row) > self._width and not any(read_text(cell) for cell in row[self._width :]):
            return row[: self._width]
        if row and str(row[0]).startswith(UNCLOSED):
            refused[number] = Refusal(number, "", str(row[0]))
            return None
        refused[number] = Refusal(number, "", f"it has {len(row)} cells, but there are {self._width} headings")
        return None

    def _add(self, columns: Columns, name: str, cells: Sequence[Cell], values: list[Value]) -> None:
        if name in self._mapping.target.words:
            word, ours = self._mapping.target.words[name]
            columns[word] = list(read_texts(cells))
            columns[ours] = values
        else:
            columns[name] = values

    def _require(self, columns: Columns, numbers: Sequence[int], refused: Refusals) -> None:
        target = self._mapping.target
        keys = () if target.made_up else tuple((name,) for name in target.key)
        for group in (*keys, *target.one_of):
            filled = [columns[name] for name in group if name in columns]
            if any(None not in values for values in filled):
                continue
            for place, number in enumerate(numbers):
                if all(values[place] is None for values in filled):
                    refused.setdefault(number, Refusal(number, group[0], f"it names no {' or '.join(group)}"))

    def _bound(self, columns: Columns, numbers: Sequence[int], refused: Refusals) -> None:
        for low, high in self._mapping.target.within:
            nothing: list[Value] = [None] * len(numbers)
            pairs = zip(numbers, columns.get(low, nothing), columns.get(high, nothing), strict=True)
            for number, small, large in pairs:
                for name, value in ((low, small), (high, large)):
                    if isinstance(value, float) and value < 0:
                        refused.setdefault(number, Refusal(number, name, f"{value:g} is less than nothing"))
                if isinstance(small, float) and isinstance(large, float) and small > large:
                    reason = f"{small:g} {low} are more than {large:g} {high}"
                    refused.setdefault(number, Refusal(number, low, reason))

    def _extras(self, table: Sequence[Sequence[Cell]], count: int) -> list[str]:
        if not self._rest:
            return ["{}"] * count
        headings = [heading for _, heading in self._rest]
        rows = zip(*(table[place] for place, _ in self._rest), strict=True)
        return [
            _json({h: cell for h, cell in zip(headings, row, strict=True) if cell not in ("", None)}) for row in rows
        ]


def _read(read: Read, cells: Sequence[Cell], heading: str, numbers: Sequence[int], refused: Refusals) -> list[Value]:
    """Read a column at once, or cell by cell where one of them is wrong."""
    if read is read_text:
        return list(read_texts(cells))
    try:
        return list(map(read, cells))
    except ValueError:
        return [_or_refuse(read, cell, heading, number, refused) for number, cell in zip(numbers, cells, strict=True)]


def _or_refuse(read: Read, cell: Cell, heading: str, number: int, refused: Refusals) -> Value:
    try:
        return read(cell)
    except ValueError as error:
        refused.setdefault(number, Refusal(number, heading, str(error)))
        return None


def _json(cells: dict[str, Cell]) -> str:
    return json.dumps(cells, ensure_ascii=False, default=str, separators=(",", ":"))


def _said(cells: Sequence[Cell]) -> str:
    try:
        return "\x1f".join(cells)  # type: ignore[arg-type]  # most files hold nothing but text
    except TypeError:
        return "\x1f".join("" if cell is None else str(cell) for cell in cells)


def _hash(text: str) -> int:
    digest = blake2b(text.encode("utf-8", errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
