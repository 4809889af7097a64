"""Few causes, most of the trouble: shares and cumulative shares, the largest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Name = TypeVar("Name")


@dataclass(frozen=True, slots=True)
class Bar(Generic[Name]):
    """One bar: its value, its share of all, and the share of it and all before it (0 to 1)."""

    name: Name
    value: float
    share: float
    cumulative: float


def pareto(values: Iterable[tuple[Name, float]]) -> list[Bar[Name]]:
    """Return the bars, the largest first; equal ones stay in the order they came in.

    Raises ``ValueError`` for a negative value: shares of what is partly owed back mean nothing.
    """
    ordered = sorted(values, key=lambda pair: -pair[1])
    if ordered and ordered[-1][1] < 0:
        raise ValueError(f"a Pareto has no negative bars; {ordered[-1][0]} is {ordered[-1][1]:g}")
    total, running, bars = sum(value for _, value in ordered), 0.0, []
    for name, value in ordered:
        running += value
        bars.append(Bar(name, value, value / total if total else 0.0, running / total if total else 0.0))
    return bars
