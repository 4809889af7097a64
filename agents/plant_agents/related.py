"""What happened to the machine that an answer is about: its last repairs, told after what the manual says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from plant_agents.answer import MarkedEvidence, Statement
from plant_agents.messages import say
from plant_agents.safety.bypass import asks_to_bypass
from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.tokens import codes
from plant_tools.evidence import Citation, Evidence
from plant_tools.history.related import RELATED
from plant_tools.manuals.tool import ManualsTool

if TYPE_CHECKING:
    from plant_agents.crew import Crew
    from plant_agents.state import State


def related_to(
    state: State,
    statements: Sequence[Statement],
    evidence: Sequence[MarkedEvidence],
    citations: Sequence[Citation],
    crew: Crew,
) -> tuple[Evidence, ...]:
    """Return the last repairs of the one machine that a manual's answer is about; none where records are asked."""
    asked = {call.tool for call in state.calls}
    if crew.related is None or state.refused or not statements or asked != {ManualsTool.name}:
        return ()
    asset = _asset(state, evidence, citations, crew)
    orders = (
        crew.related.of(asset, codes(state.question.text) - codes(asset), state.question.principal) if asset else ()
    )
    return tuple(order for order in orders if not asks_to_bypass(order.statement))


def _asset(state: State, evidence: Sequence[MarkedEvidence], citations: Sequence[Citation], crew: Crew) -> str:
    """Return the machine asked about, or of the fact or the first quote; "" where there are several or none."""
    facts = (str((found.details.get("fact") or {}).get("asset", "")) for found in evidence)
    known = state.question.asset or next(filter(None, facts), "")
    if known or crew.isolation is None:
        return known
    first = next((found.marks[0] for found in evidence if found.kind == "fact"), 0)
    place = citations[first - 1] if first else None
    assets = (
        crew.isolation.assets_of(place.document, state.question.principal) if isinstance(place, PageCitation) else ()
    )
    return assets[0] if len(assets) == 1 else ""


def is_related(statement: Statement, evidence: Sequence[MarkedEvidence]) -> bool:
    """Tell whether a statement is a past order that nobody asked for."""
    return any(found.kind == RELATED and set(statement.marks) <= set(found.marks) for found in evidence)


def related_lines(language: str, statements: Sequence[Statement]) -> Iterator[str]:
    """Yield the past orders as one list under its heading, nothing where there are none."""
    if statements:
        lines = [f"- {s.text} {''.join(f'[{mark}]' for mark in s.marks)}" for s in statements]
        yield "\n".join([f"**{say(language, 'related')}**", "", *lines])
