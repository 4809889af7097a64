"""One value, or one for each group: the SQL and the rows that most metrics share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, UnaryExpression, asc, desc, select

from plant_tools.history.asked import Asked
from plant_tools.history.clock import PARTS
from plant_tools.history.remark import Remark
from plant_tools.history.result import Result, Row

_RANKED = frozenset({"ranking", "difference", "pareto"})


def grouped(asked: Asked, value: ColumnElement[Any], unit: str, formula: Remark) -> Result:
    """Return one value, or the table [[group, ..., value], ...] in the order asked for."""
    if asked.query.group_by:
        return tabled(asked, by_group(asked, value), unit, formula)
    statement = select(value.label("value")).select_from(asked.records.table).where(asked.where)
    return asked.result(statement, plain(asked.run(statement)[0][0]), unit=unit, formula=formula)


def tabled(asked: Asked, statement: Select[Any], unit: str, formula: Remark) -> Result:
    """Return the table of a statement whose columns are the groups and the value."""
    rows = rows_of(asked, statement)
    return asked.result(statement, table(asked, rows), rows=rows, unit=unit, formula=formula)


def by_group(asked: Asked, value: ColumnElement[Any]) -> Select[Any]:
    """Return the statement that gives each group with its value."""
    statement = select(*asked.groups(), value.label("value")).where(asked.where)
    # By name: PostgreSQL does not see that two expressions are one when a heading in them is a bound parameter.
    return in_order(asked, statement.group_by(*asked.query.group_by))


def in_order(asked: Asked, statement: Select[Any]) -> Select[Any]:
    """Order and limit groups: the largest first, parts of a calendar as they follow one another."""
    order = asked.query.order
    if not order and asked.query.metric not in _RANKED and asked.query.group_by[0] in PARTS:
        order = "group"
    names: list[ColumnElement[Any]] = [asc(name).nulls_last() for name in asked.query.group_by]
    first: UnaryExpression[Any] = asc("value") if order in {"smallest", "oldest"} else desc("value")
    by = names if order == "group" else [first.nulls_last(), *names]
    return statement.order_by(*by).limit(asked.query.limit)


def rows_of(asked: Asked, statement: Select[Any]) -> tuple[Row, ...]:
    """Return the groups as rows; warn where the limit may have cut them off."""
    names = [*asked.query.group_by, "value"]
    rows = tuple(asked.row(names, [plain(value) for value in values]) for values in asked.run(statement))
    if len(rows) == asked.query.limit and asked.query.metric not in _RANKED:
        asked.warn("more_groups", limit=asked.query.limit)
    return rows


def table(asked: Asked, rows: Sequence[Row]) -> list[list[Any]]:
    """Return rows as [group, ..., value], groups by the names that people call them."""
    return [[*(shown(row, name) for name in asked.query.group_by), row["value"]] for row in rows]


def shown(row: Row, name: str) -> Any:
    """Return what people call the value of a field: its name where it has one."""
    return row.get(f"{name}_name") or row[name]


def plain(value: Any) -> Any:
    """Return a value of the database as JSON has it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return float(value) if value is not None and not isinstance(value, str | int | float | bool) else value
