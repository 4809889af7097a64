"""Orders that were approved here, among the plant's own: written, closed, and kept when an export is loaded again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, cast, delete, func, insert, or_, select, update

from plant_tools.records import audit
from plant_tools.records.tables import ImportRun, WorkOrder
from plant_tools.records.written import Draft

Json = dict[str, Any]

SOURCE = "plant-copilot"
"""What stands in the column ``source`` of every order that was written here."""

_PREFIX = "COPILOT-"
_NUMBER = re.compile(rf"{_PREFIX}\d{{6,}}")
_TOLD = re.compile(rf"\[({_PREFIX}\d{{6,}})\]")
_HEADINGS = ["source", "draft"]
_order = WorkOrder.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
_draft = Draft.__table__  # type: ignore[attr-defined]  # as above
_run = ImportRun.__table__  # type: ignore[attr-defined]  # as above


def number_of(draft: int) -> str:
    """Return the number that the order of a draft has, the same however often it is written."""
    return f"{_PREFIX}{draft:06d}"


def write_order(connection: Connection, dataset_id: int, draft: int, columns: Mapping[str, Any]) -> str:
    """Add an order to a data set and return its number."""
    run_id = _run_of(connection, dataset_id, {name for name, value in columns.items() if value is not None})
    connection.execute(
        insert(WorkOrder).values(
            dataset_id=dataset_id,
            run_id=run_id,
            source_row=draft,
            digest=0,
            extra={"source": SOURCE, "draft": draft},
            source_id=number_of(draft),
            **columns,
        )
    )
    return number_of(draft)


def close_order(connection: Connection, dataset_id: int, order: str, columns: Mapping[str, Any]) -> bool:
    """Close an open order with what was reported; return whether there was such an open order."""
    c = _order.c
    where = (c.dataset_id == dataset_id, c.source_id == order, or_(c.state == "open", c.state.is_(None)))
    row = connection.execute(select(c.id, c.extra).where(*where)).first()
    if row is None:
        return False
    _run_of(connection, dataset_id, {name for name, value in columns.items() if value is not None})
    new = {name: value for name, value in columns.items() if value is not None}
    extra = {**(row.extra or {}), "closed_by": SOURCE}
    connection.execute(update(_order).where(c.id == row.id).values(**new, state="done", status="closed", extra=extra))
    return True


def settle(connection: Connection, dataset: str, dataset_id: int, run_id: int) -> None:
    """Bring what was written here and the file of ``run_id``, just loaded, together.

    An order of ours that came back under a number of the maintenance system gives way to it: it is known by its
    number in square brackets in a text, or as the whole of a column that is not recognised. One that came back under
    its own number stays ours. What was closed here stays closed until the file says that it is.
    """
    for ours, theirs in _returned(connection, dataset_id, run_id):
        gone = delete(_order).where(_order.c.dataset_id == dataset_id, _order.c.source_id == ours)
        if connection.execute(gone).rowcount:
            audit.enter(connection, "records load", "superseded", ours, order=theirs, dataset=dataset)
    _mark_ours(connection, dataset_id, run_id)
    _close_again(connection, dataset, dataset_id, run_id)


def _returned(connection: Connection, dataset_id: int, run_id: int) -> Iterator[tuple[str, str]]:
    """Yield the numbers of ours and theirs of orders that were loaded into the maintenance system and came back."""
    if connection.execute(_ours(dataset_id).limit(1)).first() is None:
        return
    c = _order.c
    texts = (c.title, c.description, cast(c.extra, Text))
    mentioned = or_(*(text.like(f"%{_PREFIX}%") for text in texts))
    chosen = select(c.source_id, c.title, c.description, c.extra).where(
        c.dataset_id == dataset_id, c.run_id == run_id, ~c.source_id.like(f"{_PREFIX}%"), mentioned
    )
    for row in connection.execute(chosen).all():
        found = {*_TOLD.findall(f"{row.title} {row.description} {json.dumps(row.extra, ensure_ascii=False)}")}
        found |= {value for value in map(str, (row.extra or {}).values()) if _NUMBER.fullmatch(value)}
        yield from ((ours, row.source_id) for ours in sorted(found))


def _ours(dataset_id: int) -> Any:
    return select(_order.c.id).where(_order.c.dataset_id == dataset_id, _order.c.source_id.like(f"{_PREFIX}%"))


def _mark_ours(connection: Connection, dataset_id: int, run_id: int) -> None:
    c = _order.c
    chosen = select(c.id, c.extra).where(
        c.dataset_id == dataset_id, c.run_id == run_id, c.source_id.like(f"{_PREFIX}%")
    )
    for row in connection.execute(chosen).all():
        marked = {**(row.extra or {}), "source": SOURCE}
        connection.execute(update(_order).where(c.id == row.id).values(extra=marked))


def _close_again(connection: Connection, dataset: str, dataset_id: int, run_id: int) -> None:
    """Close again what the file has as open still; stop once the file itself has said that it is done."""
    d, o = _draft.c, _order.c
    closed = select(d.id, d.written).where(d.dataset == dataset, d.kind == "close_out", d.state == "approved")
    for number, written in connection.execute(closed).all():
        if written.get("confirmed"):
            continue
        where = (o.dataset_id == dataset_id, o.source_id == written["order"], o.run_id == run_id)
        row = connection.execute(select(o.state, o.extra).where(*where)).first()
        if row is None or (row.extra or {}).get("closed_by") == SOURCE:
            continue
        if row.state in {"done", "cancelled"}:
            told = {**written, "confirmed": True}
            connection.execute(update(_draft).where(d.id == number).values(written=told))
        else:
            close_order(connection, dataset_id, written["order"], columns_of(written["columns"]))


def columns_of(plain: Mapping[str, Any]) -> Json:
    """Return columns as the table takes them from what JSON kept of them."""
    times = ("reported_at", "started_at", "finished_at", "due_at")
    return {n: datetime.fromisoformat(v) if n in times and v else v for n, v in plain.items()}


def _run_of(connection: Connection, dataset_id: int, fields: set[str]) -> int:
    """Return the import run that stands for what is written here; a new one where more columns are filled than before.

    A new run makes readers look anew at what the data set knows.
    """
    mine: tuple[ColumnElement[bool], ...] = (_run.c.dataset_id == dataset_id, _run.c.file == SOURCE)
    last = connection.execute(select(_run.c.id, _run.c.fields).where(*mine).order_by(_run.c.id.desc()).limit(1)).first()
    if last is not None and fields <= set(last.fields):
        changed = {"rows": _run.c.rows + 1, "inserted": _run.c.inserted + 1, "at_utc": audit.now()}
        connection.execute(update(_run).where(_run.c.id == last.id).values(**changed))
        return int(last.id)
    made = insert(ImportRun).values(
        dataset_id=dataset_id,
        loaded_into="work_orders",
        file=SOURCE,
        sha256="",
        at_utc=audit.now(),
        rows=1,
        inserted=1,
        fields=sorted(fields | set(last.fields if last else ())),
        columns=_HEADINGS,
    )
    key = connection.execute(made).inserted_primary_key
    return int(key[0]) if key else int(connection.execute(select(func.max(_run.c.id))).scalar_one())
