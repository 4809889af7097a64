"""Action priorities: the table is licensed by its makers, so the plant loads its own copy; none is built in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from plant_tools.fmea.columns import RATINGS
from plant_tools.fmea.errors import FmeaInvalid
from plant_tools.fmea.sheet import HIGHEST, LOWEST
from plant_tools.records.headings import comparable
from plant_tools.records.reading.formats import open_source
from plant_tools.records.reading.source import Cell

Json = dict[str, Any]

_NAMED = {
    "severity": {"s", "severity", "b", "bedeutung", "严重度", "嚴重度"},
    "occurrence": {"o", "occurrence", "a", "auftreten", "发生度", "频度", "發生度", "頻度"},
    "detection": {"d", "detection", "e", "entdeckung", "探测度", "检测度", "探測度", "檢測度"},
    "priority": {
        "ap",
        "action priority",
        "priority",
        "aufgabenpriorität",
        "措施优先级",
        "措施優先級",
        "优先级",
        "優先級",
    },
}
_RANGE = re.compile(r"(\d{1,2})(?:\s*(?:-|–|to|bis|至|~)\s*(\d{1,2}))?")


def read_priorities(path: Path) -> list[Json]:
    """Return the lines {severity_from, severity_to, ..., priority} of a table with columns S, O, D and AP.

    A cell is a number or a range such as "9-10". Raises ``RecordsUnreadable``, ``FmeaInvalid``, naming row and column.
    """
    source = open_source(path)
    found = {name: next((h for h in source.headings if comparable(h) in said), "") for name, said in _NAMED.items()}
    if missing := [name for name, heading in found.items() if not heading]:
        raise FmeaInvalid(f"{path} has no column for {', '.join(missing)}.", remedy="Its columns are S, O, D and AP.")
    lines = []
    for number, cells in source.rows():
        told = dict(zip(source.headings, cells, strict=False))
        line: Json = {"priority": str(told.get(found["priority"]) or "").strip()}
        for name in RATINGS:
            line |= _ends(path, number, name, told.get(found[name]))
        lines.append(line)
    if not lines:
        raise FmeaInvalid(f"{path} has no rows.")
    return lines


def priority_of(row: Json, lines: list[Json]) -> str:
    """Return the action priority of a row by a loaded table; "" where there is none, or a rating is missing."""
    if any(row[name] is None for name in RATINGS):
        return ""
    fits = (line for line in lines if all(line[f"{n}_from"] <= row[n] <= line[f"{n}_to"] for n in RATINGS))
    return next((str(line["priority"]) for line in fits), "")


def _ends(path: Path, number: int, name: str, cell: Cell) -> dict[str, int]:
    found = _RANGE.fullmatch(str(cell or "").strip())
    ends = [int(end) for end in found.groups() if end] if found else []
    if not ends or not all(LOWEST <= end <= HIGHEST for end in ends):
        raise FmeaInvalid(
            f"{path}, row {number}: {name} is {cell!r}.",
            remedy=f"It is a number or a range from {LOWEST} to {HIGHEST}.",
        )
    return {f"{name}_from": min(ends), f"{name}_to": max(ends)}
