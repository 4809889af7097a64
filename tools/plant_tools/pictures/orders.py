"""The work order that parts were delivered for: its asset, and the parts that it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from plant_tools.cases.orders import sql_of
from plant_tools.evidence import RecordsCitation
from plant_tools.history.known import loosely
from plant_tools.records.sight import Who
from plant_tools.records.store import Store
from plant_tools.records.tables import Dataset, PartUse, WorkOrder

_order: Any = WorkOrder.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
_use: Any = PartUse.__table__  # type: ignore[attr-defined]  # as above
_dataset: Any = Dataset.__table__  # type: ignore[attr-defined]  # as above
_SAID = ("title", "description", "resolution")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A part of an order; ``quantity`` is None where the order does not say how many."""

    number: str
    name: str
    quantity: float | None


@dataclass(frozen=True, slots=True)
class Order:
    """A work order and the parts that it names."""

    number: str
    asset: str
    parts: tuple[Wanted, ...]
    citation: RecordsCitation


def order_of(store: Store, who: Who, number: str, listed: Iterable[str]) -> Order | None:
    """Return the order ``number``, None where there is none for ``who``; its text may name ``listed`` parts."""
    chosen = (
        select(_order, _dataset.c.name.label("dataset"))
        .join(_dataset, _dataset.c.id == _order.c.dataset_id)
        .where(_order.c.source_id == number.strip())
        .limit(1)
    )
    with store.reading(who) as connection:
        row = connection.execute(chosen).mappings().one_or_none()
        if row is None:
            return None
        used = _used(connection, row)
        text = loosely(" ".join(str(row[said] or "") for said in _SAID))
        named = [Wanted(one, "", None) for one in dict.fromkeys(listed) if loosely(one) in text]
        told = {loosely(one.number): one for one in (*named, *used)}
        quote = ", ".join(one.number for one in told.values())
        citation = RecordsCitation(row["dataset"], (row["source_id"],), sql_of(connection, chosen), 1, quote)
        return Order(row["source_id"], row["asset_tag"] or "", tuple(told.values()), citation)


def _used(connection: Connection, row: Any) -> Sequence[Wanted]:
    c = _use.c
    chosen = select(c.part_number, c.text, c.quantity).where(
        c.dataset_id == row["dataset_id"], c.order_id == row["source_id"], c.part_number.is_not(None)
    )
    return [Wanted(number, text or "", quantity) for number, text, quantity in connection.execute(chosen)]
