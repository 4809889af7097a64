"""Orders and drafts that are still open: which of them may be the same report again, and which one is being closed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from plant_knowledge_ingest.embedding.protocol import Embedder
from plant_tools.drafts.likeness import Likeness
from plant_tools.history.known import Known
from plant_tools.records.tables import WorkOrder
from plant_tools.records.written import Draft

Json = dict[str, Any]

ALIKE = 0.35
"""From this likeness on an open order is shown as a possible duplicate."""

_RECENT = timedelta(days=60)
_MOST = 200
_SHOWN = 5
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./-]*\d[A-Za-z0-9_./-]*")
_order = WorkOrder.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
_draft = Draft.__table__  # type: ignore[attr-defined]  # as above
_FIELDS = ("source_id", "asset_tag", "title", "description", "problem_code", "reported_at", "status")


def is_open() -> ColumnElement[bool]:
    """Return the condition of an order that is open: said so, or neither said nor finished."""
    c = _order.c
    return or_(c.state == "open", and_(c.state.is_(None), c.finished_at.is_(None)))


def family(known: Known, asset: str) -> list[str]:
    """Return an asset, what it is a part of, and its own parts."""
    parents = {n.key: n.parent for n in known.assets}
    return sorted({asset, parents.get(asset, ""), *(tag for tag, parent in parents.items() if parent == asset)} - {""})


def duplicates(  # noqa: PLR0913 - what one report is compared by
    connection: Connection,
    known: Known,
    embedder: Callable[[], Embedder] | None,
    *,
    text: str,
    fault_of: Callable[[str], str],
    asset: str,
    code: str,
    now: datetime,
    but: int = 0,
) -> list[Json]:
    """Return open orders and drafts of the asset, its whole or its parts that say the same, likeliest first.

    Orders that were reported more than 60 days ago are none. ``but``: the draft that is compared; ``fault_of`` leaves
    of a text what it says of the fault.
    """
    if not asset:
        return []
    near = family(known, asset)
    found = [*_orders(connection, known, near, now), *_drafts(connection, known, near, but)]
    likeness = Likeness([fault_of(one["text"]) for one in found], embedder).of(text)
    for one, like in zip(found, likeness, strict=True):
        one["similarity"] = round(float(like), 3)
        one["same_code"] = bool(code) and one.pop("problem_code") == code and one["asset"] == asset
        one.pop("problem_code", None)
    alike = [one for one in found if one["similarity"] >= ALIKE or one["same_code"]]
    return sorted(alike, key=lambda one: (-one["same_code"], -one["similarity"]))[:_SHOWN]


def of_asset(connection: Connection, known: Known, asset: str) -> list[Json]:
    """Return the open orders of an asset, latest first."""
    return _orders(connection, known, [asset], None)


def named(connection: Connection, known: Known, text: str) -> Json | None:
    """Return the order whose number stands in ``text``, open or not; None where none does."""
    words = list(dict.fromkeys(_ID.findall(text)))[:_MOST]
    chosen = select(_order).where(_order.c.dataset_id == known.dataset_id, _order.c.source_id.in_(words))
    rows = [dict(row._mapping) for row in connection.execute(chosen)]  # noqa: SLF001 - SQLAlchemy's public name
    return min(rows, key=lambda row: words.index(row["source_id"])) if rows else None


def _orders(connection: Connection, known: Known, assets: Iterable[str], now: datetime | None) -> list[Json]:
    c = _order.c
    chosen = select(*(c[name] for name in _FIELDS)).where(
        c.dataset_id == known.dataset_id, c.asset_tag.in_(list(assets)), is_open()
    )
    if now:
        chosen = chosen.where(c.reported_at.is_(None) | (c.reported_at >= now - _RECENT))
    rows = connection.execute(chosen.order_by(c.reported_at.desc().nulls_last(), c.id.desc()).limit(_MOST))
    return [
        {
            "order": row.source_id,
            "draft": None,
            "asset": row.asset_tag,
            "reported_at": row.reported_at.isoformat(" ") if row.reported_at else None,
            "text": row.description or row.title or "",
            "problem_code": row.problem_code,
        }
        for row in rows
    ]


def _drafts(connection: Connection, known: Known, assets: Iterable[str], but: int) -> list[Json]:
    c = _draft.c
    chosen = select(c.id, c.fields).where(
        c.dataset == known.dataset, c.kind == "work_order", c.state.in_(("draft", "pending")), c.id != but
    )
    rows = connection.execute(chosen.order_by(c.id.desc()).limit(_MOST))
    near = set(assets)
    return [
        {
            "order": None,
            "draft": number,
            "asset": fields["asset_tag"],
            "reported_at": fields.get("reported_at"),
            "text": fields.get("description") or "",
            "problem_code": fields.get("problem_code"),
        }
        for number, fields in rows
        if fields.get("asset_tag") in near
    ]
