"""What a guided flow is made of: its state, what it asks a person to decide, and how it ends.

A flow is a LangGraph graph over ``FlowState``, run as a subgraph of the agent's. It asks with ``interrupt(Pending)``,
which gives back a ``Decision``. A node replays from its start on resume, so it writes after the interrupt only, and
with ``key``, which is the same on every replay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from plant_agents.question import Question
from plant_knowledge_ingest.principal import Principal
from plant_tools.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Pending:
    """What a person is asked to decide.

    ``choices`` are words for machines, ``labels`` what buttons say, one a choice; ``summary`` is Markdown;
    ``fields`` what may be changed, with their present values; ``evidence`` what the draft stands on; ``draft`` the
    number of the draft of an order, so that others than who dictated it can decide on it, 0 where it is none.
    """

    kind: str
    question: str
    choices: tuple[str, ...]
    summary: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    labels: tuple[str, ...] = ()
    draft: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, and by whom. ``choice`` is one of those offered, ``fields`` have offered names only."""

    choice: str
    fields: Mapping[str, Any]
    by: Principal


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a flow ended, as Markdown in the language of the question; not ``done`` where nothing came of it."""

    text: str
    evidence: tuple[Evidence, ...] = ()
    done: bool = True


@dataclass(slots=True, kw_only=True)
class FlowState:
    """What every flow knows; a flow of its own adds fields with defaults. It ends by writing ``outcome``."""

    question: Question
    arguments: Mapping[str, Any]
    key: str
    outcome: Outcome | None = None
