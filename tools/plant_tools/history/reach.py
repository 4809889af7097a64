"""From when to when records reach: a mistyped year does not make them reach to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from plant_tools.history.fields import Records

_COMPUTERS, _EVER = datetime(1980, 1, 1), datetime(9999, 1, 1)  # noqa: DTZ001 - the plant's clock
_PLANNED = frozenset({"due"})  # these may well lie ahead
# So many records at an end, one of each hundred at most, are mistyped where more than a year parts them from the rest.
_STRAYS, _OF_EACH = 3, 100
_APART = timedelta(days=366)

Run = Callable[[Select[Any]], list[Any]]


@dataclass(frozen=True, slots=True)
class Reach:
    """The first and last time of the records, None where none has a time; ``strays`` are the times left out."""

    first: datetime | None
    last: datetime | None
    strays: tuple[datetime, ...] = ()


def reach(run: Run, records: Records, time: ColumnElement[Any], name: str, dataset_id: int) -> Reach:
    """Return how far the records of a data set reach by the time ``name``.

    Times before 1980, in the future, or with more than a year between them and all others do not count, as long as
    others are left. Only the ends are read, each from an index.
    """
    mine = records.dataset == dataset_id

    def end(*conditions: Any, newest: bool) -> list[datetime]:
        order = time.desc() if newest else time.asc()
        found = run(select(time).where(mine, time.is_not(None), *conditions).order_by(order).limit(_STRAYS + 1))
        return [row[0] for row in found]

    def many(number: int) -> bool:
        return bool(run(select(records.table.c.id).where(mine).offset(_OF_EACH * number - 1).limit(1)))

    now = _EVER if name in _PLANNED else datetime.now() + timedelta(days=1)  # noqa: DTZ005 - as above
    usual = (time >= _COMPUTERS, time <= now)
    ends = [(end(newest=new), end(*usual, newest=new)) for new in (False, True)]
    if not ends[0][1]:
        first, last = (found[0] if found else None for found, _ in ends)
        return Reach(first, last)
    begin, stop = (_settled(likely, many) for _, likely in ends)
    low, high = ends[0][0], ends[1][0]
    return Reach(begin, stop, (*(t for t in low if t < begin), *(t for t in reversed(high) if t > stop)))


def _settled(times: list[datetime], many: Callable[[int], bool]) -> datetime:
    """Return the first of ``times``, which come from an end inwards, that is not parted from the others."""
    for number in range(len(times) - 1, 0, -1):
        if abs(times[number] - times[number - 1]) > _APART and many(number):
            return times[number]
    return times[0]
