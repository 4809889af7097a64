"""Charts of a solution as a workbook: places, from-to, flows, closeness, moves, use of area and volume, certificate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

Json = dict[str, Any]


def workbook(told: Json) -> bytes:
    """Return the XLSX of a solution in plain fields (see ``report.solution_json``)."""
    book = Workbook()
    book.remove(book.worksheets[0])
    after = told["evaluation"]
    _sheet(
        book,
        "Layout",
        ["item", "floor", "x", "y", "turn", "z"],
        ([p.get(k, 0) for k in _PLACE] for p in told["layout"]),
    )
    _from_to(book, after["from_to"])
    pair = ["source", "target", "loads", "metres", "aisle_metres", "money", "aisle_money"]
    _sheet(book, "Flows", pair, ([each[name] for name in pair] for each in after["pairs"]))
    rel = told["project"].get("rel", [])
    _sheet(
        book, "REL", ["a", "b", "rating", "reason"], ([r["a"], r["b"], r["rating"], r.get("reason", "")] for r in rel)
    )
    move = ["item", "metres", "turned", "floor", "cost", "worth", "undone"]
    _sheet(book, "Moves", move, ([each[name] for name in move] for each in told["moves"]))
    use = list(after["usage"][0])
    _sheet(book, "Usage", use, ([each[name] for name in use] for each in after["usage"]))
    certificate = told["certificate"]
    rows = [["ok", certificate["ok"]], ["digest", certificate["digest"]], *map(list, certificate["checked"].items())]
    _sheet(book, "Certificate", ["rule", "checked"], rows)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


_PLACE = ("item", "floor", "x", "y", "turn", "z")


def _from_to(book: Workbook, chart: Sequence[Sequence[Any]]) -> None:
    """Add the from-to chart as a matrix, one row a source."""
    names = list(dict.fromkeys(name for a, b, _ in chart for name in (a, b)))
    loads = {(a, b): value for a, b, value in chart}
    _sheet(book, "From-to", ["from \\ to", *names], ([a, *(loads.get((a, b)) for b in names)] for a in names))


def _sheet(book: Workbook, name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    sheet = book.create_sheet(name)
    sheet.append(list(heads))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([_safe(value) for value in row])
    sheet.freeze_panes = "A2"


def _safe(value: Any) -> Any:
    """Keep names from being formulas."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@"} else value
