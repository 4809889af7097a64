"""The window of time that a figure is about, in days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from plant_tools.history.asked import Asked
from plant_tools.history.result import Refused


@dataclass(frozen=True, slots=True)
class Window:
    """From ``start`` to ``end``, wall clock of the plant."""

    start: datetime
    end: datetime

    @property
    def days(self) -> float:
        """Its length."""
        return (self.end - self.start) / timedelta(days=1)


def window_of(asked: Asked) -> Window:
    """Return the window asked for; where an end of it is open, that of all records of the data set.

    A window to the end of a day ends at midnight. Raises ``Refused`` where no record has a time.
    """
    first, last = asked.span()
    if first is None or last is None:
        raise Refused("no_values", f"No {asked.records.noun} has the time {asked.meaning.time_name}.")
    since, until = asked.query.since, asked.query.until
    if until and until.second == 59:
        until += timedelta(seconds=1)
    return Window(since or first, until or last)


def observed(asked: Asked) -> Window:
    """Return the part of the window that the records can speak for: none of it lies beyond the last record."""
    window, (_, last) = window_of(asked), asked.span()
    return Window(window.start, min(window.end, last) if last else window.end)
