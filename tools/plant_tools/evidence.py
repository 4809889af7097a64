"""What a tool stands behind: a statement, and where it can be checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeAlias

from plant_knowledge_ingest.citation import PageCitation


@dataclass(frozen=True, slots=True)
class RecordsCitation:
    """Records of one data set: some of the ids of the ``total``, and the SQL that gives the value again.

    ``quote`` is what that SQL gave, as text.
    """

    dataset: str
    record_ids: tuple[str, ...]
    query: str
    total: int
    quote: str

    def __str__(self) -> str:
        return f"{self.dataset}, {self.total:,} records"


@dataclass(frozen=True, slots=True)
class LayoutCitation:
    """A layout that is kept: its file, and the item that is meant ("" for the whole).

    ``quote`` is what it says.
    """

    kind: ClassVar[str] = "layout"
    file: str
    id: str
    quote: str = ""

    def __str__(self) -> str:
        return f"{self.file}, {self.id}" if self.id else self.file


@dataclass(frozen=True, slots=True)
class SelectionCitation(LayoutCitation):
    """A selection of machines that is kept, and the machine that is meant."""

    kind: ClassVar[str] = "selection"


Citation: TypeAlias = PageCitation | RecordsCitation | LayoutCitation
# What JSON can hold: a number, a date as text, a list, a table.
Value: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement of one tool with its citations; cannot exist without one.

    ``value`` and ``unit`` are what the tool computed, machine-readable, where it computed something; ``formula`` says
    how, ``details`` what belongs to it, such as an interval or the rows of a table.
    ``kind`` is "fact", "hazard" for a safety message, which is shown before everything else, or "isolation" for how a
    machine is isolated, which is shown before work on it, or "related" for what happened to it, shown after all else.
    """

    tool: str
    statement: str
    citations: tuple[Citation, ...]
    value: Value = None
    unit: str = ""
    kind: str = "fact"
    formula: str = ""
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError(f"evidence of {self.tool} without a citation: {self.statement!r}")
