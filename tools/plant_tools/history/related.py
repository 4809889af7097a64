"""The last repairs of an asset, to be told beside what its manual says: what was reported, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, case, func, or_, select

from plant_tools.cases.orders import sql_of
from plant_tools.evidence import Evidence, RecordsCitation
from plant_tools.out_of_reach import missed
from plant_tools.records.errors import RecordsOutOfReach
from plant_tools.records.sight import Who
from plant_tools.records.tables import Dataset, WorkOrder

if TYPE_CHECKING:
    from plant_tools.records.store import Store

RELATED = "related"
"""The kind of this evidence."""
_SHOWN = 3


class RelatedHistory:
    """Looks up the last corrective orders of an asset; nothing where no records are loaded or they cannot be read."""

    def __init__(self, open_store: Callable[[], Store]) -> None:
        self._open_store = open_store

    def of(self, asset: str, codes: Iterable[str], who: Who) -> tuple[Evidence, ...]:
        """Return the last repairs of ``asset`` that ``who`` sees, latest first, those with one of ``codes`` before."""
        try:
            with self._open_store().reading(who) as connection:
                return tuple(_evidence(*found) for found in _orders(connection, asset, sorted(codes)))
        except RecordsOutOfReach as error:
            missed(error)
            return ()


def _orders(connection: Connection, asset: str, codes: list[str]) -> list[tuple[str, dict[str, Any], str]]:
    """Return of each order its data set, its fields, and the SQL that gives all of them again."""
    c, d = WorkOrder.__table__.c, Dataset.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare it
    when = func.coalesce(c.finished_at, c.started_at, c.reported_at)
    shown = select(d.name, c.source_id, when.label("day"), c.description, c.title, c.problem_text, c.downtime_min)
    chosen = shown.join_from(WorkOrder.__table__, Dataset.__table__, c.dataset_id == d.id).where(  # type: ignore[attr-defined]
        c.asset_tag == asset, c.wo_type == "corrective", when.is_not(None)
    )
    named = [or_(*(c.description.contains(code) for code in codes))] if codes else []
    first = [case((names, 0), else_=1) for names in named]
    listed = chosen.order_by(*first, when.desc(), c.id.desc()).limit(_SHOWN)
    rows = connection.execute(listed).mappings().all()
    sql = sql_of(connection, listed) if rows else ""
    return [(str(row["name"]), dict(row), sql) for row in rows]


def _evidence(dataset: str, order: dict[str, Any], sql: str) -> Evidence:
    said = str(order["description"] or order["title"] or order["problem_text"] or "").strip()
    parts = [order["day"].date().isoformat(), str(order["source_id"]), " ".join(said.split())]
    parts += [f"{order['downtime_min']:g} min"] if order["downtime_min"] else []
    text = " · ".join(part for part in parts if part)
    citation = RecordsCitation(dataset, (str(order["source_id"]),), sql, 1, text)
    return Evidence(RELATED, text, (citation,), kind=RELATED)
