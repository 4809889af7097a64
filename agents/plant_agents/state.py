"""What a run of the graph carries from node to node. Each field is written by one node only, and never added to.

Only what the next question of a thread needs is checkpointed; whatever belongs to one question is untracked, so that
nothing of it can turn up in the answer to another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from langgraph.channels import UntrackedValue

from plant_agents.answer import Answer, Looked, Notice, Statement
from plant_agents.crew import Call, Clarification
from plant_agents.flow import Outcome
from plant_agents.gaps import Gap
from plant_agents.phrased import Phrased
from plant_agents.question import Question
from plant_agents.remembered import Remembered
from plant_tools.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Found:
    """What all tools together found, what they could not, what is known to be missing, and how they were asked."""

    evidence: tuple[Evidence, ...] = ()
    gaps: tuple[Gap, ...] = ()
    notices: tuple[Notice, ...] = ()
    looked: tuple[Looked, ...] = ()


@dataclass(slots=True)
class State:
    """``refused`` and ``wary``, which lets nothing but quotes through, are written by the gate.

    ``calls``, ``clarification``, ``remembered`` and ``routing`` are written by the router;
    ``question`` and ``key``, which tells runs apart, come from outside.
    """

    question: Question
    key: str = ""
    refused: Annotated[bool, UntrackedValue] = False
    wary: Annotated[bool, UntrackedValue] = False
    calls: tuple[Call, ...] = ()
    clarification: Annotated[Clarification | None, UntrackedValue] = None
    remembered: Remembered | None = None
    routing: Annotated[tuple[Notice, ...], UntrackedValue] = ()
    found: Annotated[Found | None, UntrackedValue] = None
    outcome: Annotated[Outcome | None, UntrackedValue] = None
    statements: Annotated[tuple[Statement, ...], UntrackedValue] = ()
    phrased: Annotated[Phrased | None, UntrackedValue] = None
    answer: Annotated[Answer | None, UntrackedValue] = None
