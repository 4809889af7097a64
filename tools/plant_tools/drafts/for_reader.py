"""A draft as its reader sees it: without the orders, alarms and drafts beside it that are not for that reader.

What a person dictated stays; a draft that closes an order which is hidden is hidden with it, by the records themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, select

from plant_tools.drafts import kept
from plant_tools.records.sight import sight_of
from plant_tools.records.tables import Dataset, Event, WorkOrder
from plant_tools.records.written import Draft

Json = dict[str, Any]


def shown(connection: Connection, row: Row[Any]) -> Json:
    """Return a draft as JSON has it, as far as ``connection`` shows what it names."""
    draft = kept.plain(row)
    if sight_of(connection).is_whole:
        return draft
    orders = {one["order"] for one in draft["duplicates"]} | set(draft["choices"].get("order_id", ()))
    proposals = [one for found in draft["proposals"].values() for one in found]
    orders |= {order for one in proposals for order in one["order_ids"]}
    orders |= {order for line in draft["lines"] for order in line["record_ids"]}
    there = _there(connection, row.dataset, orders - {None})
    drafts = _drafts(connection, {one["draft"] for one in draft["duplicates"]} - {None})
    return draft | {
        "duplicates": [one for one in draft["duplicates"] if one["order"] in there or one["draft"] in drafts],
        "lines": [line for line in draft["lines"] if there.issuperset(line["record_ids"])],
        "choices": _choices(draft["choices"], there),
        "proposals": {kind: [_proposal(one, there) for one in found] for kind, found in draft["proposals"].items()},
    }


def _choices(choices: Json, there: set[str]) -> Json:
    if "order_id" not in choices:
        return choices
    return choices | {"order_id": [order for order in choices["order_id"] if order in there]}


def _proposal(one: Json, there: set[str]) -> Json:
    """Return a proposed code with those of its orders that are seen; where some are not, these alone are counted."""
    seen = [order for order in one["order_ids"] if order in there]
    return one if len(seen) == len(one["order_ids"]) else {**one, "order_ids": seen, "similar": len(seen)}


def _there(connection: Connection, dataset: str, ids: Iterable[str]) -> set[str]:
    """Return those of ``ids`` that are orders or events which are seen."""
    d = Dataset.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare it
    mine = select(d.id).where(d.name == dataset).scalar_subquery()
    found = set[str]()
    for table in (WorkOrder.__table__, Event.__table__):  # type: ignore[attr-defined]  # as above
        chosen = select(table.c.source_id).where(table.c.dataset_id == mine, table.c.source_id.in_(list(ids)))
        found |= set(connection.execute(chosen).scalars())
    return found


def _drafts(connection: Connection, numbers: Iterable[int]) -> set[int]:
    c = Draft.__table__.c  # type: ignore[attr-defined]  # as above
    return set(connection.execute(select(c.id).where(c.id.in_(list(numbers)))).scalars())
