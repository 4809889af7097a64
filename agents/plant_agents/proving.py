"""The last station: number the citations, drop what they do not prove, set the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from plant_agents.answer import Answer, MarkedEvidence, Notice
from plant_agents.beside import looked_beside
from plant_agents.crew import Clarification
from plant_agents.gaps import gap_notices
from plant_agents.grounds import kept_of
from plant_agents.messages import say
from plant_agents.nearest import nearest_notices
from plant_agents.phrased import Phrased, joined, phrasing_notices
from plant_agents.proof import Unproven
from plant_agents.question import Question
from plant_agents.safety.gate import gated
from plant_agents.scans import scan_notices
from plant_agents.setting import set_answer
from plant_agents.small_talk import small_talk
from plant_agents.state import Found, State
from plant_agents.unarmed import unarmed
from plant_tools.evidence import Citation, Evidence

if TYPE_CHECKING:
    from plant_agents.crew import Crew


_FACTS = frozenset({"code", "date", "limit", "signal", "value"})
"""Kinds of what is not proven that are not whole words of a sentence."""


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
    phrased = state.phrased or Phrased()
    proven = joined(proven, phrased)
    routing = () if phrased.statements or phrased.notices else state.routing
    notices = [*routing, *found.notices, *gap_notices(question.language, found, answered=bool(proven))]
    notices.extend(nearest_notices(question.language, () if proven else found.gaps))
    notices.extend(_wary(question.language, wary=state.wary and bool(proven)))
    notices.extend(_dropped(question.language, [*dropped, *phrased.dropped]))
    beside = looked_beside(state, proven, evidence, citations, crew)
    evidence, citations = marked([*found.evidence, *beside.evidence])
    notices.extend(beside.checked.notices)
    by_code, proven = crew.writer.model is None, beside.told(proven, evidence)
    passed = gated(question.language, proven, evidence, citations, by_code=by_code, record=beside.record)
    model = crew.phraser.model if crew.phraser else crew.writer.model
    said = phrasing_notices(question.language, phrased, passed.statements, model)
    proven = (*passed.statements, *(beside.after(evidence) if passed.statements else ()))
    notices = list(dict.fromkeys([*notices, *passed.notices, *said]))
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
        model=model if any(s.phrased or crew.writer.model for s in statements) else None,
    )


def _wary(language: str, *, wary: bool) -> Iterator[Notice]:
    """Yield what is said where a question may, or may not, have meant to defeat a protection."""
    if wary:
        yield Notice("protections_stay", say(language, "protections_stay"))


def _dropped(language: str, dropped: Sequence[Sequence[Unproven]]) -> Iterator[Notice]:
    """Yield a notice of the sentences that were left out, with the facts that their sources lack.

    Words of such a sentence are not shown: a model may have said something dangerous.
    """
    if dropped:
        facts = ", ".join(dict.fromkeys(gap.fact for gaps in dropped for gap in gaps if gap.kind in _FACTS))
        key = "dropped" if facts else "dropped_whole"
        yield Notice("unproven_dropped", say(language, key, number=len(dropped), facts=facts))


def _replied(question: Question, kind: str) -> Answer:
    """Return what is said to a greeting or to thanks."""
    return Answer(question.text, question.language, say(question.language, kind), True, False, (), (), (), (), ())


def _asked_back(question: Question, back: Clarification) -> Answer:
    """Return the question back with its choices as the answer."""
    text = "\n".join([back.question, "", *(f"- {choice}" for choice in back.choices)])
    notice = Notice("clarify", text)
    return Answer(question.text, question.language, text, True, False, (), (), (), (notice,), ())
