"""Whether the data can carry a figure: looked at on the very records that are counted."""

from __future__ import annotations

from sqlalchemy import func, select

from plant_tools.history.amounts import field_of
from plant_tools.history.asked import Asked
from plant_tools.history.coverage import cover
from plant_tools.history.query import AMOUNTS
from plant_tools.history.remark import remark
from plant_tools.history.result import Refused
from plant_tools.history.selection import NOUNS
from plant_tools.records.quality.codes import maintenance_codes
from plant_tools.records.quality.orders import Orders

# One value in more than this share of the records was filled in by the system, not measured.
_DEFAULT_SHARE, _FEWEST = 0.8, 10
# More records than this share that finish at the very second of another were closed in a batch.
_BATCH_SHARE = 0.3
_OF_REPAIR = frozenset({"mttr", "availability"})
_MEANINGLESS = _OF_REPAIR | {"mean", "median"}
_OF_FAILURES = frozenset({"mtbf", "availability", "trend", "weibull", "repeat_failures"})
_CODES = "codes"
_OF_TIME = frozenset({"mtbf", "trend", "weibull", "repeat_failures", "bundles"})


def examine(asked: Asked) -> None:
    """Warn of what weakens the metric asked for. Raises ``Refused`` for what makes it meaningless."""
    metric = asked.query.metric
    cover(asked)
    if metric in _OF_REPAIR or metric in AMOUNTS:
        _defaults(asked)
    if metric in _OF_TIME:
        _batches(asked)
    if metric in _OF_FAILURES or "code" in asked.query.group_by:
        _planned_work(asked)


def _defaults(asked: Asked) -> None:
    """Look for one value that most of the records carry."""
    field = field_of(asked)
    if field in asked.records.amounts and not asked.meaning.is_loaded(field):
        return
    amount = asked.meaning.amount(field).expression
    number = func.count().label("number")
    values = select(amount, number).where(asked.where, amount.is_not(None)).group_by(amount).order_by(number.desc())
    counted = asked.run(values)
    total = sum(row.number for row in counted)
    if total < _FEWEST or counted[0].number <= _DEFAULT_SHARE * total:
        return
    found = {"same": counted[0].number, "number": total, "field": field, "value": counted[0][0]}
    if asked.query.metric in _MEANINGLESS:
        told = f"{found['same']:,} of {total:,} {NOUNS[asked.query.records]} have the same {field}, {found['value']:g}"
        reason = f"{told}: that is a default, not a measurement, and carries no {_said(asked)}."
        raise Refused("default_values", reason, noun=asked.query.records, **found)
    asked.warn("default", noun=asked.query.records, **found)


def _said(asked: Asked) -> str:
    return "MTTR" if asked.query.metric == "mttr" else asked.query.metric


def _batches(asked: Asked) -> None:
    """Look for records that share their very second with others."""
    at_once = select(func.count().label("number")).where(asked.where, asked.time.is_not(None)).group_by(asked.time)
    moments = at_once.subquery()
    shared = func.coalesce(func.sum(moments.c.number).filter(moments.c.number > 1), 0)
    counted = select(func.coalesce(func.sum(moments.c.number), 0), shared)
    total, together = map(int, asked.run(counted)[0])
    if total >= _FEWEST and together > _BATCH_SHARE * total:
        asked.warn("batches", same=together, number=total, noun=asked.query.records)


def _planned_work(asked: Asked) -> None:
    """Say that corrective orders carry codes of planned work, unless the query itself chooses among the codes."""
    query = asked.query
    if query.records != "work_orders" or query.types != ["corrective"] or query.codes or query.not_codes:
        return
    if _CODES not in asked.known.remarks:
        found = next(maintenance_codes(Orders(asked.connection, asked.known.dataset_id)), None)
        asked.known.remarks[_CODES] = remark("planned_codes", same=found.count, number=found.of) if found else None
    if planned := asked.known.remarks[_CODES]:
        asked.warnings.append(planned)
