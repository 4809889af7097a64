"""What past orders on the asset say of the task: how many, the last one, which."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, func, select

from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.language import base
from plant_tools.records.tables import Dataset, WorkOrder
from plant_tools.sop.drafting.what import Wanted
from plant_tools.sop.model import Line, Source, text_hash
from plant_tools.sop.wording import say

_order, _dataset = WorkOrder.__table__, Dataset.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
_LATEST = 500
_NAMED = 10


def past_orders(connection: Connection, wanted: Wanted, glossary: Glossary) -> tuple[Line, ...]:
    """Return a line for each data set with orders on the asset that speak of all that the task does; else nothing.

    The latest 500 orders of the asset are looked at.
    """
    asked = glossary.asked(wanted.task, base(wanted.spoken))
    if not wanted.asset or not asked:
        return ()
    by_dataset: dict[str, list[Row[Any]]] = {}
    for row in _orders(connection, wanted.asset):
        told = glossary.find(" ; ".join(filter(None, (row.title, row.description, row.resolution))))
        if all(reading & told for reading in asked):
            by_dataset.setdefault(row.name, []).append(row)
    return tuple(_line(name, rows, wanted) for name, rows in by_dataset.items())


def _orders(connection: Connection, asset: str) -> Iterator[Row[Any]]:
    at = func.coalesce(_order.c.finished_at, _order.c.reported_at)
    chosen = (
        select(_order.c.source_id, _order.c.title, _order.c.description, _order.c.resolution, at.label("at"))
        .add_columns(_dataset.c.name)
        .join(_dataset, _dataset.c.id == _order.c.dataset_id)
        .where(_order.c.asset_tag == asset)
        .order_by(at.desc().nulls_last())
        .limit(_LATEST)
    )
    yield from connection.execute(chosen)


def _line(dataset: str, rows: list[Row[Any]], wanted: Wanted) -> Line:
    last = next((str(row.at)[:10] for row in rows if row.at), "–")
    ids = ", ".join(row.source_id for row in rows[:_NAMED])
    quote = f"{len(rows)} ({last}): {ids}"
    source = Source(dataset, quote, "records", language=wanted.language, hash=text_hash(quote), place=ids)
    text = say(wanted.language, "experience", number=len(rows), asset=wanted.asset, date=last)
    return Line(text, wanted.language, (source,))
