"""Whether a question asks what happened, what a document says, or both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plant_tools.history.words.groups import number_asked
from plant_tools.history.words.period import Period
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
_ASKS = ("ask", "rank", "amount", "compare", "metric.difference")
_HAPPENS = ("type", "kind", "records.order", "code", "value", "state")
_HAPPENED = re.compile(
    r"\b(?:did|was|were|has|have|had|hat|haben|hatte|hatten|wurde|wurden|war|waren|gab es)\b|了|过|曾|发生|出现"
)
_DONE = re.compile(
    rf"{_HAPPENED.pattern}|\b(?:done|happened|repaired|replaced|serviced|erledigt\w*|gemacht\w*|passiert|repariert)\b"
)
# How many parts a machine has is printed in its manual; what befell it is said with other words.
_HAS = re.compile(
    r"\bhow many\b.+\b(?:do|does)\b.+\bhave\b|\bhow many\b.+\b(?:are|is)\b.+\b(?:on|in|at)\b|"
    r"\bwie ?viele\b.+\b(?:hat|haben|besitzt|sind)\b|有(?:几|多少)|共(?:有)?(?:几|多少)|(?:几|多少)(?:个|处|只|根|条)"
)
_BEFELL = ("type", "kind", "records.order", "state", "time", "end", "past", "field", "metric", "amount", "rank")
_MONTH = 27
"""Days between the first and the last of the shortest month."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Which sources a question asks."""

    manuals: bool
    history: bool
    certain: bool = False
    """Whether it is the past alone that is asked for, so that no manual helps even where no record has the words."""


def sources_of(sentence: Sentence) -> Sources:
    """Tell the sources of a question clause by clause: one that says how, or what it means, asks the manuals."""
    told = [_of_clause(clause) for clause in _clauses(sentence)]
    whole = _of_clause(sentence)
    if any(clause.manuals for clause in told) and any(clause.history for clause in told):
        return Sources(manuals=True, history=True)
    if any(clause.manuals for clause in told):
        return Sources(manuals=True, history=False)
    return Sources(manuals=not whole.history, history=whole.history, certain=whole.history and _is_certain(sentence))


def _of_clause(s: Sentence) -> Sources:
    if s.has("ask.count") and _HAS.search(s.text) and not s.has(*_BEFELL):
        return Sources(manuals=True, history=False)
    figure = s.has(*_FIGURES) or (s.has("field.cost", "field.labour", "field.downtime") and _of_the_past(s))
    figure = figure or (s.has("future") and s.has("ask.when") and s.has("type.corrective"))
    means = s.has("manual.mean") and not s.has("field", "metric")
    if means or (s.has("manual") and not s.has("manual.mean") and not figure):
        return Sources(manuals=True, history=False)
    return Sources(manuals=False, history=figure or _of_records(s))


def _of_records(s: Sentence) -> bool:
    """Tell whether something that happened is asked for, rather than something that is so."""
    if s.has("past"):
        return s.has("asset", "class", "location", "time", "group.asset")
    if s.has("records.order"):
        return s.has(*_ASKS, "end", "state", "value") or _in_months(s)
    return _is_named(s) or _is_asked(s)


def _is_named(s: Sentence) -> bool:
    """Tell whether a figure or records are named, with or without a verb that asks: "worst month of 2022"."""
    failures = s.has("type.corrective", "records.order")
    return (
        (s.has("rank") and s.has("group") and s.has("time", "type", "asset", "class"))
        or (_in_months(s) and (s.has(*_HAPPENS, "rank", "field") or _was_done(s)))
        or (s.has("metric.difference", "metric.repeat_failures") and failures)
        or (s.has("amount.min", "amount.max") and s.has("type"))
        or (s.has("field.cost", "field.downtime") and s.has("group.asset"))
    )


def _is_asked(s: Sentence) -> bool:
    """Tell whether a question asks for what happened."""
    asks, happens = s.has(*_ASKS), s.has(*_HAPPENS)
    if s.has("time"):
        return asks and (happens or s.has("end") or _HAPPENED.search(s.text) is not None)
    if s.has("end"):
        who = s.has("group.person") and s.has("asset", "class")
        return _of_the_past(s) and (s.has("ask.when") or happens or who or _numbered(s))
    if s.has("ask.count", "ask.often", "ask.percent", "rank"):
        return (happens and not s.has("future")) or (_of_the_past(s) and s.has("asset", "class"))
    if s.has("field") and asks:
        return _HAPPENED.search(s.text) is not None and (happens or s.has("asset", "class"))
    return s.has("ask.list", "ask.when") and _of_the_past(s) and (happens or s.has("asset"))


def _was_done(s: Sentence) -> bool:
    """Tell whether something was done to an asset, or how often it was is asked for."""
    return s.has("asset", "class") and (s.has("ask.often") or _DONE.search(s.text) is not None)


def _in_months(s: Sentence) -> bool:
    """Tell whether a time is said as plans and reports say it, by months or years; a fault begins on a day."""
    return any(_is_long(piece.value) for piece in s.meaning("time"))


def _is_long(period: Period) -> bool:
    if period.since and period.until:
        return (period.until - period.since).days >= _MONTH
    return bool(period.since and period.since.day == 1)


def _numbered(s: Sentence) -> bool:
    """Tell whether a number of latest things on an asset is asked for: "the last ten jobs on K-110"."""
    return s.has("asset", "class") and number_asked(s) > 0


def _is_certain(s: Sentence) -> bool:
    """Tell whether nothing but the past is asked for: by a time, by a figure of reliability, by when it was last."""
    if s.has("unknown"):  # a code that no record has may stand in a document
        return False
    return (
        s.has("past", *_FIGURES)
        or _in_months(s)
        or (s.has("end") and (s.has("ask.when") or _HAPPENED.search(s.text) is not None))
    )


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
