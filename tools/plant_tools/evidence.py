"""What a tool stands behind: a statement, and where it can be checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from plant_knowledge_ingest.citation import PageCitation

Citation: TypeAlias = PageCitation
Value: TypeAlias = str | int | float | list[str] | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement of one tool with its citations; cannot exist without one.

    ``value`` and ``unit`` are what the tool computed, machine-readable, where it computed something.
    ``kind`` is "fact", or "hazard" for a safety message, which is shown before everything else.
    """

    tool: str
    statement: str
    citations: tuple[Citation, ...]
    value: Value = None
    unit: str = ""
    kind: str = "fact"

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError(f"evidence of {self.tool} without a citation: {self.statement!r}")
