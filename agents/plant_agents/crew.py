"""Who works on a question: the router that chooses, the tools that look up, the writer that phrases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from plant_agents.answer import MarkedEvidence, Statement
from plant_agents.proof import Lexicon, Unproven
from plant_agents.question import Question
from plant_agents.remembered import Remembered
from plant_tools.evidence import Citation
from plant_tools.manuals.isolation import IsolationBook
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


@dataclass(frozen=True, slots=True)
class Routed:
    """The calls to make, in order, none when no tool fits; or what to ask back. ``remembered`` is for the next."""

    calls: tuple[Call, ...] = ()
    clarification: Clarification | None = None
    remembered: Remembered = field(default_factory=Remembered)


class Router(Protocol):
    """Chooses the tools for a question."""

    def route(self, question: Question, before: Remembered) -> Routed:
        """Route a question that follows what is remembered from ``before``."""


class Writer(Protocol):
    """Phrases what the tools found. It has nothing else to draw on."""

    @property
    def model(self) -> str | None:
        """The name of the language model that phrases, or None."""

    def write(
        self, question: Question, evidence: Sequence[MarkedEvidence], citations: Sequence[Citation]
    ) -> tuple[Statement, ...]:
        """Return statements, each with the marks of the citations that prove it."""


@runtime_checkable
class Rewriter(Protocol):
    """A writer that gets a second chance."""

    def rewrite(self, statement: Statement, gaps: Sequence[Unproven]) -> Statement | None:
        """Return a statement in place of one whose citations do not prove all of it, or None."""


@dataclass(frozen=True, slots=True)
class Crew:
    """All of them; a run of the graph gets one as its context. ``isolation`` knows how machines are isolated."""

    router: Router
    writer: Writer
    tools: Mapping[str, Tool]
    lexicon: Lexicon | None = None
    isolation: IsolationBook | None = None
