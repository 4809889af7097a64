"""A plant as a workbook: a sheet a part, a row each, lengths in mm; the template that is written is what is read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from plant_tools.layout.errors import LayoutUnreadable
from plant_tools.layout.project import Project
from plant_tools.layout.reading import project_of

Json = dict[str, Any]
Row = Mapping[str, Any]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "Floors": ("id", "outline", "clear_height", "load", "elevation", "above"),
    "Obstacles": ("id", "floor", "polygon", "kind", "z0", "z1"),
    "Doors": ("id", "floor", "x", "y", "kind", "width", "depth"),
    "Lifts": ("id", "x", "y", "floors", "trip"),
    "Zones": ("id", "floor", "polygon", "rule", "tags"),
    "Slots": ("id", "floor", "x", "y", "width", "depth"),
    "Items": (
        *("id", "name", "kind", "width", "depth", "height", "area", "weight", "turns", "access"),
        *("front", "right", "back", "left", "top", "floors", "tags", "needs", "aisle", "move_cost", "price", "count"),
        *("fixed_floor", "fixed_x", "fixed_y", "fixed_turn", "source"),
    ),
    "Flows": ("source", "target", "loads", "cost", "handling", "product"),
    "Routings": ("product", "demand", "batch", "cost", "steps"),
    "REL": ("a", "b", "rating", "distance", "reason"),
    "Today": ("item", "floor", "x", "y", "turn", "z", "width", "depth"),
    "Settings": ("setting", "value"),
}
SETTINGS = {
    "name": ("name",),
    "aisle width": ("site", "aisle", "width"),
    "aisle main": ("site", "aisle", "main"),
    "aisle height": ("site", "aisle", "height"),
    "truck": ("site", "aisle", "truck"),
    "weight of flow": ("weights", "flow"),
    "weight of REL": ("weights", "rel"),
    "weight of moves": ("weights", "moves"),
    "days a year": ("options", "days_per_year"),
    "currency": ("options", "currency"),
}
_MOST_ROWS = 5_000


def read_workbook(content: bytes, where: str) -> Project:
    """Return the plant in a workbook. Raises ``LayoutUnreadable``, naming sheet, row and field."""
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise LayoutUnreadable(f"{where} is no workbook: {error}.", remedy=_REMEDY) from error
    sheets = {name.casefold(): name for name in book.sheetnames}
    rows = {name: _rows(book[sheets[name.casefold()]], name, where) for name in COLUMNS if name.casefold() in sheets}
    if "Floors" not in rows or "Items" not in rows:
        raise LayoutUnreadable(f"{where}: it needs the sheets Floors and Items.", remedy=_REMEDY)
    return project_of(_project(rows, where), where)


def _rows(sheet: Any, name: str, where: str) -> list[tuple[int, Row]]:
    """Return the rows of a sheet by heading, with their numbers; empty rows and cells are left out."""
    lines = sheet.iter_rows(values_only=True, max_row=_MOST_ROWS)
    heads = [str(head or "").strip().casefold() for head in next(lines, ())]
    if strange := [head for head in heads if head and head not in COLUMNS[name]]:
        known = ", ".join(COLUMNS[name])
        raise LayoutUnreadable(f"{where}, sheet {name}: there is no column {strange[0]!r}; it has {known}.")
    found: list[tuple[int, Row]] = []
    for number, line in enumerate(lines, 2):
        cells = {head: cell for head, cell in zip(heads, line, strict=False) if head and cell not in {None, ""}}
        if cells:
            found.append((number, cells))
    return found


def _project(rows: Mapping[str, Sequence[tuple[int, Row]]], where: str) -> Json:
    def parts(name: str, make: Callable[[Row], Json]) -> list[Json]:
        made = []
        for number, row in rows.get(name, ()):
            try:
                made.append(make(row))
            except (KeyError, ValueError, TypeError) as error:
                missing = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
                raise LayoutUnreadable(f"{where}, sheet {name}, row {number}: {missing}.", remedy=_REMEDY) from error
        return made

    told: Json = {
        "site": {
            "floors": parts("Floors", lambda row: _plain(row) | {"outline": _points(row["outline"])}),
            "obstacles": parts("Obstacles", lambda row: _plain(row) | {"polygon": _points(row["polygon"])}),
            "doors": parts("Doors", _placed),
            "lifts": parts("Lifts", lambda row: _placed(row) | {"floors": _list(row["floors"])}),
            "zones": parts(
                "Zones", lambda row: _plain(row) | {"polygon": _points(row["polygon"])} | _lists(row, "tags")
            ),
            "slots": parts("Slots", _slot),
        },
        "items": parts("Items", _item),
        "flows": parts("Flows", _plain),
        "routings": parts("Routings", lambda row: _plain(row) | {"steps": _list(row["steps"])}),
        "rel": parts("REL", _plain),
        "current": parts("Today", _plain),
    }
    for number, row in rows.get("Settings", ()):
        path = SETTINGS.get(str(row.get("setting", "")).strip())
        if path is None:
            raise LayoutUnreadable(f"{where}, sheet Settings, row {number}: settings are {', '.join(SETTINGS)}.")
        if "value" not in row:
            continue
        inner = told
        for step in path[:-1]:
            inner = inner.setdefault(step, {})
        inner[path[-1]] = _cell(path[-1], row["value"])
    return told


_TEXTS = {"id", "name", "floor", "item", "source", "target", "product", "a", "b", "reason", "handling", "currency"}


def _cell(name: str, value: Any) -> Any:
    """Return a cell as the model wants it: whole numbers without their point, names as text."""
    if name in _TEXTS:
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _plain(row: Row, *without: str) -> Json:
    return {name: _cell(name, value) for name, value in row.items() if name not in without}


def _placed(row: Row) -> Json:
    return _plain(row, "x", "y") | {"at": [_cell("x", row["x"]), _cell("y", row["y"])]}


def _slot(row: Row) -> Json:
    return _placed(_plain(row, "width", "depth")) | {
        "size": [_cell("width", row["width"]), _cell("depth", row["depth"])]
    }


_CLEAR = ("front", "right", "back", "left", "top")
_FIXED = ("fixed_floor", "fixed_x", "fixed_y", "fixed_turn")


def _item(row: Row) -> Json:
    item = _plain(row, "width", "depth", "height", "turns", "floors", "tags", "needs", *_CLEAR, *_FIXED)
    cells = {name: _cell(name, value) for name, value in row.items()}
    if cells.get("kind", "fixed") == "soft":
        item |= {"height": cells["height"]} if "height" in cells else {}
    else:
        item["size"] = [cells["width"], cells["depth"], cells["height"]]
    if clear := {name: cells[name] for name in _CLEAR if name in cells}:
        item["clearance"] = clear
    if "turns" in cells:
        item["turns"] = [int(turn) for turn in _list(cells["turns"])]
    if "fixed_x" in cells:
        item["fixed_at"] = {"floor": str(cells["fixed_floor"]), "x": cells["fixed_x"], "y": cells["fixed_y"]}
        item["fixed_at"] |= {"turn": cells["fixed_turn"]} if "fixed_turn" in cells else {}
    return item | _lists(row, "floors", "tags", "needs")


def _lists(row: Row, *names: str) -> Json:
    return {name: _list(row[name]) for name in names if name in row}


def _list(cell: Any) -> list[str]:
    """Return what a cell lists: A, B; C > D."""
    return [part.strip() for part in re.split(r"[,;>→\n]", str(_cell("", cell))) if part.strip()]


def _points(cell: Any) -> list[list[int]]:
    """Return the corners in a cell: "0,0; 30000,0; 30000,18000", or "30000 x 18000" for a hall at 0, 0."""
    if size := re.fullmatch(r"\s*(\d+)\s*[x×*]\s*(\d+)\s*", str(cell)):
        return [[0, 0], [int(size[1]), int(size[2])]]
    corners = [[int(number) for number in re.findall(r"-?\d+", pair)] for pair in str(cell).split(";") if pair.strip()]
    if any(len(corner) != 2 for corner in corners):
        raise ValueError(f"{cell!r} is no outline; write 0,0; 30000,0; 30000,18000; 0,18000")
    return corners


def written(told: Json) -> bytes:
    """Return a plant in plain fields as a workbook that ``read_workbook`` reads."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, columns in COLUMNS.items():
        sheet = book.create_sheet(name)
        sheet.append(list(columns))
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for row in _told_rows(name, told):
            sheet.append([row.get(column) for column in columns])
        sheet.freeze_panes = "A2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _told_rows(name: str, told: Json) -> Iterable[Json]:
    if name == "Settings":
        yield from ({"setting": setting, "value": _dug(told, path)} for setting, path in SETTINGS.items())
        return
    site = told["site"]
    lists = {"Items": told["items"], "REL": told.get("rel", ()), "Today": told.get("current", ())}
    for part in lists.get(name, told.get(name.casefold(), site.get(name.casefold(), ()))):
        row = dict(part)
        for key in ("outline", "polygon"):
            if key in row:
                row[key] = "; ".join(f"{x},{y}" for x, y in row[key])
        if "at" in row:
            row["x"], row["y"] = row["at"]
        if "size" in row:
            row |= dict(zip(("width", "depth", "height"), row["size"], strict=False))
        row |= row.get("clearance", {})
        row |= {f"fixed_{key}": value for key, value in row.get("fixed_at", {}).items()}
        yield {key: _joined(key, value) for key, value in row.items()}


def _joined(key: str, value: Any) -> Any:
    return (" > " if key == "steps" else ", ").join(map(str, value)) if isinstance(value, (list, tuple)) else value


def _dug(told: Json, path: Sequence[str]) -> Any:
    inner: Any = told
    for step in path:
        inner = inner.get(step) if isinstance(inner, dict) else None
    return inner


_REMEDY = "`plant-copilot layout template plant.xlsx` writes an example."
