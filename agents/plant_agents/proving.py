"""The last station: number the citations, drop what they do not prove, set the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from plant_agents.answer import Answer, MarkedEvidence, Notice
from plant_agents.crew import Clarification
from plant_agents.gaps import gap_notices
from plant_agents.grounds import kept_of
from plant_agents.messages import say
from plant_agents.nearest import nearest_notices
from plant_agents.question import Question
from plant_agents.safety.gate import gated
from plant_agents.safety.record import record_for, record_of_asked
from plant_agents.scans import scan_notices
from plant_agents.setting import set_answer
from plant_agents.small_talk import small_talk
from plant_agents.state import Found, State
from plant_agents.unarmed import unarmed
from plant_tools.evidence import Citation, Evidence

if TYPE_CHECKING:
    from plant_agents.crew import Crew


def marked(evidence: Sequence[Evidence]) -> tuple[tuple[MarkedEvidence, ...], tuple[Citation, ...]]:
    """Number the citations of ``evidence`` from 1, equal ones once, in the order of reading: hazards first."""
    numbers: dict[Citation, int] = {}
    for found in sorted(evidence, key=lambda found: found.kind != "hazard"):
        for citation in found.citations:
            numbers.setdefault(citation, len(numbers) + 1)
    with_marks = tuple(
        MarkedEvidence(
            e.tool, e.statement, e.value, e.unit, tuple(numbers[c] for c in e.citations), e.kind, e.formula, e.details
        )
        for e in evidence
    )
    return with_marks, tuple(numbers)


def prove(state: State, crew: Crew) -> Answer:
    """Return the answer made of those statements that their citations prove, and that may be said in this order."""
    question, found = state.question, state.found or Found()
    if state.clarification:
        return _asked_back(question, state.clarification)
    if not state.calls and not state.refused and (kind := small_talk(question.text)):
        return _replied(question, kind)
    evidence, citations = marked(found.evidence)
    proven, dropped = kept_of(state.statements, evidence, citations, crew.writer, crew.lexicon)
    notices = [*found.notices, *gap_notices(question.language, found, answered=bool(proven))]
    notices.extend(nearest_notices(question.language, () if proven else found.gaps))
    if dropped:
        facts = ", ".join(dict.fromkeys(gap.fact for gaps in dropped for gap in gaps))
        text = say(question.language, "dropped", number=len(dropped), facts=facts)
        notices.append(Notice("unproven_dropped", text))
    by_code = crew.writer.model is None
    if state.refused:
        record = record_of_asked(question, crew.isolation)
        proven = () if record.evidence else proven
    else:
        record = record_for(question, proven, evidence, citations, crew.isolation, by_code=by_code)
    evidence, citations = marked([*found.evidence, *record.evidence])
    passed = gated(question.language, proven, evidence, citations, by_code=by_code, record=record)
    proven, notices = passed.statements, [*notices, *passed.notices]
    kept = list(dict.fromkeys(mark for statement in proven for mark in sorted(statement.marks)))
    renumbered = {mark: new for new, mark in enumerate(kept, 1)}
    statements = tuple(replace(s, marks=tuple(renumbered[m] for m in s.marks)) for s in proven)
    shown = tuple(
        replace(e, marks=tuple(renumbered[m] for m in e.marks)) for e in evidence if set(e.marks) <= renumbered.keys()
    )
    cited = tuple(citations[mark - 1] for mark in kept)
    notices.extend(scan_notices(question.language, cited))
    return Answer(
        question=question.text,
        language=question.language,
        answer=unarmed(set_answer(question.language, statements, shown, cited, refused=state.refused, gaps=found.gaps)),
        abstained=not statements and not state.refused,
        refused=state.refused,
        statements=statements,
        evidence=shown,
        citations=cited,
        notices=tuple(notices),
        tools=tuple(dict.fromkeys(call.tool for call in state.calls)),
        model=crew.writer.model if statements else None,
    )


def _replied(question: Question, kind: str) -> Answer:
    """Return what is said to a greeting or to thanks."""
    return Answer(question.text, question.language, say(question.language, kind), True, False, (), (), (), (), ())


def _asked_back(question: Question, back: Clarification) -> Answer:
    """Return the question back with its choices as the answer."""
    text = "\n".join([back.question, "", *(f"- {choice}" for choice in back.choices)])
    notice = Notice("clarify", text)
    return Answer(question.text, question.language, text, True, False, (), (), (), (notice,), ())
