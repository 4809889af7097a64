"""Whether the records reach as far as a question: where nothing was recorded, 0 would be a lie."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeAlias

from plant_tools.history.asked import Asked
from plant_tools.history.result import Refused
from plant_tools.history.selection import NOUNS, period

Window: TypeAlias = tuple[datetime | None, datetime | None]

# Metrics that the first or the last record decides.
_BY_ENDS = frozenset({"last", "first", "mtbf", "rate", "trend", "weibull", "availability"})
_CALENDAR = frozenset({"year", "quarter", "month", "day"})


def cover(asked: Asked) -> None:
    """Warn of a window of time that the records cover in part.

    Raises ``Refused`` for one that they do not cover at all, and where there are no such records or no times.
    """
    first, last = asked.span()
    if first is None or last is None:
        _without_times(asked)
        return
    windows = _windows(asked)
    if asked.reach.strays and (windows or asked.query.metric in _BY_ENDS):
        days = ", ".join(map(_day, asked.reach.strays))
        asked.warn("stray", days=days, first=_day(first), last=_day(last))
    outside = [w for w in windows if _days_before(w[1], first) or _days_before(last, w[0])]
    if outside and (len(outside) == len(windows) or asked.query.metric == "difference"):
        raise _refused(asked, first, last, outside[0])
    if any(_days_before(since, first) or _days_before(last, until) for since, until in windows):
        asked.warn("beyond", first=_day(first), last=_day(last))


def _windows(asked: Asked) -> list[Window]:
    """Return the stretches of time asked for: by since and until, else by the years, months or days named."""
    query = asked.query
    if query.since or query.until:
        return [(query.since, query.until)]
    named = [period(value) for c in query.where if c.field in _CALENDAR for value in c.one_of]
    return [(since, until - timedelta(seconds=1)) for since, until in filter(None, named)]


def _without_times(asked: Asked) -> None:
    records, noun = asked.query.records, NOUNS[asked.query.records]
    if not asked.has_records():
        raise Refused("no_records", f"No {noun} are loaded in {asked.known.dataset}.", noun=records)
    if _windows(asked):
        time = asked.meaning.time_name
        raise Refused("no_times", f"The {noun} carry no time {time!r}.", noun=records, field=time)


def _refused(asked: Asked, first: datetime, last: datetime, window: Window) -> Refused:
    begin, end = _day(first), _day(last)
    since, until = (_day(moment) if moment else "" for moment in window)
    meant = _said(since, until)
    noun = NOUNS[asked.query.records].capitalize()
    reason = f"{noun} run from {begin} to {end}; nothing can be said of {meant}. Ask about that time."
    told = {"noun": asked.query.records, "first": begin, "last": end, "since": since, "until": until}
    return Refused("outside_records", reason, (begin, end), **told)


def _said(since: str, until: str) -> str:
    if since and since == f"{until[:4]}-01-01" and until.endswith("-12-31"):
        return until[:4]
    return f"{since} to {until}" if since and until else f"the time since {since}" if since else f"the time to {until}"


def _days_before(moment: datetime | None, other: datetime | None) -> bool:
    return moment is not None and other is not None and moment.date() < other.date()


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"
