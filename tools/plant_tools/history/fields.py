"""What records can be asked for: their names for people, and the columns behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, select
from sqlmodel import SQLModel

from plant_tools.history.clock import PARTS, DayNumber
from plant_tools.history.selection import RecordsName
from plant_tools.records.tables import Event, PartUse, WorkOrder


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a record with its unit, or the column that its unit is ``named_in``.

    ``made_of`` are the columns that must have been loaded.
    """

    expression: ColumnElement[Any]
    unit: str
    made_of: tuple[str, ...] = ()
    named_in: str = ""


@dataclass(frozen=True)
class Records:
    """One kind of records: ``labels`` to group and compare by, ``amounts`` to add up, ``times`` to place them.

    ``codes`` are the columns of codes by kind, ``texts`` what words are looked for in, ``shown`` what a list
    shows, ``named`` the labels that people call by a name rather than by their key.
    """

    table: Table
    noun: str
    labels: Mapping[str, ColumnElement[Any]]
    amounts: Mapping[str, Amount]
    times: Mapping[str, ColumnElement[Any]]
    codes: Mapping[str, ColumnElement[Any]]
    texts: tuple[ColumnElement[Any], ...]
    shown: tuple[str, ...]
    named: frozenset[str]

    @property
    def name(self) -> str:
        """The name of the table."""
        return str(self.table.name)

    @property
    def id(self) -> ColumnElement[str]:
        """The record's id in its source."""
        return self.table.c.source_id

    @property
    def dataset(self) -> ColumnElement[int]:
        """The data set that the record belongs to."""
        return self.table.c.dataset_id

    def calendar(self, part: str, time: str) -> ColumnElement[Any]:
        """Return a part of the calendar of a time of the record."""
        return PARTS[part](self.times[time])

    def unrecognised(self, heading: str) -> ColumnElement[Any]:
        """Return a column that the importer did not recognise, as text, by its heading."""
        text: ColumnElement[Any] = self.table.c.extra[heading].as_string()
        return text

    def loaded_as(self, name: str) -> tuple[str, ...]:
        """Return the columns that field ``name`` is made of."""
        if name in self.amounts:
            return self.amounts[name].made_of
        column = self.labels.get(name, self.times.get(name))
        return (column.name,) if isinstance(column, Column) else ()


def _columns(model: type[SQLModel]) -> Any:
    return model.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare it


def _hours_between(first: ColumnElement[Any], second: ColumnElement[Any]) -> Amount:
    hours = (DayNumber(second) - DayNumber(first)) * 24
    return Amount(hours, "h", (first.name, second.name))


def _work_orders() -> Records:
    c = _columns(WorkOrder)
    return Records(
        table=WorkOrder.__table__,  # type: ignore[attr-defined]  # as above
        noun="work order",
        labels={
            "order": c.source_id,
            "asset": c.asset_tag,
            "location": c.location_code,
            "component": c.component,
            "title": c.title,
            "description": c.description,
            "resolution": c.resolution,
            "type": c.wo_type,
            "type_word": c.type_word,
            "status": c.status,
            "state": c.state,
            "priority": c.priority,
            "code": c.problem_code,
            "subcode": c.problem_subcode,
            "cause": c.cause_code,
            "remedy": c.remedy_code,
            "code_text": c.problem_text,
            "breakdown": c.breakdown,
            "currency": c.currency,
            "reported_by": c.reported_by,
            "assigned_to": c.assigned_to,
            "completed_by": c.completed_by,
            "parent_order": c.parent_id,
        },
        amounts={
            "duration": Amount(c.duration_min / 60.0, "h", ("duration_min",)),
            "downtime": Amount(c.downtime_min / 60.0, "h", ("downtime_min",)),
            "labour": Amount(c.labour_h, "h", ("labour_h",)),
            "cost": Amount(c.cost, "", ("cost",), "currency"),
            "response": _hours_between(c.reported_at, c.started_at),
            "turnaround": _hours_between(c.reported_at, c.finished_at),
            "lateness": _hours_between(c.due_at, c.finished_at),
        },
        times={"finished": c.finished_at, "reported": c.reported_at, "started": c.started_at, "due": c.due_at},
        codes={
            "problem": c.problem_code,
            "subproblem": c.problem_subcode,
            "cause": c.cause_code,
            "remedy": c.remedy_code,
        },
        texts=(c.title, c.description, c.resolution, c.problem_text, c.problem_subtext, c.cause_text, c.remedy_text),
        shown=("asset", "type", "state", "code", "title", "description"),
        named=frozenset({"asset", "location", "code", "subcode", "cause", "remedy"}),
    )


def _events() -> Records:
    c = _columns(Event)
    return Records(
        table=Event.__table__,  # type: ignore[attr-defined]  # as above
        noun="event",
        labels={
            "event": c.source_id,
            "asset": c.asset_tag,
            "kind": c.kind,
            "kind_word": c.kind_word,
            "category": c.category,
            "code": c.code,
            "text": c.text,
            "severity": c.severity,
        },
        amounts={
            "length": _hours_between(c.started_at, c.ended_at),
            "value": Amount(c.value, "", ("value",), "unit"),
        },
        times={"started": c.started_at, "ended": c.ended_at},
        codes={"event": c.code},
        texts=(c.text, c.note),
        shown=("asset", "kind", "code", "text"),
        named=frozenset({"asset"}),
    )


def _parts_used() -> Records:
    c, orders = _columns(PartUse), _columns(WorkOrder)
    of_order = (orders.dataset_id == c.dataset_id) & (orders.source_id == c.order_id)
    asset = select(orders.asset_tag).where(of_order).scalar_subquery()
    return Records(
        table=PartUse.__table__,  # type: ignore[attr-defined]  # as above
        noun="use of a part",
        labels={"order": c.order_id, "part": c.part_number, "text": c.text, "asset": asset, "currency": c.currency},
        amounts={
            "quantity": Amount(c.quantity, "", ("quantity",), "unit"),
            "cost": Amount(c.cost, "", ("cost",), "currency"),
        },
        times={"used": c.used_at},
        codes={"part": c.part_number},
        texts=(c.text,),
        shown=("order", "part", "text"),
        named=frozenset({"asset"}),
    )


RECORDS: dict[RecordsName, Records] = {
    "work_orders": _work_orders(),
    "events": _events(),
    "parts_used": _parts_used(),
}
