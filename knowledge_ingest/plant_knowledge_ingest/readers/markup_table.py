"""A table of an office file on its way to markup: every row whole, every column with one title.

Rows are found by what stands in them, so what merged cells say is repeated in each row they reach over, and
several heading rows become one: "Torque" over "min" and "max" gives "Torque > min" and "Torque > max".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise

# From one row to the next: what each column says, None where the cell to its left reaches over it.
Row = Sequence[str | None]
_UNBROKEN = 20


def table(rows: Sequence[Row], heads: int = 0) -> str:
    """Return markup of ``rows``, all of one length, the first ``heads`` of them headings."""
    if not rows:
        return ""
    body = "".join(f"<tr>{''.join(_cells(row))}</tr>" for row in rows[heads:])
    return f"<table>{_head(rows[:heads])}<tbody>{body}</tbody></table>"


def heading_rows(rows: Sequence[Row]) -> int:
    """Return how many of the first ``rows`` are headings: one if it is all words, more where it has merged cells."""
    if len(rows) < 2 or not is_title_row(rows[0]):
        return 0
    merged = any(cell is None for cell in rows[0])
    return 2 if merged and len(rows) > 2 and is_title_row(rows[1]) else 1


def is_title_row(row: Row) -> bool:
    """Tell whether ``row`` says something in at least two columns, and nowhere a bare figure."""
    said = [cell for cell in row if cell]
    return len(said) > 1 and 2 * len(said) > len(row) - row.count(None) and not any(map(_is_figure, said))


def squared(rows: Iterable[Sequence[str | None]]) -> list[list[str | None]]:
    """Return ``rows`` made equally long, without columns and rows in which nothing is said."""
    listed = [list(row) for row in rows]
    width = max(map(len, listed), default=0)
    filled = [row + [""] * (width - len(row)) for row in listed if any(row)]
    kept = [column for column in range(width) if any(row[column] for row in filled)]
    return [[row[column] for column in kept] for row in filled]


def _is_figure(text: str) -> bool:
    return any(map(str.isdigit, text)) and not any(map(str.isalpha, text))


def _head(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    titles = (_title(column) for column in zip(*map(_spread, rows), strict=True))
    return f"<thead><tr>{''.join(f'<th>{_short(title)}</th>' for title in titles)}</tr></thead>"


def _title(parts: Iterable[str]) -> str:
    """Join what stands above one column; a cell merged downwards says it once."""
    return " > ".join(dict.fromkeys(part for part in parts if part))


def _spread(row: Row) -> list[str]:
    """Return ``row`` with every cell repeated in all columns it reaches over."""
    told: list[str] = []
    for cell in row:
        told.append(cell if cell is not None else told[-1] if told else "")
    return told


def _cells(row: Row) -> Iterable[str]:
    starts = [column for column, cell in enumerate(row) if cell is not None]
    for column, following in pairwise([*starts, len(row)]):
        over = f' colspan="{following - column}"' if following - column > 1 else ""
        yield f"<td{over}>{_short(row[column] or '')}</td>"


def _short(text: str) -> str:
    """Return the markup of a cell. MuPDF measures columns too narrow by a hair and would break short cells in two."""
    return lines(text).replace(" ", "\u00a0") if len(text) <= _UNBROKEN else lines(text)


def lines(text: str) -> str:
    """Return ``text`` as markup, its line breaks kept."""
    return escape(text, quote=False).replace("\n", "<br>")
