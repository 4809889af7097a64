"""The rows of an FMEA sheet: cells left empty under merged ones filled in, what cannot be used refused row by row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from plant_tools.fmea.columns import RATINGS, TEXTS, columns_of
from plant_tools.records.reading.formats import open_source
from plant_tools.records.reading.source import Cell, Source, is_error

Json = dict[str, Any]

LOWEST, HIGHEST = 1, 10
_SAMPLE = 200
_CARRIED = ("asset", "item", "function")  # under a merged cell they go on until another one stands there
_OF_MODE = ("effect", "severity")  # belong to the mode: they go on as long as it does
_WHOLE = re.compile(r"(\d{1,2})(?:[.,]0+)?")


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken, and why."""

    row: int
    field: str
    reason: str


@dataclass(slots=True)
class Sheet:
    """What a file holds: ``rows`` as {sheet_row, mode, cause, ..., severity, occurrence, detection}.

    ``columns``: heading by field; ``left_over``: columns without a field.
    """

    file: str
    name: str
    columns: Mapping[str, str]
    left_over: tuple[str, ...]
    remarks: tuple[str, ...]
    rows: list[Json] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def read_sheet(path: Path, *, sheet: str = "", header_row: int = 0, columns: Mapping[str, str] | None = None) -> Sheet:
    """Read a CSV or XLSX file. Raises ``RecordsUnreadable``, ``FmeaInvalid``."""
    source = open_source(path, sheet=sheet, header_row=header_row)
    chosen = columns_of(source.headings, _some(source), columns or {}, str(path))
    name = source.facts.get("sheet", "")
    over = tuple(heading for heading in source.headings if heading not in chosen.values())
    made = Sheet(path.name, name, chosen, over, tuple(source.remarks))
    above: Json = {}
    for number, cells in source.rows():
        above = _take(made, number, dict(zip(source.headings, cells, strict=False)), above)
    return made


def _take(made: Sheet, number: int, cells: Mapping[str, Cell], above: Json) -> Json:
    """Add a row, or the reason why not; return what goes on below it."""
    told = {name: _text(cells.get(made.columns[name])) if name in made.columns else "" for name in TEXTS}
    rated = {name: _text(cells.get(made.columns[name])) if name in made.columns else "" for name in RATINGS}
    filled: Json = _carried({**told, **rated}, above)
    if wrong := next((name for name in RATINGS if not _fine(filled[name])), ""):
        reason = f"{filled[wrong]!r} is no whole number from {LOWEST} to {HIGHEST}"
        made.refused.append(Refused(number, wrong, reason))
    elif not filled["mode"]:
        made.refused.append(Refused(number, "mode", "no failure mode, and none above it"))
    elif not filled["cause"]:
        made.refused.append(Refused(number, "cause", "no cause"))
    else:
        ratings = {name: _rating(filled[name]) for name in RATINGS}
        made.rows.append({"sheet_row": number, **filled, **ratings})
    return filled


def _carried(told: Json, above: Json) -> Json:
    if not above:
        return told
    fresh = {name for name in _CARRIED if told[name]}
    carried = {name: told[name] or above[name] for name in _CARRIED}
    if not told["mode"] and not fresh:
        carried |= {name: told[name] or above[name] for name in ("mode", *_OF_MODE)}
    return told | carried


def _fine(cell: str) -> bool:
    found = _WHOLE.fullmatch(cell)
    return not cell or bool(found and LOWEST <= int(found[1]) <= HIGHEST)


def _rating(cell: str) -> int | None:
    found = _WHOLE.fullmatch(cell)
    return int(found[1]) if found else None


def _text(cell: Cell) -> str:
    """Return a cell as text, its lines kept; the dash of an empty one and a spreadsheet's error are nothing."""
    if cell is None or is_error(cell):
        return ""
    text = "\n".join(" ".join(line.split()) for line in str(cell).splitlines()).strip()
    return "" if text in {"-", "–", "—", "/", "n/a", "N/A"} else text


def _some(source: Source) -> dict[str, Sequence[Cell]]:
    rows = [cells for _, cells in islice(source.rows(), _SAMPLE)]
    return {heading: [row[at] for row in rows if at < len(row)] for at, heading in enumerate(source.headings)}
