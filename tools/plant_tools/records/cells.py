"""Reads the cells of one column: from what stands in the file to what stands in the table."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import TypeAlias

from plant_tools.records.decide import Decisions
from plant_tools.records.headings import comparable
from plant_tools.records.mapping import ColumnMapping
from plant_tools.records.reading.source import Cell, is_error
from plant_tools.records.sight import groups_in, kept_rights
from plant_tools.records.values.numbers import Decimal, read_flag, read_minutes, read_number
from plant_tools.records.values.times import Order, read_quickly, read_time
from plant_tools.records.values.words import word_for, yes_and_no

Value: TypeAlias = str | float | bool | None
Read: TypeAlias = Callable[[Cell], Value]

_MOST_REMEMBERED = 100_000
_OFFSET = re.compile(r":\d\d(?:[.,]\d+)?\s*(?:[zZ]|[+-]\d\d:?\d\d)$")


class Unread:
    """What a person should hear of after the reading: words that say nothing to us, and times with an offset."""

    def __init__(self) -> None:
        self.words: dict[str, set[str]] = {}
        self.offset = ""


class _Memory(dict[Cell, Value]):
    """Reads each different cell once; forgets when it has seen too many."""

    def __init__(self, read: Read) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Cell) -> Value:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        value = self[cell] = self._read(cell)
        return value


def reader(mapping: ColumnMapping, heading: str, decisions: Decisions, unread: Unread) -> Read:
    """Return what reads the cells under ``heading``; it raises ``ValueError`` with the reason."""
    column = mapping.columns[heading]
    kind = mapping.target.kinds.get(column.field, "text")
    if kind == "text":
        return read_text
    order, decimal = decisions.orders.get(heading, ""), decisions.decimals.get(heading, "")
    reads: dict[str, Read] = {
        "time": partial(_time, order=order, zone=mapping.time_zone, unread=unread),
        "date": lambda cell: (read_time(_sound(cell), order) or "")[:10] or None,
        "minutes": partial(_minutes, unit=column.unit, decimal=decimal),
        "hours": partial(_hours, unit=column.unit, decimal=decimal),
        "number": lambda cell: read_number(_sound(cell), decimal),
        "flag": lambda cell: read_flag(_sound(cell)),
        "rights": lambda cell: kept_rights(groups_in(read_text(cell) or "")),
    }
    own = {comparable(word): ours for word, ours in mapping.words.get(column.field, {}).items()}
    if kind == "time":
        return reads[kind]  # it remembers days and clocks, of which there are fewer
    word = partial(_word, kind=kind, heading=heading, own=own, unread=unread)
    return _Memory(reads.get(kind, word)).__getitem__


def read_text(cell: Cell) -> str | None:
    """Return a cell as text without the blanks around it, None for nothing; 4711.0 is 4711."""
    if isinstance(cell, str):
        return cell.strip() or None
    if cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat(" ") if isinstance(cell, datetime) else str(cell)


def read_texts(cells: Sequence[Cell]) -> Sequence[str | None]:
    """Return many cells as text."""
    try:
        return [text or None for text in map(str.strip, cells)]  # type: ignore[arg-type]  # else, see below
    except TypeError:
        return [read_text(cell) for cell in cells]


def with_clock(day: Cell, clock: Cell) -> Cell:
    """Return the date of one column and the time of day of another as one cell."""
    if isinstance(day, datetime):
        day = day.date().isoformat()
    elif isinstance(day, date):
        day = day.isoformat()
    told = read_text(clock) or ""
    if re.fullmatch(r"\d{6}", told):  # as SAP stores it
        told = f"{told[:2]}:{told[2:4]}:{told[4:]}"
    return f"{day} {told}".strip() if day else None


def _sound(cell: Cell) -> Cell:
    """Refuse what a spreadsheet puts where it has no value."""
    if is_error(cell):
        raise ValueError(f"holds an error of the spreadsheet, {cell}")
    return cell


def _time(cell: Cell, *, order: Order, zone: str, unread: Unread) -> str | None:
    if isinstance(cell, str):
        if quick := read_quickly(cell, order):
            return quick
        if _OFFSET.search(cell):
            unread.offset = cell.strip()
    return read_time(_sound(cell), order, zone)


def _minutes(cell: Cell, *, unit: str, decimal: Decimal) -> float | None:
    return read_minutes(_sound(cell), unit, decimal)


def _hours(cell: Cell, *, unit: str, decimal: Decimal) -> float | None:
    minutes = read_minutes(_sound(cell), unit, decimal)
    return None if minutes is None else minutes / 60


def _word(cell: Cell, *, kind: str, heading: str, own: dict[str, str], unread: Unread) -> str | None:
    text = read_text(cell)
    if text is None:
        return None
    ours = word_for(kind, text, own)
    if ours is None and kind == "type" and (meaning := yes_and_no(heading)):
        try:
            flag = read_flag(cell)
        except ValueError:
            flag = None
        ours = None if flag is None else meaning[0 if flag else 1]
    if ours is None and len(unread.words.setdefault(heading, set())) < 100:
        unread.words[heading].add(text)
    return ours
