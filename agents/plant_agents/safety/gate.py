"""The last gate before an answer is set: what may be said, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plant_agents.answer import MarkedEvidence, Notice, Statement
from plant_agents.messages import say
from plant_agents.safety.bypass import asks_to_bypass
from plant_agents.safety.hazards import with_hazards
from plant_agents.safety.order import in_order
from plant_tools.evidence import Citation, RecordsCitation


@dataclass(frozen=True, slots=True)
class Gated:
    """The statements that pass, in the order they may be said, and what is to be known of the others."""

    statements: tuple[Statement, ...]
    notices: tuple[Notice, ...]


def gated(
    language: str,
    statements: Sequence[Statement],
    evidence: Sequence[MarkedEvidence],
    citations: Sequence[Citation],
    *,
    by_code: bool,
) -> Gated:
    """Let statements pass: hazards first, no act before isolation, no way round a protection that is not quoted.

    A first line ``by_code`` is a fact in a fixed form, no step; a model's is looked at like any other sentence.
    """
    quoted = frozenset(found.statement for found in evidence)
    allowed = [s for s in statements if s.text in quoted or not asks_to_bypass(s.text)]
    warnings = frozenset(found.statement for found in evidence if found.kind == "hazard")
    free = [s for s in allowed if (s.leads and by_code) or s.text in warnings or _computed(s, citations)]
    told, dropped, bare = in_order([s for s in allowed if s not in free], quoted)
    notices = [Notice("isolate_first", say(language, "isolate_first"))] if bare else []
    if withheld := len(dropped) + len(statements) - len(allowed):
        notices.append(Notice("unsafe_dropped", say(language, "unsafe_dropped", number=withheld)))
    return Gated(tuple(with_hazards([*free, *told], evidence, citations)), tuple(notices))


def _computed(statement: Statement, citations: Sequence[Citation]) -> bool:
    return all(isinstance(citations[mark - 1], RecordsCitation) for mark in statement.marks)
