"""FMEA sheets among the records: loaded whole in place of what the same sheet said before, listed, forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, func, insert, select

from plant_tools.fmea.columns import RATINGS
from plant_tools.fmea.errors import FmeaInvalid, UnknownFmea
from plant_tools.fmea.priorities import priority_of, read_priorities
from plant_tools.fmea.sheet import Sheet, read_sheet
from plant_tools.records.tables import Asset, Dataset
from plant_tools.records.written import FmeaPriority, FmeaRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from plant_tools.records.sight import Who
    from plant_tools.records.store import Store

Json = dict[str, Any]

_rows = FmeaRow.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
_priorities = FmeaPriority.__table__  # type: ignore[attr-defined]  # as above
_LAST = -1  # a row that nobody rated comes after those that were


class FmeaBook:
    """The sheets of one store. Safe to share between threads."""

    def __init__(self, open_store: Callable[[], Store]) -> None:
        self._open_store = open_store

    def load(
        self,
        path: Path,
        dataset: str,
        *,
        sheet: str = "",
        header_row: int = 0,
        columns: Mapping[str, str] | None = None,
    ) -> Json:
        """Load a sheet; all rows that can be used, in place of those that it had before.

        Returns {dataset, file, sheet, rows, loaded, replaced, refused: [{row, field, reason}], columns, left_over,
        warnings}. Raises ``RecordsUnreadable``, ``FmeaInvalid``.
        """
        read = read_sheet(path, sheet=sheet, header_row=header_row, columns=columns)
        if not read.rows:
            first = f" Row {read.refused[0].row}: {read.refused[0].reason}." if read.refused else ""
            raise FmeaInvalid(f"{path}: no row can be used.{first}", remedy="Check the columns: --column mode=HEADING.")
        named = {"dataset": dataset, "file": read.file, "sheet": read.name}
        with self._open_store().writing() as connection:
            mine = [_rows.c[name] == value for name, value in named.items()]
            replaced = connection.execute(delete(_rows).where(*mine)).rowcount
            connection.execute(insert(_rows), [{**named, **row, "loaded_utc": _now()} for row in read.rows])
            unknown = _unknown_assets(connection, dataset, read)
        return named | {
            "rows": len(read.rows) + len(read.refused),
            "loaded": len(read.rows),
            "replaced": replaced,
            "refused": [{"row": one.row, "field": one.field, "reason": one.reason} for one in read.refused],
            "columns": dict(read.columns),
            "left_over": list(read.left_over),
            "warnings": [*read.remarks, *_unrated(read), *unknown],
        }

    def load_priorities(self, path: Path, dataset: str) -> Json:
        """Load the plant's own table of action priorities in place of the former: {dataset, file, lines}."""
        lines = read_priorities(path)
        with self._open_store().writing() as connection:
            connection.execute(delete(_priorities).where(_priorities.c.dataset == dataset))
            connection.execute(insert(_priorities), [{"dataset": dataset, "file": path.name, **one} for one in lines])
        return {"dataset": dataset, "file": path.name, "lines": len(lines)}

    def listing(self, who: Who, dataset: str = "", asset: str = "", *, rpn: bool = False) -> Json:
        """Return what ``who`` sees: {sheets: [{dataset, file, sheet, rows}], rows: [{..., priority}]}.

        By severity, then occurrence, then detection. ``rpn`` adds S x O x D to each row.
        """
        with self._open_store().reading(who) as connection:
            counted = select(_rows.c.dataset, _rows.c.file, _rows.c.sheet, func.count()).where(*_of(dataset, ""))
            named = (_rows.c.dataset, _rows.c.file, _rows.c.sheet)
            sheets = connection.execute(counted.group_by(*named).order_by(*named)).all()
            rows = read_rows(connection, dataset, asset)
        return {
            "sheets": [dict(zip(("dataset", "file", "sheet", "rows"), one, strict=True)) for one in sheets],
            "rows": [one | ({"rpn": rpn_of(one)} if rpn else {}) for one in rows],
        }

    def forget(self, who: Who, dataset: str, file: str = "") -> Json:
        """Remove a file's sheets, or all that ``who`` sees of a data set with its priorities: {dataset, file, rows}.

        Raises ``UnknownFmea``.
        """
        mine = [_rows.c.dataset == dataset, *([_rows.c.file == file] if file else [])]
        of_set = _priorities.c.dataset == dataset
        with self._open_store().reading(who) as connection:
            there = [
                connection.execute(select(table.c.id).where(*where).limit(1)).first()
                for table, where in ((_rows, mine), (_priorities, [of_set]))
            ]
        gone = 0
        with self._open_store().writing() as connection:
            gone += connection.execute(delete(_rows).where(*mine)).rowcount if there[0] else 0
            gone += connection.execute(delete(_priorities).where(of_set)).rowcount if there[1] and not file else 0
        if not gone:
            what = f"{file} of {dataset!r}" if file else f"data set {dataset!r}"
            raise UnknownFmea(f"No FMEA sheet of {what} is loaded.", remedy="List them: plant-copilot fmea list")
        return {"dataset": dataset, "file": file, "rows": gone}


def read_rows(connection: Connection, dataset: str = "", asset: str = "") -> list[Json]:
    """Return the rows of a data set, "" for all, and of an asset; the severest first, each with its priority."""
    fields = [column for column in _rows.c if column.name not in {"id", "loaded_utc"}]
    found = [dict(row) for row in connection.execute(select(*fields).where(*_of(dataset, asset))).mappings()]
    lines: dict[str, list[Json]] = {}
    for one in connection.execute(select(_priorities)).mappings():
        lines.setdefault(str(one["dataset"]), []).append(dict(one))
    told = [row | {"priority": priority_of(row, lines.get(row["dataset"], []))} for row in found]
    return sorted(told, key=severest_first)


def severest_first(row: Json) -> tuple[Any, ...]:
    """Return what puts severity before occurrence before detection (a high D: hard to detect), then the sheet."""
    rated = (-(_LAST if row[name] is None else row[name]) for name in RATINGS)
    return (*rated, row["file"], row["sheet"], row["sheet_row"])


def rpn_of(row: Json) -> int | None:
    """Return S x O x D, a product of ordinals that says less than they do; None where one is missing."""
    rated = [row[name] for name in RATINGS]
    return None if None in rated else rated[0] * rated[1] * rated[2]


def _of(dataset: str, asset: str) -> list[Any]:
    among = [_rows.c.dataset == dataset] if dataset else []
    return among + ([func.lower(_rows.c.asset) == asset.lower()] if asset else [])


def _unrated(read: Sheet) -> list[str]:
    missing = [name for name in RATINGS if name not in read.columns]
    return (
        [f"No column was recognised for {', '.join(missing)}; name it: --column {missing[0]}=HEADING."]
        if missing
        else []
    )


def _unknown_assets(connection: Connection, dataset: str, read: Sheet) -> list[str]:
    """Return that assets of the sheet stand in no list of assets, where the data set has such a list."""
    a, d = Asset.__table__.c, Dataset.__table__.c  # type: ignore[attr-defined]  # as above
    listed = select(a.tag).join(Dataset, d.id == a.dataset_id).where(d.name == dataset)
    known = {str(tag).casefold() for (tag,) in connection.execute(listed)}
    strange = sorted({row["asset"] for row in read.rows if row["asset"] and row["asset"].casefold() not in known})
    if not known or not strange:
        return []
    return [f"Assets that data set {dataset!r} does not list: {', '.join(strange[:8])}. Their rows fit no question."]


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
