"""The orders behind a case, as the records have them: what was seen, what was done, when, and what it cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select
from sqlalchemy.dialects import postgresql

from plant_tools.records.tables import Asset, FailureCode, WorkOrder

if TYPE_CHECKING:
    from plant_tools.cases.search import Case

_IDS = 50
_FIELDS = (
    "source_id", "asset_name", "title", "description", "resolution", "problem_code", "problem_text", "cause_code",
    "cause_text", "remedy_code", "remedy_text", "reported_at", "started_at", "finished_at", "downtime_min", "cost",
    "currency",
)  # fmt: skip
KINDS = ("problem", "cause", "remedy")


@dataclass(frozen=True, slots=True)
class Closed:
    """A code that orders were closed with, what it is called, and how many orders that were."""

    code: str
    text: str
    orders: int


@dataclass(frozen=True, slots=True)
class OrdersOf:
    """The newest of the ``total`` orders of a case, the ids of some of them, and the SQL that gives all."""

    newest: dict[str, Any]
    ids: tuple[str, ...]
    total: int
    sql: str


@dataclass(frozen=True, slots=True)
class Together:
    """What the orders of several cases were closed with, by kind of code, and the SQL that gives it again."""

    total: int
    closed: dict[str, tuple[Closed, ...]]
    ids: tuple[str, ...]
    sql: str


def orders_of(connection: Connection, case: Case) -> OrdersOf | None:
    """Return the orders of a case, None where the records have changed and there are none any more."""
    c = WorkOrder.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare it
    chosen, when = _condition(case), func.coalesce(c.finished_at, c.started_at, c.reported_at)
    listed = select(*(c[name] for name in _FIELDS)).where(chosen).order_by(when.desc().nulls_last(), c.id.desc())
    rows = connection.execute(listed.limit(_IDS)).mappings().all()
    if not rows:
        return None
    total = int(connection.execute(select(func.count()).where(chosen)).scalar_one())
    newest = _named(connection, case, dict(rows[0]))
    return OrdersOf(newest, tuple(str(row["source_id"]) for row in rows), total, sql_of(connection, listed))


def together(connection: Connection, cases: Sequence[Case], ids: Sequence[str]) -> Together:
    """Return what the orders of ``cases``, all of one data set, were closed with; ``ids`` are some of theirs."""
    c = WorkOrder.__table__.c  # type: ignore[attr-defined]  # as above
    codes = [c[f"{kind}_code"] for kind in KINDS]
    grouped = select(*codes, func.count().label("orders")).where(or_(*map(_condition, cases))).group_by(*codes)
    counted: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    total = 0
    for row in connection.execute(grouped):
        total += row.orders
        for kind, code in zip(KINDS, row, strict=False):
            counted[kind][code or ""] += row.orders
    names = _names(connection, cases[0].dataset_id, {code for counter in counted.values() for code in counter})
    closed = {
        kind: tuple(Closed(code, names.get((kind, code), ""), n) for code, n in counter.most_common() if code)
        for kind, counter in counted.items()
    }
    return Together(total, closed, tuple(ids[:_IDS]), sql_of(connection, grouped))


def sql_of(connection: Connection, statement: Select[Any]) -> str:
    """Return a statement as text with its values in it, as it can be pasted into a shell of the database."""
    dialect: Any = connection.dialect
    if dialect.name == "postgresql":
        dialect = postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]  # untyped there
    return str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


def _condition(case: Case) -> ColumnElement[bool]:
    c = WorkOrder.__table__.c  # type: ignore[attr-defined]  # as above
    said = (("asset_tag", case.asset), ("title", case.text.title), ("description", case.text.description))
    told = [c[name] == value if value else func.coalesce(c[name], "") == "" for name, value in said]
    return and_(c.dataset_id == case.dataset_id, *told)


def _named(connection: Connection, case: Case, order: dict[str, Any]) -> dict[str, Any]:
    """Give an order the names that the plant's lists have for its asset and codes."""
    a = Asset.__table__.c  # type: ignore[attr-defined]  # as above
    name = connection.execute(select(a.name).where(a.dataset_id == case.dataset_id, a.tag == case.asset)).scalar()
    names = _names(connection, case.dataset_id, {order[f"{kind}_code"] for kind in KINDS})
    for kind in KINDS:
        order[f"{kind}_text"] = order[f"{kind}_text"] or names.get((kind, order[f"{kind}_code"]), "")
    return order | {"asset_name": name or order["asset_name"] or ""}


def _names(connection: Connection, dataset_id: int, codes: set[str | None]) -> dict[tuple[str, str | None], str]:
    f = FailureCode.__table__.c  # type: ignore[attr-defined]  # as above
    chosen = select(f.kind, f.code, f.text).where(f.dataset_id == dataset_id, f.code.in_([c for c in codes if c]))
    return {(kind, code): text or "" for kind, code, text in connection.execute(chosen)}
