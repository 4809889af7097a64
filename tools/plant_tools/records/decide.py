"""What cannot be read off one cell is decided by the whole file, or asked for: day before month, decimal marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from plant_tools.records.errors import MappingInvalid
from plant_tools.records.mapping import ColumnMapping
from plant_tools.records.reading.source import Cell, Source
from plant_tools.records.values.numbers import Decimal, shown_decimal
from plant_tools.records.values.times import Order, day_style

_BATCH = 5_000
_SLIP = 0.01
"""Among dates that show their order, so few the other way round are slips of the pen, not another order."""


@dataclass(slots=True)
class Signs:
    """How often the cells of a column show one reading, how often the other, how often neither; one of those."""

    shown: Counter[str] = field(default_factory=Counter)
    doubtful: str = ""

    def verdict(self) -> str:
        """Return the reading that the column shows, "both" where it shows two, "" where it shows none."""
        if not self.shown:
            return ""
        (best, most), *others = self.shown.most_common()
        return best if sum(count for _, count in others) <= _SLIP * most else "both"


@dataclass(frozen=True, slots=True)
class Decisions:
    """By heading: the order of day and month, and the decimal mark; "" where every cell shows its own."""

    orders: dict[str, Order]
    decimals: dict[str, Decimal]
    remarks: tuple[str, ...]


def decide(source: Source, mapping: ColumnMapping) -> Decisions:
    """Read the columns that may be doubtful. Raises ``MappingInvalid`` where nothing in the file decides."""
    kinds = {h: mapping.target.kinds.get(c.field, "text") for h, c in mapping.columns.items() if not c.part}
    dates = [h for h, kind in kinds.items() if kind in {"time", "date"}]
    numbers = [h for h, kind in kinds.items() if kind in {"number", "minutes", "hours"}]
    orders: dict[str, Order] = dict.fromkeys(dates, "")
    decimals: dict[str, Decimal] = dict.fromkeys(numbers, "")
    remarks: list[str] = []
    asked = [] if mapping.date_order else dates
    if mapping.date_order in {"dmy", "mdy"}:
        orders = dict.fromkeys(dates, "dmy" if mapping.date_order == "dmy" else "mdy")
    if mapping.decimal in {".", ","}:
        decimals = dict.fromkeys(numbers, "." if mapping.decimal == "." else ",")
    signs = _look(source, asked, [] if mapping.decimal else numbers)
    for heading in asked:
        verdict = _settle(
            heading, asked, signs, remarks, "--date-order dmy or --date-order mdy, in a mapping date_order: dmy or mdy"
        )
        orders[heading] = "dmy" if verdict == "dmy" else "mdy" if verdict == "mdy" else ""
    for heading in [] if mapping.decimal else numbers:
        verdict = _settle(
            heading, numbers, signs, remarks, "--decimal . or --decimal , and in a mapping decimal: '.' or ','"
        )
        decimals[heading] = "." if verdict == "." else "," if verdict == "," else ""
    return Decisions(orders, decimals, tuple(remarks))


def _settle(heading: str, alike: Sequence[str], signs: dict[str, Signs], remarks: list[str], remedy: str) -> str:
    """Return how the doubtful cells of a column are read: as its others are, else as the other columns' are."""
    found = signs[heading]
    verdict = found.verdict()
    if verdict == "both":
        remarks.append(
            f"Column {heading!r} is written in two ways ({_told(found)}): rows such as {found.doubtful!r}, which may "
            "be either, are refused."
            if found.doubtful
            else f"Column {heading!r} is written in two ways ({_told(found)}); every row shows which."
        )
        return ""
    if verdict or not found.doubtful:
        return verdict
    others = {signs[other].verdict() for other in alike} - {""}
    if len(others) == 1 and others != {"both"}:
        return others.pop()
    raise MappingInvalid(
        f"Column {heading!r} holds {found.doubtful!r}, which may be read in two ways, and nothing in the file decides.",
        remedy=f"Say which: {remedy}.",
    )


def _told(signs: Signs) -> str:
    names = {"dmy": "day/month", "mdy": "month/day", ".": "decimal point", ",": "decimal comma"}
    return ", ".join(f"{names[name]} in {count}" for name, count in signs.shown.most_common())


def _look(source: Source, dates: Sequence[str], numbers: Sequence[str]) -> dict[str, Signs]:
    """Collect the signs of all columns: from the first rows, and from all where those leave a column in doubt."""
    signs = {heading: Signs() for heading in (*dates, *numbers)}
    places = {heading: source.headings.index(heading) for heading in signs}
    for batch in _batches(source):
        for heading, place in places.items():
            sign = _date_sign if heading in dates else _number_sign
            for cell, count in Counter(row[place] for row in batch if isinstance(row[place], str)).items():
                sign(str(cell), count, signs[heading])
        if not any(_open(found, is_date=heading in dates) for heading, found in signs.items()):
            break
    return signs


def _open(signs: Signs, *, is_date: bool) -> bool:
    """Say whether the rest of the file is to be looked through: dates may change their order further down."""
    if is_date:
        return bool(signs.doubtful or signs.shown)
    return bool(signs.doubtful) and not signs.verdict()


def _batches(source: Source) -> Iterator[list[Sequence[Cell]]]:
    width = len(source.headings)
    rows = (row for _, row in source.rows() if len(row) >= width)
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _date_sign(text: str, count: int, signs: Signs) -> None:
    style = day_style(text.strip())
    if style is None or style[2] == ".":
        return
    first, second, _ = style
    if first > 12 or second > 12:
        signs.shown["dmy" if first > 12 else "mdy"] += count
    elif first != second and not signs.doubtful:
        signs.doubtful = text


def _number_sign(text: str, count: int, signs: Signs) -> None:
    if not re.search(r"\d[.,]\d", text):
        return
    if mark := shown_decimal(text):
        signs.shown[mark] += count
    elif re.fullmatch(r"\D*[1-9]\d{0,2}[.,]\d{3}\D*", text.strip()) and not signs.doubtful:
        signs.doubtful = text
