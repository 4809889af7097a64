"""What a published layout problem is, whatever file it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from plant_knowledge_ingest.errors import PlantError

Json = dict[str, Any]
Table = list[list[float]]


class BadInstance(PlantError):
    """A file that holds no layout problem."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A problem. ``family`` is slots, rows or blocks; ``numbers`` holds its tables; ``best`` the best known cost."""

    name: str
    family: str
    size: int
    numbers: Json = field(repr=False)
    best: float | None
