"""The last station: number the citations, drop what they do not prove, set the text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from plant_agents.answer import Answer, MarkedEvidence, Notice, Statement
from plant_agents.crew import Clarification
from plant_agents.gaps import gap_notices
from plant_agents.messages import say
from plant_agents.proof import unfounded, unproven
from plant_agents.question import Question
from plant_agents.scans import scan_notices
from plant_agents.setting import set_answer
from plant_agents.state import Found, State
from plant_tools.evidence import Citation, Evidence, RecordsCitation


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


def prove(state: State, model: str | None) -> Answer:
    """Return the answer made of those statements that their citations prove."""
    question, found = state.question, state.found or Found()
    if state.clarification:
        return _asked_back(question, state.clarification)
    evidence, citations = marked(found.evidence)
    proven = tuple(s for s in state.statements if _cites(s, citations) and _is_proven(s, evidence, citations))
    notices = [*found.notices, *gap_notices(question.language, found, answered=bool(proven))]
    if dropped := len(state.statements) - len(proven):
        notices.append(Notice("unproven_dropped", say(question.language, "dropped", number=dropped)))
    kept = sorted({mark for statement in proven for mark in statement.marks})
    renumbered = {mark: new for new, mark in enumerate(kept, 1)}
    statements = tuple(Statement(s.text, tuple(renumbered[m] for m in s.marks)) for s in proven)
    shown = tuple(
        replace(e, marks=tuple(renumbered[m] for m in e.marks)) for e in evidence if set(e.marks) <= renumbered.keys()
    )
    cited = tuple(citations[mark - 1] for mark in kept)
    notices.extend(scan_notices(question.language, cited))
    return Answer(
        question=question.text,
        language=question.language,
        answer=set_answer(question.language, statements, shown, cited, refused=state.refused, gaps=found.gaps),
        abstained=not statements and not state.refused,
        refused=state.refused,
        statements=statements,
        evidence=shown,
        citations=cited,
        notices=tuple(notices),
        tools=tuple(dict.fromkeys(call.tool for call in state.calls)),
        model=model if statements else None,
    )


def _asked_back(question: Question, back: Clarification) -> Answer:
    """Return the question back with its choices as the answer."""
    text = "\n".join([back.question, "", *(f"- {choice}" for choice in back.choices)])
    notice = Notice("clarify", text)
    return Answer(question.text, question.language, text, True, False, (), (), (), (notice,), ())


def _is_proven(statement: Statement, evidence: Sequence[MarkedEvidence], citations: Sequence[Citation]) -> bool:
    """Tell whether quotes hold all facts of a statement; a figure may be rounded, and say what was asked."""
    cited = [citations[mark - 1] for mark in statement.marks]
    quotes = [citation.quote for citation in cited]
    if not all(isinstance(citation, RecordsCitation) for citation in cited):
        return not unproven(statement.text, quotes)
    computed = [_computed(found) for found in evidence if set(found.marks) & set(statement.marks)]
    return not unfounded(statement.text, [*quotes, *computed])


def _computed(found: MarkedEvidence) -> str:
    """Return the value of a figure, the number of its parts, how it was computed and what was asked, as text."""
    parts = len(found.value) if isinstance(found.value, list) else ""
    window = [str(moment)[:10] for moment in found.details.get("window", ())]
    asked = [found.details.get("query"), window, found.details.get("warnings")]
    return json.dumps([found.value, parts, found.formula, found.statement, *asked], ensure_ascii=False, default=str)


def _cites(statement: Statement, citations: Sequence[Citation]) -> bool:
    """Tell whether the statement has marks, and none that stands for nothing."""
    return bool(statement.marks) and all(0 < mark <= len(citations) for mark in statement.marks)
