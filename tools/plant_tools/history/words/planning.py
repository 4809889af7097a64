"""From the pieces of a sentence to the arguments of a history query."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plant_tools.history.words.groups import asked_group, compared, group, grouped_by, number_asked, unit
from plant_tools.history.words.metrics import RELIABILITY, metric_of
from plant_tools.history.words.selecting import loaded, selection
from plant_tools.history.words.sentence import Sentence
from plant_tools.history.words.shares import share
from plant_tools.history.words.vocabulary import Vocabulary

Json = dict[str, Any]

_MOST_LISTED = 20
_FORMULAS = {"mtbf": {"gaps", "window", "operating"}, "availability": {"inherent", "observed"}}
_TIMES = {"finished_at": "finished", "reported_at": "reported", "started_at": "started", "due_at": "due"}
_OF_FAILURES = frozenset({"code", "cause", "remedy"})
_OF_EACH = frozenset({"response", "turnaround", "lateness", "duration"})


def plan(sentence: Sentence, vocabulary: Vocabulary) -> Json | None:
    """Return the arguments of a history query, None where no figure or record is asked for."""
    metric = metric_of(sentence, vocabulary)
    if metric is None:
        return None
    made = {"metric": metric} | _MAKERS.get(metric, _stated)(metric, sentence, vocabulary)
    named = [_TIMES[piece.value] for piece in sentence.meaning("column") if piece.value in _TIMES]
    if named and "records" not in made:
        made["time"] = named[0]
    return made


def _stated(metric: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    """Figures that are asked for by name, and lists: the records, and the formula or days that were said."""
    of_failures = metric in RELIABILITY or metric == "repeat_failures"
    made = selection(s, vocabulary, reliability=of_failures)
    if (formula := s.first("formula")) in _FORMULAS.get(metric, ()):
        made["formula"] = formula
    if metric in {"mtbf", "mttr"} and (by := grouped_by(s, vocabulary)):
        made["group_by"] = by
    if metric in {"repeat_failures", "bundles"} and (within := s.meaning("within")):
        made["within_days"] = within[0].value
    if metric == "list":
        made["limit"] = number_asked(s) or _MOST_LISTED
    return made


def _pareto(_: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    by = group(s, vocabulary) or "code"
    made = {"group_by": [by]} | selection(s, vocabulary, reliability=by == "code")
    return made | _of_field(s, vocabulary) | _limited(s)


def _ranking(_: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    """Rank what the sentence groups by: failures of one asset by code, all others by asset."""
    by = group(s, vocabulary) or ("code" if s.has("asset") else "asset")
    made = {"group_by": [by]} | selection(s, vocabulary)
    if by in _OF_FAILURES and "records" not in made:
        made.setdefault("types", ["corrective"])
    return made | _of_field(s, vocabulary) | _limited(s) | ({"order": "smallest"} if s.has("rank.least") else {})


def _amount(_: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    """Sum unless another figure is named; times that each order takes are averaged. "Which" and "longest" rank."""
    field, named = _of_field(s, vocabulary, "duration")["field"], s.first("amount")
    mean = field in _OF_EACH and not s.has("amount.sum")
    made = {"metric": named or ("mean" if mean else "sum"), "field": field} | selection(s, vocabulary)
    by = grouped_by(s, vocabulary) or asked_group(s, vocabulary)
    if by and named in {"max", "min", ""} and s.has("ask.which") and not s.has("per"):
        if by[0] in _OF_FAILURES and "records" not in made:
            made.setdefault("types", ["corrective"])
        return made | {"metric": "ranking", "group_by": by} | ({"order": "smallest"} if named == "min" else {})
    return made | ({"group_by": by} if by and s.has("per", "ask.which") else {})


def _count(_: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    by = grouped_by(s, vocabulary) or asked_group(s, vocabulary)
    return selection(s, vocabulary) | ({"group_by": by} if by else {})


def _end(_: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    by = grouped_by(s, vocabulary)
    return selection(s, vocabulary) | ({"group_by": by} if by else {})


def _rate(_: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    return {"per": unit(s)} | selection(s, vocabulary)


def _distinct(_: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    return {"field": group(s, vocabulary)} | selection(s, vocabulary)


def _share(_: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    return share(s, vocabulary)


def _difference(_: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    by, values = compared(s) or ("", [])
    made: Json = {"group_by": [by]} | selection(s, vocabulary) | _of_field(s, vocabulary)
    if by in {"year", "month", "quarter"}:
        made = {name: value for name, value in made.items() if name not in {"since", "until"}}
        made["where"] = [*made.get("where", []), {"field": by, "one_of": values}]
    return made


def _association(_: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    """What stands before "followed by" comes first, what stands behind it may follow."""
    word = s.meaning("metric.association")[0]
    first = selection(s.part(0, word.start), vocabulary)
    after = selection(s.part(word.end, len(s.text)), vocabulary)
    then = {name: value for name, value in after.items() if name not in {"since", "until", "assets"}}
    within = {"within_days": s.meaning("within")[0].value} if s.has("within") else {}
    times = selection(Sentence(s.shown, s.text, tuple(s.meaning("time"))), vocabulary)
    return {"then": then or {"types": ["corrective"]}} | first | times | within


def _of_field(s: Sentence, vocabulary: Vocabulary, otherwise: str = "") -> Json:
    """Return the amount that is asked for: that of the first word for one; "the shortest" alone is how long it took."""
    named = s.first("field") or otherwise
    if named == "duration" and not s.has("kind"):
        alike = ("duration", "downtime", "labour")
        named = next((name for name in alike if loaded(name, "work_orders", vocabulary)), named)
    return {"field": named} if named else {}


def _limited(s: Sentence) -> Json:
    number = number_asked(s)
    return {"limit": number} if number else {}


_MAKERS: dict[str, Callable[[str, Sentence, Vocabulary], Json]] = {
    "pareto": _pareto,
    "ranking": _ranking,
    "amount": _amount,
    "count": _count,
    "last": _end,
    "first": _end,
    "rate": _rate,
    "distinct": _distinct,
    "share": _share,
    "difference": _difference,
    "association": _association,
}
