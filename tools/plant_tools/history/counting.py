"""Metrics that count or show records: how many, which, the newest, the share, the rate."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Double, Select, case, cast, distinct, func, select

from plant_tools.history.asked import Asked
from plant_tools.history.grouping import grouped, plain
from plant_tools.history.meaning import Meaning
from plant_tools.history.remark import remark
from plant_tools.history.result import Refused, Result
from plant_tools.history.window import window_of

_DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}


def count(asked: Asked) -> Result:
    """Count records, or the records of each group."""
    formula = remark("number")
    if asked.query.group_by:
        return grouped(asked, func.count(), "", formula)
    statement = select(func.count().label("value")).select_from(asked.records.table).where(asked.where)
    number = int(asked.run(statement)[0][0])
    return asked.result(statement, number, formula=formula, total=number)


def distinct_values(asked: Asked) -> Result:
    """Count the different values of a field; empty ones are none."""
    name = asked.query.field
    return grouped(asked, func.count(distinct(asked.meaning.label(name))), "", remark("distinct", field=name))


def share(asked: Asked) -> Result:
    """Say what percentage of the selected records ``part`` selects, too."""
    part = asked.query.part
    if part is None or part.records != asked.query.records:
        raise Refused("unknown_field", f"The part must select {asked.query.records}, as the whole does.")
    inside = func.sum(case((Meaning(asked.known, part).conditions(), 1), else_=0))
    value = cast(inside * 100.0 / func.nullif(func.count(), 0), Double)
    return grouped(asked, value, "%", remark("share"))


def rate(asked: Asked) -> Result:
    """Say how many records there are per day, week, month or year of the window."""
    per, window = asked.query.per, window_of(asked)
    if window.days <= 0:
        raise Refused("too_few", "A rate needs a window of time: give since and until.")
    length = window.days / _DAYS[per]
    return grouped(asked, func.count() / length, f"per {per}", remark("rate", length=length, per=per))


def listing(asked: Asked) -> Result:
    """List records, the newest first; ``order`` may turn that round."""
    number = asked.count()
    statement, names = _records(asked, asked.where, newest=asked.query.order != "oldest", limit=asked.query.limit)
    rows = tuple(asked.row(names, [plain(v) for v in values]) for values in asked.run(statement))
    if number > len(rows):
        asked.warn("more_records", shown=len(rows), number=number)
    return asked.result(statement, number, rows=rows, total=number, formula=remark("number"))


def last(asked: Asked) -> Result:
    """Find the newest record, or the newest time of each group."""
    return _end(asked, newest=True)


def first(asked: Asked) -> Result:
    """Find the oldest record, or the oldest time of each group."""
    return _end(asked, newest=False)


def _end(asked: Asked, *, newest: bool) -> Result:
    name = asked.meaning.time_name
    formula = remark("latest" if newest else "earliest", field=name)
    if asked.query.group_by:
        return grouped(asked, (func.max if newest else func.min)(asked.time), "", formula)
    end = asked.records.table.c.id.in_(asked.ends(newest=newest, limit=1))
    statement, names = _records(asked, end, newest=newest, limit=1)
    rows = tuple(asked.row(names, [plain(v) for v in values]) for values in asked.run(statement))
    value = rows[0][name] if rows else None
    return asked.result(statement, value, rows=rows, formula=formula, ids=[row["id"] for row in rows])


def _records(asked: Asked, chosen: ColumnElement[bool], *, newest: bool, limit: int) -> tuple[Select[Any], list[str]]:
    """Return the statement that shows the records ``chosen``, and the names of its columns."""
    records, time = asked.records, asked.time
    names = [name for name in records.shown if asked.meaning.is_loaded(name)]
    columns = [records.labels[name].label(name) for name in names]
    statement = select(records.id.label("id"), time.label(asked.meaning.time_name), *columns).where(chosen)
    return statement.order_by(*asked.order(newest=newest)).limit(limit), ["id", asked.meaning.time_name, *names]
