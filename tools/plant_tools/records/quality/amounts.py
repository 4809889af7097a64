"""Money and hours that cannot be right, and orders that stand there twice."""

from __future__ import annotations

from collections.abc import Iterator

from plant_tools.records.quality.finding import QualityFinding
from plant_tools.records.quality.orders import Orders

_SUMS = ("sum", "mean", "median", "min", "max", "ranking", "pareto", "difference")
_TIMES_MEDIAN = 100
_SHARE_OF_ALL = 0.1
_AMOUNTS = {"cost": "cost", "labour_h": "labour", "duration_min": "duration", "downtime_min": "downtime"}


def negative_amounts(orders: Orders) -> Iterator[QualityFinding]:
    """Find amounts below zero."""
    for field, name in _AMOUNTS.items():
        if count := orders.count(f"{field} < 0"):
            of = orders.count(f"{field} IS NOT NULL")
            statement = f"{count:,} of {of:,} orders have a {name} below zero."
            code = "negative_cost" if field == "cost" else "negative_amount"
            yield orders.finding(code, field, f"{field} < 0", statement, count=count, of=of, warns=_SUMS)


def zero_costs(orders: Orders) -> Iterator[QualityFinding]:
    """Find orders that cost nothing: perhaps nobody entered it."""
    count, of = orders.count("cost = 0"), orders.count("cost IS NOT NULL")
    if count:
        statement = f"{count:,} of {of:,} orders with a cost have a cost of zero; means over them are too low."
        yield orders.finding(
            "zero_cost", "cost", "cost = 0", statement, count=count, of=of, warns=("mean", "median", "min")
        )


def giant_costs(orders: Orders) -> Iterator[QualityFinding]:
    """Find orders worth a tenth of all and a hundred times an ordinary one: often a slip of the pen."""
    costs = sorted(float(row[0]) for row in orders.rows("cost", "cost > 0"))
    if len(costs) < 10:
        return
    median, total = costs[len(costs) // 2], sum(costs)
    least = max(_TIMES_MEDIAN * median, _SHARE_OF_ALL * total)
    giants = [cost for cost in costs if cost >= least]
    if giants:
        told = "one order is" if len(giants) == 1 else f"{len(giants)} orders are"
        yield orders.finding(
            "giant_cost",
            "cost",
            f"cost >= {min(giants)!r}",
            f"{told.capitalize()} worth {sum(giants):,.2f}, {sum(giants) / total:.0%} of all costs; half of the orders "
            f"cost less than {median:,.2f}. Look at {'it' if len(giants) == 1 else 'them'} before any sum is believed.",
            count=len(giants),
            of=len(costs),
            warns=("sum", "mean", "max", "ranking", "pareto", "difference"),
        )


def duplicates(orders: Orders) -> Iterator[QualityFinding]:
    """Find orders that agree with another in asset, time, code and text, under a different id."""
    told = "(finished_at IS NOT NULL OR reported_at IS NOT NULL) AND (title IS NOT NULL OR description IS NOT NULL)"
    same = "asset_tag, finished_at, reported_at, problem_code, title, description"
    firsts = f"SELECT min(id) FROM work_order WHERE {orders.mine} AND {told} GROUP BY {same}"  # noqa: S608 - our own
    condition = f"{told} AND id NOT IN ({firsts})"
    count, total = orders.count(condition), orders.count()
    if not count:
        return
    yield orders.finding(
        "duplicates",
        "source_id",
        condition,
        f"{count:,} of {total:,} orders repeat another one of the same asset, time, code and text under another id.",
        count=count,
        of=total,
        warns=("count", "rate", "sum", "ranking", "pareto", "repeat_failures", "mtbf"),
    )
