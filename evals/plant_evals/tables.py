"""How exactly the cells of tables are found, against tables checked by eye on the rendered page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import zip_longest
from pathlib import Path
from typing import Any

from plant_copilot.errors import WrongUse
from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.readers.page import Page, Row
from plant_knowledge_ingest.readers.pdf import PdfSource
from plant_knowledge_ingest.tokens import for_search

BAR = 0.95
"""The share of cells that are right, of the tables that were not looked at while the reader was made."""

_FIELDS = {"id", "file", "page", "columns", "rows"}

_Grid = list[tuple[str, ...]]


def read_tables(path: Path) -> list[dict[str, Any]]:
    """Return the cases in a file of JSON lines: id, file, page, columns, rows. Raises ``WrongUse``."""
    try:
        cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except ValueError as error:
        raise WrongUse(f"{path} is not JSON lines: {error}.") from error
    for number, case in enumerate(cases, 1):
        if not isinstance(case, dict) or (missing := _FIELDS - case.keys()):
            lacks = f"lacks {', '.join(sorted(missing))}" if isinstance(case, dict) else "is no object"
            raise WrongUse(f"{path}, line {number} {lacks}.")
    return cases


def run_tables(cases: Sequence[Mapping[str, Any]], folder: Path) -> dict[str, Any]:
    """Read each case's page and compare: {tables: [{id, half, right, of, wrong}], right, of, halves, skipped}.

    Files are looked for among the manuals of the sample plant, then in ``folder``; a case whose file is in neither is
    skipped with the reason. A cell is right when its text is the same but for line breaks; column titles are cells,
    too, and cells that should not be there count as wrong.
    """
    tables, skipped = [], []
    for case in cases:
        try:
            tables.append(_compared(case, _page(case, folder)))
        except (UnreadableDocument, OSError) as error:
            skipped.append({"id": case["id"], "reason": str(error)})
    halves = {half: _sum(t for t in tables if t["half"] == half) for half in dict.fromkeys(t["half"] for t in tables)}
    return {"tables": tables, **_sum(iter(tables)), "halves": halves, "skipped": skipped, "bar": BAR}


def _page(case: Mapping[str, Any], folder: Path) -> Page:
    ours = Path(str(files("plant_copilot.sample_plant"))) / "manuals" / case["file"]
    with PdfSource(ours if ours.is_file() else folder / case["file"]) as source:
        return source.page(case["page"])


def _compared(case: Mapping[str, Any], page: Page) -> dict[str, Any]:
    wanted = [tuple(case["columns"]), *map(tuple, case["rows"])]
    found = max(_tables(page), key=lambda table: _right(wanted, table), default=[])
    pairs = list(_pairs(wanted, found))
    return {
        "id": case["id"],
        "half": case.get("half", ""),
        "right": sum(a == b for a, b in pairs),
        "of": len(pairs),
        "wrong": [{"wanted": a, "found": b} for a, b in pairs if a != b],
    }


def _right(wanted: _Grid, found: _Grid) -> int:
    return sum(a == b for a, b in _pairs(wanted, found))


def _pairs(wanted: _Grid, found: _Grid) -> Iterator[tuple[str | None, str | None]]:
    for expected, row in zip_longest(wanted, found, fillvalue=()):
        yield from zip_longest(expected, row)


def _tables(page: Page) -> Iterator[_Grid]:
    """Yield the tables of a page, titles first: rows that follow one another under the same titles."""
    table: list[Row] = []
    for row in (row for row in page.rows if not row.heads):
        follows = table and row.lines.start == table[-1].lines.stop and row.columns == table[-1].columns
        if table and not follows:
            yield _grid(page, table)
            table = []
        table.append(row)
    if table:
        yield _grid(page, table)


def _grid(page: Page, table: Sequence[Row]) -> _Grid:
    rows = [tuple(for_search("\n".join(page.lines[i].text for i in cell)) for cell in row.cells) for row in table]
    return [table[0].columns, *rows]


def _sum(tables: Iterator[Mapping[str, Any]]) -> dict[str, Any]:
    listed = list(tables)
    right, of = (sum(table[key] for table in listed) for key in ("right", "of"))
    return {"right": right, "of": of, "share": round(right / of, 4) if of else 0.0}
