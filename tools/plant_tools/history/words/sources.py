"""Whether a question asks what happened, what a document says, or both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plant_tools.history.words.sentence import Sentence

_CLAUSES = re.compile(r"[,;?!。，；？！]|\s(?:and|und|sowie|as well as)\s|并且|以及|并|和(?=它|最近|上次|过去)")
_HAPPENED = re.compile(
    r"\b(?:did|was|were|has|have|had|hat|haben|hatte|hatten|wurde|wurden|war|waren|gab es|ist|sind)\b|了|过|曾|发生|出现"
)


@dataclass(frozen=True, slots=True)
class Sources:
    """Which sources a question asks."""

    manuals: bool
    history: bool


def sources_of(sentence: Sentence) -> Sources:
    """Tell the sources of a question clause by clause: one that says how, or what it means, asks the manuals."""
    told = [_of_clause(clause) for clause in _clauses(sentence)]
    whole = _of_clause(sentence)
    if any(clause.manuals for clause in told) and any(clause.history for clause in told):
        return Sources(manuals=True, history=True)
    if any(clause.manuals for clause in told):
        return Sources(manuals=True, history=False)
    return Sources(manuals=not whole.history, history=whole.history)


def _of_clause(s: Sentence) -> Sources:
    figure = s.has("metric.mtbf", "metric.mttr", "metric.availability", "metric.trend", "metric.pareto")
    figure = figure or s.has("metric.repeat_failures", "metric.weibull", "field.cost", "field.labour", "field.downtime")
    means = s.has("manual.mean") and not s.has("field", "metric")
    if means or (s.has("manual") and not s.has("manual.mean") and not figure):
        return Sources(manuals=True, history=False)
    return Sources(manuals=False, history=figure or _of_records(s))


def _of_records(s: Sentence) -> bool:
    """Tell whether something that happened is asked for, rather than something that is so."""
    asks = s.has("ask.count", "ask.amount", "ask.when", "ask.list", "ask.percent", "rank", "amount", "ask.which")
    happens = s.has("type", "kind", "records", "code", "value", "state")
    happened = bool(_HAPPENED.search(s.text))
    if s.has("records") or s.has("time"):
        return asks or happens or s.has("end")
    if s.has("end"):
        return happened or s.has("ask.when") or happens
    if s.has("ask.count", "ask.percent", "rank"):
        return happens or (happened and s.has("asset", "class") and not s.has("manual"))
    if s.has("field") and s.has("ask", "amount"):
        return happened or happens
    return s.has("ask.list", "ask.when") and happened and (happens or s.has("asset"))


def _clauses(sentence: Sentence) -> Iterator[Sentence]:
    at = 0
    for joint in [*_CLAUSES.finditer(sentence.text), None]:
        end = joint.start() if joint else len(sentence.text)
        if any(piece.start < end < piece.end for piece in sentence.pieces):
            continue
        words = sentence.text[at:end]
        yield Sentence(" " * at + words, " " * at + words, sentence.part(at, end).pieces)
        at = joint.end() if joint else end
