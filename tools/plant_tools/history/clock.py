"""SQL for SQLite and PostgreSQL alike: days as a number, the parts of a calendar, numbers kept as text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Double, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine


class DayNumber(FunctionElement[float]):
    """A time as a number of days, of which differences are taken; NULL stays NULL."""

    inherit_cache: bool | None = True
    type: TypeEngine[float] = Double()


class ToSort(FunctionElement[Any]):
    """A value to sort by. SQLite would rather read a whole index in this order than sort a few rows; this stops it."""

    inherit_cache: bool | None = True


class Number(FunctionElement[float]):
    """A text that is a number, as that number; any other text is NULL."""

    inherit_cache: bool | None = True
    type: TypeEngine[float] = Double()


class CalendarPart(FunctionElement[str]):
    """What a calendar shows of a time, as text that sorts; each part is a class of its own."""

    inherit_cache: bool | None = True
    type: TypeEngine[str] = String()
    sqlite = ""
    postgresql = ""


class Hour(CalendarPart):
    """00 to 23."""

    inherit_cache: bool | None = True
    sqlite, postgresql = "substr({}, 12, 2)", "to_char({}, 'HH24')"


class Day(CalendarPart):
    """2020-06-17."""

    inherit_cache: bool | None = True
    sqlite, postgresql = "substr({}, 1, 10)", "to_char({}, 'YYYY-MM-DD')"


class Week(CalendarPart):
    """2020-W25, by ISO 8601: weeks begin on Monday, the first is that of the year's first Thursday."""

    inherit_cache: bool | None = True
    # SQLite knows ISO weeks by name (%G, %V) only since 3.46: the Thursday of the week says its year and number.
    _THURSDAY = "date({0}, '-3 days', 'weekday 4')"
    sqlite = f"strftime('%Y-W', {_THURSDAY}) || printf('%02d', (strftime('%j', {_THURSDAY}) + 6) / 7)"
    postgresql = "to_char({}, 'IYYY-\"W\"IW')"


class Month(CalendarPart):
    """2020-06."""

    inherit_cache: bool | None = True
    sqlite, postgresql = "substr({}, 1, 7)", "to_char({}, 'YYYY-MM')"


class Quarter(CalendarPart):
    """2020-Q2."""

    inherit_cache: bool | None = True
    sqlite = "substr({0}, 1, 4) || '-Q' || ((substr({0}, 6, 2) + 2) / 3)"
    postgresql = "to_char({}, 'YYYY-\"Q\"Q')"


class Year(CalendarPart):
    """2020."""

    inherit_cache: bool | None = True
    sqlite, postgresql = "substr({}, 1, 4)", "to_char({}, 'YYYY')"


class MonthOfYear(CalendarPart):
    """01 to 12, whatever the year."""

    inherit_cache: bool | None = True
    sqlite, postgresql = "substr({}, 6, 2)", "to_char({}, 'MM')"


class Weekday(CalendarPart):
    """1 Monday to 7 Sunday."""

    inherit_cache: bool | None = True
    sqlite, postgresql = "replace(strftime('%w', {}), '0', '7')", "to_char({}, 'ID')"


PARTS: dict[str, Callable[[ColumnElement[Any]], ColumnElement[Any]]] = {
    "hour": Hour,
    "day": Day,
    "week": Week,
    "month": Month,
    "quarter": Quarter,
    "year": Year,
    "month_of_year": MonthOfYear,
    "weekday": Weekday,
}


@compiles(DayNumber, "sqlite")
def _day_number_sqlite(element: DayNumber, compiler: Any, **options: Any) -> str:
    return f"julianday({compiler.process(element.clauses, **options)})"


@compiles(DayNumber, "postgresql")
def _day_number_postgresql(element: DayNumber, compiler: Any, **options: Any) -> str:
    return f"(extract(epoch from ({compiler.process(element.clauses, **options)})::timestamp) / 86400.0)::float8"


@compiles(ToSort)
def _to_sort(element: ToSort, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


@compiles(ToSort, "sqlite")
def _to_sort_sqlite(element: ToSort, compiler: Any, **options: Any) -> str:
    return f"+{compiler.process(element.clauses, **options)}"


@compiles(Number, "sqlite")
def _number_sqlite(element: Number, compiler: Any, **options: Any) -> str:
    text = compiler.process(element.clauses, **options)
    return f"CASE WHEN {text} GLOB '*[0-9]*' AND {text} NOT GLOB '*[^0-9.+-]*' THEN CAST({text} AS REAL) END"


@compiles(Number, "postgresql")
def _number_postgresql(element: Number, compiler: Any, **options: Any) -> str:
    text = compiler.process(element.clauses, **options)
    return f"CASE WHEN {text} ~ '^[-+]?[0-9]*[.]?[0-9]+$' THEN ({text})::float8 END"


@compiles(CalendarPart, "sqlite")
def _part_sqlite(element: CalendarPart, compiler: Any, **options: Any) -> str:
    return "(" + element.sqlite.format(compiler.process(element.clauses, **options)) + ")"


@compiles(CalendarPart, "postgresql")
def _part_postgresql(element: CalendarPart, compiler: Any, **options: Any) -> str:
    return element.postgresql.format(compiler.process(element.clauses, **options))
