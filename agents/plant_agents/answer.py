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
    """A sentence (or table row, or step) and the marks of the citations that prove it, counted from 1.

    ``leads`` marks the first line of an answer: what was asked, in the asker's language. ``phrased`` is "prose" or
    "translation" where a language model chose the words.
    """

    text: str
    marks: tuple[int, ...]
    leads: bool = False
    phrased: str = ""


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
    for a person's decision; ``looked`` says how the tools were asked. ``suggestions`` are
    questions that one may ask next; they say nothing of the plant. ``support_code`` finds the trace of how it came
    about.
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
    suggestions: tuple[str, ...] = ()
    support_code: str = ""

    @property
    def first_line(self) -> Statement | None:
        """The statement that leads; without one the first that is no safety message, isolation or past order."""
        before = {
            mark for found in self.evidence if found.kind in {"hazard", "isolation", "related"} for mark in found.marks
        }
        facts = [statement for statement in self.statements if not set(statement.marks) <= before]
        return next((statement for statement in self.statements if statement.leads), facts[0] if facts else None)
