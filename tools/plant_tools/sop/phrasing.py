"""A draft whose steps somebody says in the reader's language: taken over only with every number as it is printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from plant_knowledge_ingest.language import base
from plant_tools.sop.model import Line, Procedure, Step
from plant_tools.sop.proven import facts

Phrase: TypeAlias = Callable[[Mapping[str, str], str], Mapping[str, str]]
"""Says texts in a language: ({id: text}, language) -> {id: text}, without those that it cannot vouch for."""


def phrased(procedure: Procedure, phrase: Phrase | None) -> Procedure:
    """Return a draft with the actions of its steps in its own language; the quotes behind them stay as they are.

    The printed words stand beside the step. A text with other numbers or codes than the original is not taken.
    """
    foreign = {s.id: s.action for s in procedure.steps if base(s.language) != base(procedure.language)}
    if phrase is None or not foreign:
        return procedure
    said = phrase(foreign, procedure.language)
    taken = {name: text for name, text in said.items() if name in foreign and _same_facts(text, foreign[name])}
    return replace(procedure, steps=tuple(_said(step, taken, procedure.language) for step in procedure.steps))


def _same_facts(text: str, original: str) -> bool:
    return bool(text.strip()) and sorted(facts(text)) == sorted(facts(original))


def _said(step: Step, taken: Mapping[str, str], language: str) -> Step:
    if step.id not in taken:
        return step
    printed = Line(step.action, step.language, step.sources)
    return replace(step, action=taken[step.id], language=language, remarks=(printed, *step.remarks))
