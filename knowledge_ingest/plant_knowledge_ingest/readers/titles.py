"""What stands above the columns of a table: its rows of titles, also of several levels, and the units in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from plant_knowledge_ingest.readers.cells import Cell, Table
from plant_knowledge_ingest.readers.page import Line

# Titles in more levels than this, or longer than this many characters, are none.
_MOST_LEVELS, _LONGEST = 3, 60
_SENTENCE = re.compile(r".*[.;:。；：](?:\s|$)")
_ATOM = (
    r"(?:[munpµμkMGTdch]?(?:m|g|s|N|Pa|bar|V|A|W|Hz|Ω|Ohm|l|L|J|K|mol|t|VA|Ah|Wh|var|F|H|T|C)|°C|°F|℃|°|%|‰|ppm|rpm|"
    r"U|min|h|d|a|in|ft|lb|lbf|psi|dB(?:\(A\))?|cSt|cP|Nl|Nm|inch|mm|rev|pcs|St|Stk|Stück|"
    r"[年月周天日时秒分个件瓶米升克度转]|小时|小時|分钟|分鐘|毫米|毫秒|千克|公斤|兆帕|千帕|伏|安|瓦|千瓦|次|台|箱)"
)
_POWER = r"(?:[²³⁻¹0-9]|\^-?\d|-\d)*"
_UNIT = rf"(?:1/)?{_ATOM}{_POWER}(?:[·⋅*×./ ]?{_ATOM}{_POWER})*"
_BRACKETED = re.compile(rf"[\[(（［【]\s*(?:in\s+)?({_UNIT})\s*[\])）］】]\s*$")
_AFTER = re.compile(rf"(?:\bin|,|，|/)\s+({_UNIT})\s*$")
_ALONE = re.compile(_UNIT)


class Titles(NamedTuple):
    """How many ``rows`` of a table are titles, and the titles above each column, outermost first, or none at all."""

    rows: int
    columns: tuple[str, ...]


def titles(table: Table, bold: Callable[[Line], bool]) -> Titles:
    """Return the titles of ``table``: what is printed bold above what is not, else words above figures."""
    rows = _leading(table, bold)
    if not rows:
        return Titles(0, ())
    paths: list[list[Cell]] = [[] for _ in range(table.width)]
    for row in table.rows[:rows]:
        for path, cell in zip(paths, row, strict=True):
            if cell.lines and cell not in path and len(set(row)) > 1:
                path.append(cell)
    return Titles(rows, tuple(" > ".join(cell.text for cell in path) for path in paths))


def unit(title: str) -> str:
    """Return the unit that a column title names, or "".

    >>> unit("Torque [Nm]"), unit("扭矩(N·m)"), unit("Limits > mm/s"), unit("Value")
    ('Nm', 'N·m', 'mm/s', '')
    """
    last = title.rsplit(" > ", maxsplit=1)[-1]
    if match := _BRACKETED.search(last) or _AFTER.search(last):
        return match[1]
    return last if " > " in title and _ALONE.fullmatch(last) else ""


def _leading(table: Table, bold: Callable[[Line], bool]) -> int:
    marks = [_is_bold(row, bold) for row in table.rows]
    if any(marks) and not all(marks):
        rows = next((i for i, mark in enumerate(marks) if not mark))
        return rows if rows <= _MOST_LEVELS else 0
    if any(bold(row[0].lines[0]) for row in table.rows[1:] if row[0].lines) and not all(marks):
        return 0  # the left column is that of titles
    if _spans(table.rows[0]) and not table.ruled:
        return 0  # where the titles end is not known
    levels = 1 + (len(table.rows) > 2 and _spans(table.rows[0]) and _could_be(table.rows[1]))
    return levels if len(table.rows) > levels and _could_be(table.rows[0]) else 0


def _is_bold(row: Sequence[Cell], bold: Callable[[Line], bool]) -> bool:
    written = [line for cell in row for line in cell.lines]
    return bool(written) and all(map(bold, written))


def _could_be(row: Sequence[Cell]) -> bool:
    texts = [cell.text for cell in set(row)]
    wordy = all(len(text) <= _LONGEST and not _SENTENCE.match(text) for text in texts)
    return wordy and sum(map(bool, texts)) > 1 and not any(c.isdigit() for text in texts for c in text)


def _spans(row: Sequence[Cell]) -> bool:
    return len(set(row)) < len(row)
