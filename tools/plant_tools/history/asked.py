"""A query in front of a data set: what it means, and the read-only connection that it runs on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ClauseElement, ColumnElement, Connection, Executable, Select, func, select
from sqlalchemy.dialects import postgresql

from plant_tools.history.clock import ToSort
from plant_tools.history.fields import Records
from plant_tools.history.known import Known
from plant_tools.history.meaning import Meaning
from plant_tools.history.query import HistoryQuery
from plant_tools.history.reach import Reach, reach
from plant_tools.history.remark import Remark, remark
from plant_tools.history.result import Result, Row

# So many record ids are handed out with a value; the SQL beside them finds all.
_SHOWN_IDS = 50
_NUMBERED = frozenset({"year", "month_of_year", "weekday", "hour"})


@dataclass
class Asked:
    """One query over one data set. ``warnings`` are collected while it runs."""

    query: HistoryQuery
    known: Known
    connection: Connection
    warnings: list[Remark] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.meaning = Meaning(self.known, self.query)
        self.records: Records = self.meaning.records
        self.time: ColumnElement[Any] = self.meaning.time
        self.where = self.meaning.conditions()

    def warn(self, code: str, **values: Any) -> None:
        """Say what to take care of."""
        self.warnings.append(remark(code, **values))

    def groups(self) -> list[ColumnElement[Any]]:
        """Return what to group by, each labelled with its name."""
        return [self.meaning.label(name).label(name) for name in self.query.group_by]

    def run(self, statement: Executable) -> list[Any]:
        """Run a statement and return its rows."""
        return list(self.connection.execute(statement))

    def sql(self, statement: ClauseElement) -> str:
        """Return the statement as text with its values in it, as it can be pasted into a shell of the database."""
        dialect: Any = self.connection.dialect
        if dialect.name == "postgresql":
            dialect = postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]  # untyped there
        return str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))

    @cached_property
    def reach(self) -> Reach:
        """How far all records of this kind in the data set reach."""
        return reach(self.run, self.records, self.time, self.meaning.time_name, self.known.dataset_id)

    def span(self) -> tuple[datetime | None, datetime | None]:
        """Return the first and last time of all records of this kind in the data set, mistyped years left out."""
        return self.reach.first, self.reach.last

    def has_records(self) -> bool:
        """Tell whether the data set has any record of this kind."""
        everything = select(self.records.table.c.id).where(self.records.dataset == self.known.dataset_id)
        return bool(self.run(everything.limit(1)))

    def count(self) -> int:
        """Return how many records are selected."""
        return int(self.run(select(func.count()).select_from(self.records.table).where(self.where))[0][0])

    def row(self, names: Sequence[str], values: Sequence[Any]) -> Row:
        """Return values by name, with what people call each asset, location and code beside it."""
        row: dict[str, Any] = {}
        for name, value in zip(names, values, strict=True):
            row[name] = int(value) if name in _NUMBERED and value is not None else value
            if name in self.records.named:
                row[f"{name}_name"] = self.known.label(self.records.name, name, value)
        return row

    def result(self, statement: ClauseElement, value: Any, **more: Any) -> Result:
        """Return a result with the ids of the records behind it and the SQL that gives it again."""
        newest = select(self.records.id).where(self.where).order_by(*self.order(newest=True))
        total = more.pop("total", None)
        shown = more.pop("ids", None)
        return Result(
            metric=self.query.metric,
            dataset=self.known.dataset,
            value=value,
            record_ids=tuple(shown if shown is not None else self._newest_ids()),
            total=total if total is not None else self.count(),
            sql=self.sql(statement),
            records_sql=self.sql(newest),
            window=self._window(),
            warnings=tuple(self.warnings),
            **more,
        )

    def order(self, *, newest: bool) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        """Return what records are sorted by; those without a time stand at the end."""
        key, time = self.records.table.c.id, self._to_sort()
        return (time.desc().nulls_last(), key.desc()) if newest else (time.asc().nulls_last(), key.asc())

    def ends(self, *, newest: bool, limit: int) -> Select[Any]:
        """Return the keys of the newest or oldest records that have a time.

        Keys alone, because an index holds all that this needs; what is shown is then read for these few.
        """
        key, time = self.records.table.c.id, self._to_sort()
        order = (time.desc(), key.desc()) if newest else (time.asc(), key.asc())
        return select(key).where(self.where, self.time.is_not(None)).order_by(*order).limit(limit)

    def _to_sort(self) -> ColumnElement[Any]:
        few = self.query.assets or self.query.locations or self.query.codes
        return ToSort(self.time) if few else self.time

    def _newest_ids(self) -> tuple[str, ...]:
        newest = self.records.table.c.id.in_(self.ends(newest=True, limit=_SHOWN_IDS))
        found = tuple(
            row[0] for row in self.run(select(self.records.id).where(newest).order_by(*self.order(newest=True)))
        )
        if len(found) == _SHOWN_IDS:
            return found
        timeless = select(self.records.id).where(self.where, self.time.is_(None)).order_by(self.records.id)
        return found + tuple(row[0] for row in self.run(timeless.limit(_SHOWN_IDS - len(found))))

    def _window(self) -> tuple[str, str]:
        since, until = self.query.since, self.query.until
        if since is None or until is None:
            first, last = self.span()
            since, until = since or first, until or last
        return (since.isoformat() if since else "", until.isoformat() if until else "")
