"""Failures that come back: repeats within some days, and bundles of records that follow one another closely."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, case, func, select

from plant_tools.history.asked import Asked
from plant_tools.history.clock import DayNumber
from plant_tools.history.grouping import by_group, plain, tabled
from plant_tools.history.meaning import Meaning
from plant_tools.history.remark import remark
from plant_tools.history.result import Result


def repeat_failures(asked: Asked) -> Result:
    """Count records whose previous one with the same ``same`` lies at most ``within_days`` back.

    The previous one may lie before the window; records that lack one of ``same`` are no repeats of one another.
    """
    query = asked.query
    since_ever = Meaning(asked.known, query.model_copy(update={"since": None}))
    same = [asked.meaning.label(name) for name in query.same]
    known = and_(asked.time.is_not(None), *(column.is_not(None) for column in same))
    day = DayNumber(asked.time)
    gap = day - func.lag(day).over(partition_by=same, order_by=(asked.time, asked.records.id))
    gaps = select(asked.records.table.c.id, gap.label("gap")).where(since_ever.conditions(), known).subquery()
    again = select(gaps.c.id).where(gaps.c.gap <= query.within_days)
    asked.where = and_(asked.where, asked.records.table.c.id.in_(again))
    formula = remark("repeats", days=query.within_days, fields=", ".join(query.same))
    if query.group_by:
        return tabled(asked, by_group(asked, func.count()), "", formula)
    statement = select(func.count().label("value")).select_from(asked.records.table).where(asked.where)
    return asked.result(statement, asked.run(statement)[0][0], formula=formula)


def bundles(asked: Asked) -> Result:
    """Find runs of records in which each follows the one before within ``within_days``; the value is their sizes."""
    query = asked.query
    statement = _runs(asked)
    rows = []
    for _, run in groupby(asked.run(statement), key=lambda record: record.bundle):
        members = list(run)
        rows.append(
            {
                "first": plain(members[0].time),
                "last": plain(members[-1].time),
                "size": len(members),
                "records": [member.id for member in members],
            }
        )
    formula = remark("bundles", least=query.at_least, days=query.within_days)
    ids = [record for row in reversed(rows) for record in reversed(row["records"])]
    return asked.result(
        statement,
        [row["size"] for row in rows],
        rows=tuple(rows[: query.limit]),
        formula=formula,
        total=len(ids),
        ids=ids[:50],
    )


def _runs(asked: Asked) -> Select[Any]:
    """Return the records of each bundle: a new one begins wherever the gap is too long."""
    day, order = DayNumber(asked.time), (asked.time, asked.records.id)
    gap = (day - func.lag(day).over(order_by=order)).label("gap")
    timed = asked.where & asked.time.is_not(None)
    gaps = select(asked.records.id.label("id"), asked.time.label("time"), gap).where(timed).subquery()
    begins = case((gaps.c.gap <= asked.query.within_days, 0), else_=1)
    bundle = func.sum(begins).over(order_by=(gaps.c.time, gaps.c.id)).label("bundle")
    numbered = select(gaps.c.id, gaps.c.time, bundle).subquery()
    size = func.count().over(partition_by=numbered.c.bundle).label("size")
    sized = select(numbered.c.id, numbered.c.time, numbered.c.bundle, size).subquery()
    return select(sized).where(sized.c.size >= asked.query.at_least).order_by(sized.c.time, sized.c.id)
