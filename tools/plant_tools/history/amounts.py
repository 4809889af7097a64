"""Metrics of an amount: sum, mean, min, max, median, of hours, money or a column of the plant's own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Double, Select, cast, func, select

from plant_tools.history.asked import Asked
from plant_tools.history.fields import Amount
from plant_tools.history.grouping import grouped, in_order, plain, tabled
from plant_tools.history.remark import remark
from plant_tools.history.result import Refused, Result

_BY_DEFAULT = {"mttr": ("duration", "downtime", "length"), "availability": ("downtime", "length", "duration")}


def field_of(asked: Asked) -> str:
    """Return the amount that is asked for: ``field``, or the first loaded that the metric is made of."""
    there = [name for name in _BY_DEFAULT.get(asked.query.metric, ()) if name in asked.records.amounts]
    if asked.query.field or not there:
        return asked.query.field
    return next((name for name in there if asked.meaning.is_loaded(name)), there[0])


def amounts(asked: Asked) -> Result:
    """Aggregate ``field`` over the records that have it; how many have it is said."""
    metric, name = asked.query.metric, asked.query.field
    amount = asked.meaning.amount(name)
    number = having(asked, amount)
    asked.where = asked.where & amount.expression.is_not(None)
    unit, formula = unit_of(asked, amount), remark("amount", metric=metric, field=name, number=number)
    if metric != "median":
        return grouped(asked, aggregate(metric, amount.expression), unit, formula)
    statement = _median(asked, amount.expression)
    if asked.query.group_by:
        return tabled(asked, statement, unit, formula)
    return asked.result(statement, plain(asked.run(statement)[0][0]), unit=unit, formula=formula)


def having(asked: Asked, amount: Amount) -> int:
    """Return how many of the selected records have ``amount``; warn where some have none.

    Raises ``Refused`` when records are selected and none has it.
    """
    counts = select(func.count(), func.count(amount.expression)).select_from(asked.records.table).where(asked.where)
    total, number = asked.run(counts)[0]
    if total and not number:
        raise Refused("no_values", f"None of the {total:,} {asked.records.noun}s selected has a value there.")
    if number < total:
        asked.warn("no_value", without=total - number, number=total, noun=asked.query.records)
    return int(number)


def aggregate(metric: str, amount: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return sum, mean, min or max of an amount."""
    functions: dict[str, Any] = {"sum": func.sum, "mean": func.avg, "min": func.min, "max": func.max}
    return cast(functions[metric](amount), Double)


def unit_of(asked: Asked, amount: Amount) -> str:
    """Return the unit of an amount: its own, or the one currency or unit that the records name.

    Raises ``Refused`` where records of several currencies or units would be added up.
    """
    if not amount.named_in or amount.named_in in asked.query.group_by:
        return amount.unit
    column = asked.records.table.c[amount.named_in]
    named = select(column).distinct().where(asked.where, amount.expression.is_not(None)).order_by(column)
    units = tuple(row[0] or "(none)" for row in asked.run(named))
    if len(units) > 1:
        reason = f"The amounts are in {', '.join(units)}; they are not added up. Choose one {amount.named_in}."
        raise Refused("mixed_currencies", reason, units)
    return "" if units in {(), ("(none)",)} else units[0]


def _median(asked: Asked, amount: ColumnElement[Any]) -> Select[Any]:
    """Return the mean of the middle value, or of the middle two, of each group."""
    groups = asked.groups()
    by = [group.element for group in groups] or None
    place = func.row_number().over(partition_by=by, order_by=amount).label("place")
    size = func.count().over(partition_by=by).label("size")
    placed = select(*groups, amount.label("amount"), place, size).where(asked.where).subquery()
    middle = placed.c.place.between((placed.c.size + 1) // 2, (placed.c.size + 2) // 2)
    value, names = cast(func.avg(placed.c.amount), Double), [placed.c[name] for name in asked.query.group_by]
    statement = select(*names, value.label("value")).where(middle).group_by(*names)
    return in_order(asked, statement) if names else statement
