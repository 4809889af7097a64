"""Metrics that compare groups: ranking, difference of two, Pareto."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, func

from plant_tools.history.amounts import aggregate, unit_of
from plant_tools.history.asked import Asked
from plant_tools.history.grouping import by_group, grouped, rows_of, table
from plant_tools.history.remark import Remark, remark
from plant_tools.history.result import Refused, Result
from plant_tools.reliability.pareto import pareto as bars_of


def ranking(asked: Asked) -> Result:
    """Rank groups by number, or by the sum of ``field``; a tie at the top is said."""
    result = grouped(asked, *_measure(asked))
    best = [str(group[0]) for group in result.value if group[-1] == result.value[0][-1]]
    if len(best) > 1:
        return replace(result, warnings=(*result.warnings, remark("tie", names=", ".join(best))))
    return result


def difference(asked: Asked) -> Result:
    """Compare exactly two groups: the value is [the larger one, by how much]."""
    result = grouped(asked, *_measure(asked))
    if len(result.rows) != 2:
        groups = tuple(str(group[0]) for group in result.value)
        raise Refused("not_two_groups", f"A difference is between two groups; there are {len(groups)}.", groups)
    (larger, *_, more), (*_, less) = sorted(result.value, key=lambda group: -group[-1])
    return replace(result, value=[larger, more - less], formula=remark("difference", of=result.formula))


def pareto(asked: Asked) -> Result:
    """Rank groups with their shares and cumulative shares, in percent of all groups, shown or not."""
    value, unit, formula = _measure(asked)
    every = rows_of(asked, by_group(asked, value).limit(None))
    bars = bars_of([(at, float(row["value"] or 0)) for at, row in enumerate(every)])
    rows = tuple(
        {**every[bar.name], "share": round(100 * bar.share, 2), "cumulative": round(100 * bar.cumulative, 2)}
        for bar in bars[: asked.query.limit]
    )
    everything = sum(bar.value for bar in bars)
    return asked.result(
        by_group(asked, value),
        table(asked, rows),
        rows=rows,
        unit=unit,
        formula=formula,
        details={"groups": len(every), "all": everything},
        total=None if asked.query.field else int(everything),
    )


def _measure(asked: Asked) -> tuple[ColumnElement[Any], str, Remark]:
    """Return what groups are ranked by, its unit and formula: their number, or the sum of ``field``."""
    if not asked.query.field:
        return func.count(), "", remark("number")
    amount = asked.meaning.amount(asked.query.field)
    return aggregate("sum", amount.expression), unit_of(asked, amount), remark("sum", field=asked.query.field)
