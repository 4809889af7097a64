"""What a search returns before the checker has seen it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from plant_tools.layout.project import Layout

Progress: TypeAlias = Callable[[float, float], None]
"""Told of the cost of every better layout, and the seconds since the start."""


@dataclass(frozen=True, slots=True)
class Found:
    """Layouts, the cheapest first, and how they were found."""

    layouts: tuple[Layout, ...]
    iterations: int
    history: tuple[tuple[float, float], ...]
