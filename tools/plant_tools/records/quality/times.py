"""Times that were filled in rather than measured: default durations, batch closing, impossible dates."""

from __future__ import annotations

from collections.abc import Iterator

from plant_tools.records.quality.finding import QualityFinding
from plant_tools.records.quality.orders import TYPES, Orders, quoted

DEFAULT_SHARE = 0.8
"""One value in more than this share of the orders was filled in by the system, not measured."""

FEWEST = 10
BATCH = 5
"""So many orders that finish at the same moment were closed together."""

_AMOUNTS = {"duration_min": "duration", "downtime_min": "downtime", "labour_h": "labour hours"}
_OF_REPAIR = ("mttr", "availability", "mean", "median", "min", "max")
_OF_INTERVALS = ("mtbf", "repeat_failures", "bundles", "trend", "weibull", "association")


def default_durations(orders: Orders) -> Iterator[QualityFinding]:
    """Find amounts that are the same in nearly all orders of a type."""
    for field, name in _AMOUNTS.items():
        for wo_type in TYPES:
            mine = f"wo_type = '{wo_type}' AND {field} IS NOT NULL"
            values = orders.rows(f"{field}, count(*)", mine, f"GROUP BY {field} ORDER BY count(*) DESC")
            total = sum(row[1] for row in values)
            if total < FEWEST or values[0][1] <= DEFAULT_SHARE * total:
                continue
            value, count = values[0]
            if value == 0 and wo_type != "corrective":  # planned work may well stop nothing
                continue
            unit = "h" if field == "labour_h" else "min"
            yield orders.finding(
                "default_duration",
                field,
                f"{mine} AND {field} = {quoted(float(value))}",
                f"{count:,} of {total:,} {wo_type} orders have the same {name}, {value:g} {unit}: a default, not a "
                "measurement.",
                of=total,
                scope=wo_type,
                refuses=_OF_REPAIR,
                warns=("sum", "ranking", "pareto", "difference"),
                examples=(f"{value:g} {unit}",),
            )


def batch_closing(orders: Orders) -> Iterator[QualityFinding]:
    """Find orders that share their moment of finishing with at least four others."""
    shared = orders.rows("finished_at, count(*)", "finished_at IS NOT NULL", "GROUP BY finished_at")
    groups = sorted((row for row in shared if row[1] >= BATCH), key=lambda row: -row[1])
    if not groups:
        return
    total, count = sum(row[1] for row in shared), sum(row[1] for row in groups)
    at = "1 moment" if len(groups) == 1 else f"{len(groups):,} moments"
    moments = f"SELECT finished_at FROM work_order WHERE {orders.mine} GROUP BY finished_at HAVING count(*) >= {BATCH}"  # noqa: S608 - our own
    yield orders.finding(
        "batch_closing",
        "finished_at",
        f"finished_at IN ({moments})",
        f"{count:,} of {total:,} orders share their finish time with at least {BATCH - 1} others, at {at}: they were "
        "closed in batches, so the times between them say little.",
        count=count,
        of=total,
        warns=_OF_INTERVALS,
        examples=tuple(f"{row[0]}: {row[1]}" for row in groups[:5]),
    )


def impossible_dates(orders: Orders, today: str) -> Iterator[QualityFinding]:
    """Find orders that ended before they began, or in the future, or before there were computers to note it."""
    checks = (
        ("finish_before_start", "finished_at", "finished_at < started_at", "finished before they were started"),
        ("finish_before_report", "finished_at", "finished_at < reported_at", "finished before they were reported"),
        ("start_before_report", "started_at", "started_at < reported_at", "were started before they were reported"),
        ("future_date", "finished_at", f"finished_at > {quoted(today)}", "finish in the future"),
        ("ancient_date", "finished_at", "finished_at < '1980-01-01 00:00:00'", "finished before 1980"),
    )
    for code, field, condition, told in checks:
        if count := orders.count(condition):
            warns = () if code == "start_before_report" else (*_OF_INTERVALS, "first", "last", "mttr", "availability")
            yield orders.finding(code, field, condition, f"{count:,} orders {told}.", count=count, warns=warns)
