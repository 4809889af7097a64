"""Whether records of one kind are followed by records of another, more often than chance would have it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all

from plant_tools.history.asked import Asked
from plant_tools.history.meaning import Meaning
from plant_tools.history.remark import remark
from plant_tools.history.result import Refused, Result
from plant_tools.reliability.association import associate

_LIKELY_CHANCE = 0.05


def association(asked: Asked) -> Result:
    """Return the lift; ``details`` has the counts and the probability that chance does as much."""
    query = asked.query
    if query.then is None:
        raise Refused("unknown_field", "An association needs `then`: the records that may follow.")
    second = Meaning(asked.known, query.then)
    statement = union_all(_times(asked.meaning, "first"), _times(second, "then"))
    times: dict[str, dict[str, list[float]]] = {"first": {}, "then": {}}
    start, end = _common(asked, second)
    for which, asset, time in asked.connection.execute(statement):
        times[which].setdefault(asset, []).append((time - start) / timedelta(days=1))
    length = (end - start) / timedelta(days=1)
    if length <= query.within_days:
        raise Refused("too_few", f"Both kinds of records overlap for {max(length, 0):.1f} days only.")
    found = associate(times["first"], times["then"], query.within_days, (0.0, length))
    if not found.firsts:
        raise Refused("too_few", f"No {asked.records.noun} selected lies where something could be seen to follow.")
    if found.p_value > _LIKELY_CHANCE:
        asked.warn("by_chance", p=float(f"{found.p_value:.2g}"))
    return asked.result(statement, found.lift, formula=remark("lift", days=query.within_days), details=asdict(found))


def _times(meaning: Meaning, which: str) -> Select[Any]:
    asset, time = meaning.records.labels["asset"], meaning.time
    known = meaning.conditions() & asset.is_not(None) & time.is_not(None)
    return select(literal(which).label("which"), asset.label("asset"), time.label("time")).where(known)


def _common(asked: Asked, second: Meaning) -> tuple[Any, Any]:
    """Return the window in which both kinds of records were kept, narrowed to the one asked for."""
    ends = [
        asked.run(select(func.min(m.time), func.max(m.time)).where(m.records.dataset == asked.known.dataset_id))[0]
        for m in (asked.meaning, second)
    ]
    if any(end is None for pair in ends for end in pair):
        raise Refused("no_values", "One of the two kinds of records has no times.")
    start, end = max(first for first, _ in ends), min(last for _, last in ends)
    return max(start, asked.query.since or start), min(end, asked.query.until or end)
