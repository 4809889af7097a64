"""One question that may be asked next: a suggestion, never a fact."""

from __future__ import annotations

from plant_agents.answer import Answer
from plant_agents.first_line.phrases import phrases


def next_questions(answer: Answer, asset: str, *, records: bool) -> tuple[str, ...]:
    """Return what may be asked after ``answer`` about its asset; nothing where no asset is known.

    After the manuals the history is offered where there are ``records``, and how often where the last repairs are told;
    after the history the maintenance plan.
    """
    facts = (found.details.get("fact") or {} for found in answer.evidence)
    known = asset or next((str(fact["asset"]) for fact in facts if fact.get("asset")), "")
    if not known or answer.abstained or answer.refused or answer.pending:
        return ()
    history = any("query" in found.details for found in answer.evidence)
    if not history and not records:
        return ()
    related = any(found.kind == "related" for found in answer.evidence)
    name = "next_in_manual" if history else "next_how_often" if related else "next_on_record"
    return (str(phrases(answer.language)[name]).format(asset=known),)
