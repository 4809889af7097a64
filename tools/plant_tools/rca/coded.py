"""The coded orders of a data set as past cases, and the SQL that counts them again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, select

from plant_knowledge_ingest.language import base, detect
from plant_knowledge_ingest.tokens import codes
from plant_tools.cases.orders import sql_of
from plant_tools.cases.places import bare
from plant_tools.rca.case import PastCase, Symptoms, Value
from plant_tools.rca.ranker import LEAST
from plant_tools.records.tables import Asset, Event, FailureCode, WorkOrder

Target: TypeAlias = Literal["cause", "problem"]

ALARM = "alarm "
"""Begins the name of a symptom: this alarm came in the day before the order."""

_LATEST = 5_000
_ALARMS = 20
_BEFORE = timedelta(hours=24)
_TEXTS = 4_000


@dataclass(frozen=True, slots=True)
class CodedOrders:
    """Past cases of one data set. ``target``: which codes stand for the cause; ``names``: what these are called.

    ``kinds``: the class of each asset; ``languages``: how many texts are in each; ``oldest``: orders before this row
    are left out, 0 where none is.
    """

    dataset_id: int
    dataset: str
    target: Target
    cases: tuple[PastCase, ...]
    names: Mapping[str, str]
    kinds: Mapping[str, str]
    languages: Mapping[str, int]
    oldest: int = 0

    def asset_in(self, text: str) -> str:
        """Return the tag of the only asset that is written in ``text``, in whatever spelling; else ""."""
        written = {bare(code) for code in codes(text)}
        tags = {*self.kinds, *(case.symptoms.asset for case in self.cases)} - {""}
        found = [tag for tag in sorted(tags) if bare(tag) in written]
        return found[0] if len({bare(tag) for tag in found}) == 1 else ""

    def listing(self, connection: Connection, causes: Sequence[str]) -> str:
        """Return the SQL that lists the orders with any of ``causes``, the newest first."""
        c = _orders()
        when = func.coalesce(c.finished_at, c.started_at, c.reported_at)
        return sql_of(
            connection, select(c.source_id).where(self._coded(causes)).order_by(when.desc().nulls_last(), c.id.desc())
        )

    def having(self, connection: Connection, causes: Sequence[str], symptom: str, value: str) -> str:
        """Return the SQL that counts the orders with ``causes`` that had a symptom, and those it is known of."""
        had, told = _condition(connection.dialect.name, symptom, value)
        counted: Any = select(func.count().filter(had).label("having"), func.count().filter(told).label("told"))
        return sql_of(connection, counted.select_from(WorkOrder).where(self._coded(causes)))

    def on_asset(self, connection: Connection, causes: Sequence[str], asset: str) -> tuple[int, int, str]:
        """Return how many orders on an asset have any of ``causes``, how many are coded, and the SQL of both."""
        c = _orders()
        mine = [*_usable(self.dataset_id, self.target), c.asset_tag == asset]
        mine += [c.id >= self.oldest] if self.oldest else []
        among = c[f"{self.target}_code"].in_(list(causes))
        counted: Any = select(func.count().filter(among).label("orders"), func.count().label("coded"))
        counted = counted.select_from(WorkOrder).where(*mine)
        found, whole = connection.execute(counted).one()
        return int(found), int(whole), sql_of(connection, counted)

    def _coded(self, causes: Sequence[str]) -> ColumnElement[bool]:
        c = _orders()
        chosen = [*_usable(self.dataset_id, self.target), c[f"{self.target}_code"].in_(list(causes))]
        return and_(*chosen, *([c.id >= self.oldest] if self.oldest else []))


def read_coded(connection: Connection, dataset_id: int, dataset: str) -> CodedOrders:
    """Read the latest coded orders. Causes are ranked where enough are coded, else problems, the codes of failures."""
    cause, problem = (_counted(connection, dataset_id, target) for target in ("cause", "problem"))
    target: Target = "problem" if cause < LEAST <= problem or (not cause and problem) else "cause"
    kinds = _kinds(connection, dataset_id)
    rows = connection.execute(_chosen(dataset_id, target)).mappings().all()
    alarms = _alarms(connection, dataset_id)
    cases = tuple(_case(dict(row), target, kinds, alarms) for row in reversed(rows))
    spoken = Counter(base(detect(case.symptoms.text or "")) for case in cases[-_TEXTS:])
    oldest = min(row["id"] for row in rows) if len(rows) == _LATEST else 0
    names = _names(connection, dataset_id, target)
    return CodedOrders(dataset_id, dataset, target, cases, names, kinds, dict(spoken), oldest)


def seen_now(at: datetime, alarms: Sequence[str], orders: CodedOrders) -> dict[str, Value]:
    """Return what is known of a case that is asked about now: the month, and the alarms that are named."""
    known = {name for case in orders.cases for name in case.symptoms.seen if name.startswith(ALARM)}
    named = {f"{ALARM}{code}" for code in alarms}
    month = f"{at:%m}"
    ever = any(case.symptoms.seen.get("month") == month for case in orders.cases)
    return {**({"month": month} if ever else {}), **dict.fromkeys(sorted(known & named), "yes")}


def _orders() -> Any:
    return WorkOrder.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare it


def _usable(dataset_id: int, target: Target) -> list[ColumnElement[bool]]:
    c = _orders()
    coded = c[f"{target}_code"]
    return [c.dataset_id == dataset_id, func.coalesce(c.wo_type, "") != "preventive", func.coalesce(coded, "") != ""]


def _counted(connection: Connection, dataset_id: int, target: Target) -> int:
    counted = select(func.count()).select_from(WorkOrder).where(*_usable(dataset_id, target))
    return int(connection.execute(counted).scalar_one())


def _chosen(dataset_id: int, target: Target) -> Select[Any]:
    c = _orders()
    names = ("id", "source_id", "asset_tag", "title", "description", "problem_code", "cause_code", "component")
    when = func.coalesce(c.reported_at, c.started_at, c.finished_at).label("at")
    chosen = select(*(c[name] for name in names), when).where(*_usable(dataset_id, target))
    return chosen.order_by(when.desc().nulls_last(), c.id.desc()).limit(_LATEST)


def _case(row: dict[str, Any], target: Target, kinds: Mapping[str, str], alarms: _Alarms) -> PastCase:
    at: datetime | None = row["at"]
    seen: dict[str, Value] = {"month": f"{at:%m}"} if at else {}
    seen |= {"problem": row["problem_code"]} if target == "cause" and row["problem_code"] else {}
    seen |= {"component": row["component"]} if row["component"] else {}
    if at and row["asset_tag"] in alarms.assets:
        seen |= {f"{ALARM}{code}": alarms.before(row["asset_tag"], code, at) for code in alarms.codes}
    text = "\n".join(part for part in (row["title"], row["description"]) if part)
    tag = row["asset_tag"] or ""
    when = at.timestamp() if at else 0.0
    told = Symptoms(seen, text, tag, kinds.get(tag, ""))
    return PastCase(str(row["source_id"]), told, row[f"{target}_code"], when, f"{at:%Y-%m-%d}" if at else "")


def _condition(dialect: str, symptom: str, value: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return what holds of an order that had a symptom, and of one of which that is known."""
    c = _orders()
    when = func.coalesce(c.reported_at, c.started_at, c.finished_at)
    if symptom == "month":
        return func.extract("month", when) == int(value), when.is_not(None)
    if symptom.startswith(ALARM):
        e = Event.__table__.c  # type: ignore[attr-defined]  # as above
        on: list[ColumnElement[bool]] = [e.dataset_id == c.dataset_id, e.asset_tag == c.asset_tag, e.kind == "alarm"]
        on += [e.code.is_not(None), e.started_at.is_not(None)]
        begins = func.datetime(when, "-1 day") if dialect == "sqlite" else when - func.make_interval(0, 0, 0, 1)
        near = (e.started_at <= when, e.started_at >= begins)
        came = exists().where(*on, e.code == symptom.removeprefix(ALARM), *near)
        told = and_(when.is_not(None), exists().where(*on))
        return (and_(told, came) if value == "yes" else and_(told, ~came)), told
    column = {"problem": c.problem_code, "component": c.component}[symptom]
    return column == value, column.is_not(None)


