"""MTBF, MTTR and availability, each by the formula it names."""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite
from typing import Any

from sqlalchemy import ColumnElement, Double, cast, func, select

from plant_tools.history.amounts import aggregate, field_of, having
from plant_tools.history.asked import Asked
from plant_tools.history.clock import DayNumber
from plant_tools.history.grouping import by_group, grouped, tabled
from plant_tools.history.known import loosely
from plant_tools.history.meaning import Meaning
from plant_tools.history.operating import operating_time
from plant_tools.history.remark import remark
from plant_tools.history.result import Refused, Result
from plant_tools.history.selection import Selection
from plant_tools.history.window import window_of
from plant_tools.reliability.rates import Mean, mtbf_exposure, mtbf_gaps
from plant_tools.reliability.rates import mttr as mean_of


def mtbf(asked: Asked) -> Result:
    """Return the mean time between failures, in days, or in the unit of the meter for operating time."""
    asked.where = asked.where & asked.time.is_not(None)
    if asked.query.formula in {"", "gaps"}:
        return _by_gaps(asked)
    number, assets = asked.count(), assets_meant(asked)
    if asked.query.formula == "operating":
        exposure, unit = operating_time(asked)
        formula = remark("operating", exposure=round(exposure, 1), unit=unit)
    else:
        days, unit = window_of(asked).days, "days"
        assets = 1 if "asset" in asked.query.group_by else assets
        exposure, formula = days * assets, remark("window", days=round(days, 2), assets=assets)
    value = cast(exposure / func.nullif(func.count(), 0), Double)
    if asked.query.group_by:
        return tabled(asked, by_group(asked, value), unit, formula)
    _enough(number, 1, asked)
    mean = mtbf_exposure(number, exposure, "window" if unit == "days" else "operating")
    statement = select(value.label("value")).select_from(asked.records.table).where(asked.where)
    return asked.result(statement, mean.value, unit=unit, formula=formula, details=interval(mean), total=number)


def _by_gaps(asked: Asked) -> Result:
    day = DayNumber(asked.time)
    value = (func.max(day) - func.min(day)) / func.nullif(func.count() - 1, 0)
    if asked.query.group_by:
        return grouped(asked, value, "days", remark("gaps"))
    ends = select(func.count(), func.min(day), func.max(day), value).select_from(asked.records.table).where(asked.where)
    number, first, last, mean_gap = asked.run(ends)[0]
    _enough(number, 2, asked)
    if (assets := assets_meant(asked)) > 1:
        asked.warn("together", assets=assets)
    if last == first:
        raise Refused("data_quality", f"All {number} {asked.records.noun}s have one and the same time.")
    mean = mtbf_gaps([first, *[last] * (number - 1)])
    statement = select(value.label("value")).select_from(asked.records.table).where(asked.where)
    details = interval(mean)
    return asked.result(statement, mean_gap, unit="days", formula=remark("gaps"), details=details, total=number)


def mttr(asked: Asked) -> Result:
    """Return the mean time to repair, in hours: of ``field``, by default the duration, else the downtime."""
    name = field_of(asked)
    amount = asked.meaning.amount(name)
    number = having(asked, amount)
    _enough(number, 1, asked)
    asked.where = asked.where & amount.expression.is_not(None)
    formula = remark("mttr", field=name)
    if asked.query.group_by:
        return grouped(asked, aggregate("mean", amount.expression), amount.unit, formula)
    mean = mean_of([float(row[0]) for row in asked.run(select(amount.expression).where(asked.where))])
    value = aggregate("mean", amount.expression).label("value")
    statement = select(value).select_from(asked.records.table).where(asked.where)
    return asked.result(statement, mean.value, unit=amount.unit, formula=formula, details=interval(mean), total=number)


def availability(asked: Asked) -> Result:
    """Return the share of the window in which the assets were up, in percent."""
    name = field_of(asked)
    down = asked.meaning.amount(name)
    having(asked, down)
    assets = assets_meant(asked)
    hours = window_of(asked).days * 24 * assets
    lost: ColumnElement[Any] = func.coalesce(func.sum(down.expression), 0.0)
    window = f"{hours:,.1f} h of window over {assets} asset(s)"
    if asked.query.formula == "inherent":
        between, repair = hours / func.nullif(func.count(), 0), lost / func.nullif(func.count(), 0)
        value = 100 * between / (between + repair)
    else:
        value = 100 * (hours - lost) / hours
    formula = remark(asked.query.formula or "observed", field=name, hours=round(hours, 1), assets=assets)
    statement = select(cast(value, Double).label("value")).select_from(asked.records.table).where(asked.where)
    found = asked.run(statement)[0][0]
    if found is None:
        raise Refused("too_few", f"There is no {asked.records.noun} to compute a mean from.")
    if found < 0:
        raise Refused("data_quality", f"More {name} is booked than the window is long ({window}).")
    return asked.result(statement, found, unit="%", formula=formula)


def interval(mean: Mean) -> dict[str, Any]:
    """Return the 95 % interval of a mean and the number behind it; open ends are None."""
    found = {name: value for name, value in asdict(mean).items() if name in {"low", "high", "number"}}
    return {name: value if isfinite(value) else None for name, value in found.items()}


def assets_meant(asked: Asked) -> int:
    """Return how many assets the selection is about: those named, or all that have records."""
    if asked.query.assets:
        tags = asked.known.asset_tags(asked.query.assets, with_parts=asked.query.with_parts)
        return len({loosely(tag) for tag in tags})  # FL-303 and "FL 303" are one machine
    place = Selection(records=asked.query.records, locations=asked.query.locations)
    there = Meaning(asked.known, place).conditions()
    distinct = select(func.count(func.distinct(asked.records.labels["asset"]))).where(there)
    return max(1, int(asked.run(distinct)[0][0]))


def _enough(number: int, least: int, asked: Asked) -> None:
    if number < least:
        noun = asked.records.noun
        raise Refused(
            "too_few",
            f"The formula needs at least {least} {noun}s; {number} {'is' if number == 1 else 'are'} selected.",
        )
