"""The last gate before an answer is set: what may be said, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plant_agents.answer import MarkedEvidence, Notice, Statement
from plant_agents.messages import say
from plant_agents.safety.bypass import asks_to_bypass
from plant_agents.safety.hazards import with_hazards
from plant_agents.safety.order import hands_on, in_order
from plant_agents.safety.record import OnRecord, isolating
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
    record: OnRecord = OnRecord(),  # noqa: B008 - it is never changed
) -> Gated:
    """Let statements pass: hazards first, no act before isolation, no way round a protection that is not quoted.

    A first line ``by_code`` is a fact in a fixed form, no step; a model's is looked at like any other sentence.
    ``record`` is how the machines are isolated; it is told before everything but the hazards and such a fact.
    """
    quoted = frozenset(found.statement for found in evidence)
    in_form = {s for s in statements if s.leads and by_code and not s.phrased}
    allowed = [s for s in statements if s.text in quoted or s in in_form or not asks_to_bypass(s.text)]
    warnings = frozenset(found.statement for found in evidence if found.kind == "hazard")
    free = [s for s in allowed if s in in_form or s.text in warnings or _computed(s, citations)]
    before = isolating(record, evidence)
    repeated = {statement.text for statement in before}
    others = [s for s in allowed if s not in free and s.text not in repeated]
    told, dropped, bare = in_order(others, quoted, record.progress())
    notices = list(_uncalled(language, record)) if bare else []
    notices.extend(record.notices(language))
    if withheld := len(dropped) + len(statements) - len(allowed):
        notices.append(Notice("unsafe_dropped", say(language, "unsafe_dropped", number=withheld)))
    facts = [s for s in free if s in in_form and not hands_on(s, frozenset())]
    rest = [s for s in free if s not in facts]
    return Gated(tuple(with_hazards([*facts, *before, *rest, *told], evidence, citations)), tuple(notices))


def _computed(statement: Statement, citations: Sequence[Citation]) -> bool:
    return all(isinstance(citations[mark - 1], RecordsCitation) for mark in statement.marks)


def _uncalled(language: str, record: OnRecord) -> Iterator[Notice]:
    """Yield a call for isolation where steps do not call for it and nothing is on record."""
    if record.machines and not record.silent:
        return
    machine = ", ".join(record.silent) or say(language, "this_machine")
    yield Notice("isolate_first", say(language, "isolate_first", machine=machine))
