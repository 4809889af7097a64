"""Who works on a question: the router that chooses, the tools that look up, the writer that phrases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from plant_agents.answer import MarkedEvidence, Statement
from plant_agents.question import Question
from plant_tools.evidence import Citation
from plant_tools.tool import Tool


@dataclass(frozen=True, slots=True)
class Call:
    """A tool to be asked, with its arguments."""

    tool: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Clarification:
    """What must be known before a question can be answered: one question back, and what can be said to it."""

    question: str
    choices: tuple[str, ...]


class Router(Protocol):
    """Chooses the tools for a question."""

    def route(self, question: Question) -> tuple[Call, ...] | Clarification:
        """Return the calls to make, in order, none when no tool fits; or what to ask back."""


class Writer(Protocol):
    """Phrases what the tools found. It has nothing else to draw on."""

    @property
    def model(self) -> str | None:
        """The name of the language model that phrases, or None."""

    def write(
        self, question: Question, evidence: Sequence[MarkedEvidence], citations: Sequence[Citation]
    ) -> tuple[Statement, ...]:
        """Return statements, each with the marks of the citations that prove it."""


@dataclass(frozen=True, slots=True)
class Crew:
    """All of them; a run of the graph gets one as its context."""

    router: Router
    writer: Writer
    tools: Mapping[str, Tool]
