"""What the records know of one asset: what it is, its open orders, its last failures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from plant_tools.cases.orders import sql_of
from plant_tools.drafts.open_orders import is_open
from plant_tools.history.known import loosely
from plant_tools.records.sight import Who
from plant_tools.records.store import Store
from plant_tools.records.tables import Asset, Dataset, FailureCode, FunctionalLocation, WorkOrder

Json = dict[str, Any]

_OPEN = 20
_FAILURES = 5
_asset = Asset.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
_order = WorkOrder.__table__  # type: ignore[attr-defined]  # as above
_place = FunctionalLocation.__table__  # type: ignore[attr-defined]  # as above
_code = FailureCode.__table__  # type: ignore[attr-defined]  # as above
_dataset = Dataset.__table__  # type: ignore[attr-defined]  # as above
_TOLD = (
    "name", "asset_class", "maker", "model", "serial", "criticality", "installed_on", "retired_on",
)  # fmt: skip
_ORDERED = ("source_id", "reported_at", "due_at", "wo_type", "priority", "status", "title", "description")
_FAILED = ("source_id", "finished_at", "reported_at", "title", "description", "resolution", "downtime_min")
_KINDS = ("problem", "cause", "remedy")


@dataclass(frozen=True, slots=True)
class Registered:
    """An asset of a data set, as a list of assets or an order names it."""

    tag: str
    name: str
    dataset: str
    dataset_id: int


def registered(store: Store, who: Who) -> list[Registered]:
    """Return all assets that ``who`` sees in any data set: of lists, then those that only orders mention, by tag."""
    chosen = (
        select(_asset.c.tag, _asset.c.name, _dataset.c.name, _dataset.c.id)
        .join(_dataset, _dataset.c.id == _asset.c.dataset_id)
        .order_by(_asset.c.only_mentioned, _asset.c.tag, _dataset.c.name)
    )
    with store.reading(who) as connection:
        return [Registered(tag, name or "", where, key) for tag, name, where, key in connection.execute(chosen)]


def variants(asset: Registered, assets: list[Registered]) -> list[str]:
    """Return the other ways in which records of the same data set write this tag; their orders are kept apart."""
    same = (one.tag for one in assets if one.dataset_id == asset.dataset_id and loosely(one.tag) == loosely(asset.tag))
    return [tag for tag in same if tag != asset.tag]


def meant(tag: str, assets: list[Registered]) -> list[Registered]:
    """Return those whose tag is ``tag``, with or without hyphens and blanks, as listed."""
    return [one for one in assets if one.tag == tag] or [one for one in assets if loosely(one.tag) == loosely(tag)]


def record_of(store: Store, who: Who, asset: Registered) -> Json:
    """Return what is on record for ``asset`` and seen by ``who``.

    {name, asset_class, maker, model, serial, criticality, installed_on, retired_on, place: {code, name} or None,
    part_of, parts, open_orders: [{order, reported_at, due_at, kind, priority, status, text}], failures: [{order, at,
    text, resolution, downtime_min, problem, cause, remedy}], queries: {open_orders, failures}}. Open orders are those
    said to be open and those neither said so nor finished, latest report first, up to 20; failures the five corrective
    orders finished last; a code is {code, text}. ``queries`` are the SQL of both lists.
    """
    with store.reading(who) as connection:
        c = _asset.c
        row = connection.execute(select(_asset).where(c.dataset_id == asset.dataset_id, c.tag == asset.tag)).one()
        parts = select(c.tag).where(c.dataset_id == asset.dataset_id, c.parent_tag == asset.tag).order_by(c.tag)
        waiting, failed = _open(asset), _failed(asset)
        return {
            **{name: _plain(getattr(row, name)) for name in _TOLD},
            "place": _placed(connection, asset, row.location_code),
            "part_of": row.parent_tag or "",
            "parts": list(connection.execute(parts).scalars()),
            "open_orders": [_open_order(order) for order in connection.execute(waiting)],
            "failures": [_failure(connection, asset, order) for order in connection.execute(failed)],
            "queries": {"open_orders": sql_of(connection, waiting), "failures": sql_of(connection, failed)},
        }


def _open(asset: Registered) -> Select[Any]:
    c = _order.c
    mine = (c.dataset_id == asset.dataset_id, c.asset_tag == asset.tag)
    return (
        select(*(c[name] for name in _ORDERED))
        .where(*mine, is_open())
        .order_by(c.reported_at.desc().nulls_last(), c.id.desc())
        .limit(_OPEN)
    )


def _failed(asset: Registered) -> Select[Any]:
    c = _order.c
    columns = [c[f"{kind}_{part}"] for kind in _KINDS for part in ("code", "text")]
    return (
        select(*(c[name] for name in _FAILED), *columns)
        .where(
            c.dataset_id == asset.dataset_id,
            c.asset_tag == asset.tag,
            c.wo_type == "corrective",
            c.finished_at.is_not(None),
        )
        .order_by(c.finished_at.desc(), c.id.desc())
        .limit(_FAILURES)
    )


def _open_order(row: Any) -> Json:
    return {
        "order": row.source_id,
        "reported_at": _plain(row.reported_at),
        "due_at": _plain(row.due_at),
        "kind": row.wo_type or "",
        "priority": row.priority or "",
        "status": row.status or "",
        "text": row.description or row.title or "",
    }


def _failure(connection: Connection, asset: Registered, row: Any) -> Json:
    told = {kind: _named(connection, asset, kind, row) for kind in _KINDS}
    return {
        "order": row.source_id,
        "at": _plain(row.finished_at),
        "text": row.description or row.title or "",
        "resolution": row.resolution or "",
        "downtime_min": row.downtime_min,
        **told,
    }


def _named(connection: Connection, asset: Registered, kind: str, row: Any) -> Json:
    """Return {code, text}; a text of the order stands before that of the plant's list."""
    code, text = getattr(row, f"{kind}_code") or "", getattr(row, f"{kind}_text") or ""
    if code and not text:
        listed = select(_code.c.text).where(
            _code.c.dataset_id == asset.dataset_id, _code.c.kind == kind, _code.c.code == code
        )
        text = connection.execute(listed).scalar() or ""
    return {"code": code, "text": text}


def _placed(connection: Connection, asset: Registered, code: str | None) -> Json | None:
    if not code:
        return None
    named = select(_place.c.name).where(_place.c.dataset_id == asset.dataset_id, _place.c.code == code)
    return {"code": code, "name": connection.execute(named).scalar() or ""}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else value or ""
