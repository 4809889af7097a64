"""What a search gives: layouts that the checker has certified, what they are worth, and how they were found."""

from __future__ import annotations

from dataclasses import dataclass

from plant_tools.layout.checking.violation import Certificate
from plant_tools.layout.project import Layout, Project


@dataclass(frozen=True, slots=True)
class Rated:
    """A layout with its certificate. ``cost``: money a day of flows and closeness, rectilinear, as searched for."""

    layout: Layout
    certificate: Certificate
    cost: float


@dataclass(frozen=True, slots=True)
class Solution:
    """The best layout and others, all certified; ``today`` may be anything.

    ``route``: which search was used. ``history``: seconds and cost of every improvement. ``refused``: candidates that
    the checker did not let pass. ``bound``: what no layout can be below; None where weights make it no bound.
    """

    project: Project
    best: Rated
    others: tuple[Rated, ...]
    today: Rated | None
    route: str
    seed: int
    seconds: float
    iterations: int
    history: tuple[tuple[float, float], ...]
    refused: int
    bound: float | None
