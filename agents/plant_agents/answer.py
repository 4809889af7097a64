"""The answer, as every face gets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from plant_agents.flow import Pending
from plant_tools.evidence import Citation, Value
from plant_tools.tool import Rejected


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence (or table row, or step) and the marks of the citations that prove it, counted from 1."""

    text: str
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MarkedEvidence:
    """What a tool found, its citations replaced by their marks."""

    tool: str
    statement: str
    value: Value
    unit: str
    marks: tuple[int, ...]
    kind: str
    formula: str = ""
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Looked:
    """One call of a tool: with what, how long it took, what it brought and what it passed over."""

    tool: str
    arguments: Mapping[str, Any] = field(hash=False)
    seconds: float
    found: int
    gap: str = ""
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person should know of how the answer came about."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Text with marks, the statements it is made of, and everything needed to check them.

    ``answer`` is Markdown with [n] marks; ``citations[n - 1]`` is what mark n stands for. ``pending`` is what waits
    for a person's decision; ``looked`` says how the tools were asked.
    """

    question: str
    language: str
    answer: str
    abstained: bool
    refused: bool
    statements: tuple[Statement, ...]
    evidence: tuple[MarkedEvidence, ...]
    citations: tuple[Citation, ...]
    notices: tuple[Notice, ...]
    tools: tuple[str, ...]
    model: str | None = None
    seconds: float = 0.0
    thread: str = ""
    pending: Pending | None = None
    looked: tuple[Looked, ...] = ()
