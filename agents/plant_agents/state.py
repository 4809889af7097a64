"""What a run of the graph carries from node to node. Each field is written by one node only."""

from __future__ import annotations

from dataclasses import dataclass

from plant_agents.answer import Answer, Notice, Statement
from plant_agents.crew import Call, Clarification
from plant_agents.gaps import Gap
from plant_agents.question import Question
from plant_tools.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Found:
    """What all tools together found, what they could not, and what is known to be missing."""

    evidence: tuple[Evidence, ...] = ()
    gaps: tuple[Gap, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(slots=True)
class State:
    """``refused`` is written by the gate, ``calls`` or ``clarification`` by the router, and so on to ``answer``."""

    question: Question
    refused: bool = False
    calls: tuple[Call, ...] = ()
    clarification: Clarification | None = None
    found: Found | None = None
    statements: tuple[Statement, ...] = ()
    answer: Answer | None = None
