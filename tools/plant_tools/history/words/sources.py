"""Whether a question asks what happened, what a document says, or both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plant_tools.history.words.sentence import Sentence

_CLAUSES = re.compile(r"[,;?!。，；？！]|\s(?:and|und|sowie|as well as)\s|并且|以及|并|和(?=它|最近|上次|过去)")
_FIGURES = (
    "metric.mtbf",
    "metric.mttr",
    "metric.availability",
    "metric.trend",
    "metric.pareto",
    "metric.repeat_failures",
    "metric.weibull",
)
_HAPPENED = re.compile(
    r"\b(?:did|was|were|has|have|had|hat|haben|hatte|hatten|wurde|wurden|war|waren|gab es)\b|了|过|曾|发生|出现"
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
    figure = s.has(*_FIGURES) or (s.has("field.cost", "field.labour", "field.downtime") and _of_the_past(s))
    figure = figure or (s.has("future") and s.has("ask.when") and s.has("type.corrective"))
    means = s.has("manual.mean") and not s.has("field", "metric")
    if means or (s.has("manual") and not s.has("manual.mean") and not figure):
        return Sources(manuals=True, history=False)
    return Sources(manuals=False, history=figure or _of_records(s))


def _of_records(s: Sentence) -> bool:
    """Tell whether something that happened is asked for, rather than something that is so."""
    asks = s.has("ask", "rank", "amount", "compare", "metric.difference")
    happens = s.has("type", "kind", "records.order", "code", "value", "state")
    if s.has("records.order"):
        return asks or s.has("end")
    if s.has("time"):
        return asks and (happens or s.has("end") or _HAPPENED.search(s.text) is not None)
    if s.has("end"):
        return _of_the_past(s) and (s.has("ask.when") or happens)
    if s.has("ask.count", "ask.often", "ask.percent", "rank"):
        return (happens and not s.has("future")) or (_of_the_past(s) and s.has("asset", "class"))
    if s.has("field") and asks:
        return _HAPPENED.search(s.text) is not None and (happens or s.has("asset", "class"))
    return s.has("ask.list", "ask.when") and _of_the_past(s) and (happens or s.has("asset"))


def _of_the_past(s: Sentence) -> bool:
    """Tell whether the sentence is about what was, or about records, and not about what will be or is to be."""
    if s.has("future", "manual.must"):
        return False
    return _HAPPENED.search(s.text) is not None or s.has("type", "records.order", "time", "amount", "rank", "end")


def _clauses(sentence: Sentence) -> Iterator[Sentence]:
    at = 0
    for joint in [*_CLAUSES.finditer(sentence.text), None]:
        end = joint.start() if joint else len(sentence.text)
        if any(piece.start < end < piece.end for piece in sentence.pieces):
            continue
        words = sentence.text[at:end]
        yield Sentence(" " * at + words, " " * at + words, sentence.part(at, end).pieces)
        at = joint.end() if joint else end
