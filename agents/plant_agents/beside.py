"""What is told beside what was asked: isolation, what other documents say of the same value, the last repairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plant_agents.answer import MarkedEvidence, Statement
from plant_agents.corroborating import Corroborated, corroborated
from plant_agents.related import related_to
from plant_agents.safety.asked import isolation_asked
from plant_agents.safety.record import OnRecord, record_for, record_of_asked
from plant_tools.evidence import Citation, Evidence
from plant_tools.history.related import RELATED

if TYPE_CHECKING:
    from plant_agents.crew import Crew
    from plant_agents.state import State


@dataclass(frozen=True, slots=True)
class Beside:
    """``record`` is how machines are isolated, ``checked`` what other documents say, ``related`` the last repairs."""

    record: OnRecord
    checked: Corroborated
    refused: bool
    related: tuple[Evidence, ...] = ()

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What all of it rests on."""
        return (*self.record.evidence, *self.checked.evidence, *self.related)

    def told(self, statements: Sequence[Statement], evidence: Sequence[MarkedEvidence]) -> tuple[Statement, ...]:
        """Return ``statements``, then those that disagree; after a refusal none where the safe way is on record."""
        if self.refused and self.record.evidence:
            return ()
        against = {found.statement for found in self.checked.evidence}
        return (*statements, *(Statement(e.statement, e.marks) for e in evidence if e.statement in against))

    def after(self, evidence: Sequence[MarkedEvidence]) -> tuple[Statement, ...]:
        """Return the last repairs, as they were written, which stand after all that was asked for."""
        return tuple(Statement(e.statement, e.marks) for e in evidence if e.kind == RELATED)


def looked_beside(
    state: State,
    statements: Sequence[Statement],
    evidence: Sequence[MarkedEvidence],
    citations: Sequence[Citation],
    crew: Crew,
) -> Beside:
    """Look up what belongs beside the proven ``statements`` of an answer."""
    if state.refused:
        return Beside(record_of_asked(state.question, crew.isolation), Corroborated(), refused=True)
    by_code = crew.writer.model is None
    record = isolation_asked(state.question, crew.isolation)
    if not record.evidence:
        record = record_for(state.question, statements, evidence, citations, crew.isolation, by_code=by_code)
    told = {mark for statement in statements for mark in statement.marks}
    checked = corroborated(state.question, [e for e in evidence if told & set(e.marks)], citations, crew.sources)
    related = related_to(state, statements, evidence, citations, crew)
    return Beside(record, checked, refused=False, related=related)