@dataclass(frozen=True, slots=True)
class _Alarms:
    """The most frequent alarms, the assets on which any came, and when each came on each of them."""

    codes: tuple[str, ...]
    assets: frozenset[str]
    times: Mapping[tuple[str, str], Sequence[datetime]]

    def before(self, asset: str, code: str, at: datetime) -> str:
        came = any(at - _BEFORE <= time <= at for time in self.times.get((asset, code), ()))
        return "yes" if came else "no"


def _alarms(connection: Connection, dataset_id: int) -> _Alarms:
    e = Event.__table__.c  # type: ignore[attr-defined]  # as above
    mine = (e.dataset_id == dataset_id, e.kind == "alarm", e.code.is_not(None), e.started_at.is_not(None))
    often = select(e.code).where(*mine).group_by(e.code).order_by(func.count().desc(), e.code).limit(_ALARMS)
    codes = tuple(str(code) for (code,) in connection.execute(often))
    times: dict[tuple[str, str], list[datetime]] = {}
    for tag, code, at in connection.execute(select(e.asset_tag, e.code, e.started_at).where(*mine, e.code.in_(codes))):
        times.setdefault((str(tag), str(code)), []).append(at)
    watched = {str(tag) for (tag,) in connection.execute(select(e.asset_tag).distinct().where(*mine))}
    return _Alarms(codes, frozenset(watched), times)


def _kinds(connection: Connection, dataset_id: int) -> dict[str, str]:
    a = Asset.__table__.c  # type: ignore[attr-defined]  # as above
    chosen = select(a.tag, a.asset_class).where(a.dataset_id == dataset_id, a.asset_class.is_not(None))
    return {str(tag): str(kind) for tag, kind in connection.execute(chosen)}


def _names(connection: Connection, dataset_id: int, target: Target) -> dict[str, str]:
    f, c = FailureCode.__table__.c, _orders()  # type: ignore[attr-defined]  # as above
    code, text = c[f"{target}_code"], c[f"{target}_text"]
    said = select(code, func.min(text)).where(c.dataset_id == dataset_id, text.is_not(None)).group_by(code)
    listed = select(f.code, f.text).where(f.dataset_id == dataset_id, f.kind == target, f.text.is_not(None))
    rows = [*connection.execute(said), *connection.execute(listed)]
    return {str(key): str(name) for key, name in rows if key and name}
