"""Who works on a question: the router that chooses, the tools that look up, the writer that phrases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from plant_agents.answer import MarkedEvidence, Notice, Statement
from plant_agents.phrased import Phrased
from plant_agents.proof import Lexicon
from plant_agents.question import Question
from plant_agents.remembered import Remembered
from plant_agents.safety.meaning import Meant
from plant_tools.evidence import Citation
from plant_tools.history.related import RelatedHistory
from plant_tools.manuals.isolation import IsolationBook
from plant_tools.manuals.second_source import SecondSources
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
    """The calls to make, in order, none when no tool fits; or what to ask back. ``remembered`` is for the next.

    ``notices`` say what went wrong on the way to them.
    """

    calls: tuple[Call, ...] = ()
    clarification: Clarification | None = None
    remembered: Remembered = field(default_factory=Remembered)
    notices: tuple[Notice, ...] = ()


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


class Phraser(Protocol):
    """Adds sentences of a language model to what the writer says."""

    @property
    def model(self) -> str:
        """The name of the language model."""

    def phrase(self, question: Question, evidence: Sequence[MarkedEvidence], citations: Sequence[Citation]) -> Phrased:
        """Return statements that their citations prove, none where the model fails."""


@dataclass(frozen=True, slots=True)
class Crew:
    """All of them; a run of the graph gets one as its context.

    ``isolation`` knows how machines are isolated, ``sources`` what other documents give for the same value,
    ``related`` what was repaired last;
    ``means_bypass`` tells by its meaning whether a question is about defeating a protection. Without a ``phraser`` the
    writer's words are all there is.
    """

    router: Router
    writer: Writer
    tools: Mapping[str, Tool]
    lexicon: Lexicon | None = None
    isolation: IsolationBook | None = None
    sources: SecondSources | None = None
    phraser: Phraser | None = None
    means_bypass: Callable[[str], Meant] | None = None
    related: RelatedHistory | None = None
