"""Answers of guided flows: what waits for a decision, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence

from plant_agents.answer import Answer, Statement
from plant_agents.flow import Outcome, Pending
from plant_agents.messages import say
from plant_agents.proving import marked
from plant_agents.question import Question
from plant_agents.setting import place
from plant_tools.evidence import Evidence


def waiting(question: Question, pending: Pending, tool: str) -> Answer:
    """Return the answer that shows a draft and asks what to do with it."""
    text = "\n\n".join(part for part in (pending.summary, f"**{pending.question}**") if part)
    return _answer(question, text, pending.evidence, tool, pending)


def ended(question: Question, outcome: Outcome, tool: str) -> Answer:
    """Return the answer that says what became of it."""
    return _answer(question, outcome.text, outcome.evidence, tool)


def _answer(
    question: Question, text: str, found: Sequence[Evidence], tool: str, pending: Pending | None = None
) -> Answer:
    evidence, citations = marked(found)
    listed = [f"- [{mark}] {place(question.language, citation)}" for mark, citation in enumerate(citations, 1)]
    sources = [f"**{say(question.language, 'sources')}**", "\n".join(listed)] if listed else []
    return Answer(
        question=question.text,
        language=question.language,
        answer="\n\n".join([text, *sources]),
        abstained=False,
        refused=False,
        statements=tuple(Statement(each.statement, each.marks) for each in evidence),
        evidence=evidence,
        citations=citations,
        notices=(),
        tools=(tool,),
        pending=pending,
    )
