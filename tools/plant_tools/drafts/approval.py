"""A person's decision on a draft. What is approved is written, marked and entered in the book in one transaction.

Whoever approves again, or at the same time, finds it approved: the transactions come one after the other, and the
number of the order is made of that of the draft. A process that is killed before the end has decided nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from plant_tools.drafts import fields as known_fields
from plant_tools.drafts import kept
from plant_tools.drafts.errors import DraftDecided, DraftInvalid
from plant_tools.history.known import Known
from plant_tools.records import audit
from plant_tools.records.orders_written import close_order, columns_of, write_order
from plant_tools.records.tables import WorkOrder

Json = dict[str, Any]

_CODES = ("problem", "cause", "remedy")


def approve(connection: Connection, row: Row[Any], known: Known, by: str, version: int | None) -> bool:
    """Write what the draft says; return False where it had been approved before. Raises ``DraftDecided``."""
    if row.state == "approved":
        return False
    kept.refuse_stale(row, version)
    if lacks := [one["field"] for one in known_fields.missing(row.kind, row.fields) if one["needed"]]:
        raise DraftInvalid(
            f"Draft {row.id} cannot be approved: {', '.join(lacks)} is missing.",
            remedy=f"Add it: plant-copilot drafts edit {row.id} --set {lacks[0]}=...",
        )
    for name, value in row.fields.items():
        known_fields.checked(row.kind, name, value, known)
    written = _WRITERS[row.kind](connection, row, known)
    kept.change(connection, row.id, state="approved", decided_utc=audit.now(), decided_by=by, written=written)
    audit.enter(connection, by, "approved", kept.subject(row.id), dataset=row.dataset, fields=row.fields, **written)
    return True


def refuse_unless_approved(row: Row[Any]) -> None:
    """Raise ``DraftDecided`` for a draft that somebody has rejected."""
    if row.state != "approved":
        kept.refuse_stale(row, None)


def reject(connection: Connection, row: Row[Any], by: str, reason: str) -> bool:
    """Close a draft without writing anything; return False where it had been rejected before."""
    if row.state == "rejected":
        return False
    kept.refuse_stale(row, None)
    kept.change(connection, row.id, state="rejected", decided_utc=audit.now(), decided_by=by, reason=reason or None)
    audit.enter(connection, by, "rejected", kept.subject(row.id), reason=reason)
    return True


def _write_order(connection: Connection, row: Row[Any], known: Known) -> Json:
    asset = next(named for named in known.assets if named.key == row.fields["asset_tag"])
    columns = {name: row.fields.get(name) for name in known_fields.OF["work_order"]}
    columns |= _code_texts(columns, known)
    columns |= {"asset_name": asset.name or None, "location_code": asset.place or None}
    columns |= {"status": "open", "state": "open"}
    return {"order": write_order(connection, known.dataset_id, row.id, columns_of(columns))}


def _close_order(connection: Connection, row: Row[Any], known: Known) -> Json:
    columns = {name: row.fields.get(name) for name in known_fields.OF["close_out"] if name != "order_id"}
    columns |= _code_texts(columns, known)
    order = row.fields["order_id"]
    if not close_order(connection, known.dataset_id, order, columns_of(columns)):
        c = WorkOrder.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare it
        there = select(c.state).where(c.dataset_id == known.dataset_id, c.source_id == order)
        if connection.execute(there).first() is None:
            raise DraftInvalid(f"There is no order {order!r} in {known.dataset}.", remedy="Set order_id anew.")
        raise DraftDecided(f"Order {order} is closed already.", remedy=f"Reject draft {row.id}.")
    return {"order": order, "columns": {name: value for name, value in columns.items() if value is not None}}


def _hand_over(_: Connection, __: Row[Any], ___: Known) -> Json:
    """Write nothing: the draft itself is the handover, and stays."""
    return {}


_WRITERS = {"work_order": _write_order, "close_out": _close_order, "handover": _hand_over}


def _code_texts(columns: Mapping[str, Any], known: Known) -> Json:
    texts = {(n.kind, n.key): n.name for n in known.codes["work_order"]}
    named = {f"{kind}_text": texts.get((kind, str(columns.get(f"{kind}_code")))) for kind in _CODES}
    return {name: text for name, text in named.items() if text}
