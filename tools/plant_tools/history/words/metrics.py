"""Which figure a question asks for: the first rule that its words meet."""

from __future__ import annotations

from collections.abc import Callable

from plant_tools.history.words.groups import compared, counts_assets, group, unit
from plant_tools.history.words.sentence import Sentence
from plant_tools.history.words.vocabulary import Vocabulary

RELIABILITY = ("mtbf", "mttr", "availability", "trend", "weibull")
_STATED = ("pareto", "repeat_failures", "bundles", *RELIABILITY[:-1])
_HOW_MANY = ("ask.count", "ask.often")
_CODED = ("group.code", "group.cause", "group.remedy")

_Rule = Callable[[Sentence, Vocabulary], bool]
# From the most telling words to the least: a figure by its name, comparisons, amounts, when, how many, which.
_RULES: tuple[tuple[str, _Rule], ...] = (
    ("difference", lambda s, _: s.has("compare", "metric.difference") and compared(s) is not None),
    *((name, lambda s, _, name=name: s.has(f"metric.{name}")) for name in _STATED),
    ("weibull", lambda s, _: s.has("metric.weibull") and not s.has(*_HOW_MANY)),
    ("weibull", lambda s, _: s.has("future") and s.has("ask.when") and s.has("type.corrective")),
    ("association", lambda s, _: s.has("metric.association") and s.has("ask")),
    ("share", lambda s, _: s.has("ask.percent")),
    ("difference", lambda s, _: s.has("rank") and compared(s) is not None),
    ("ranking", lambda s, v: s.has("rank") and (s.has("field") or bool(group(s, v)))),
    ("amount", lambda s, _: s.has("field") and _asks_amount(s)),
    ("first", lambda s, _: s.has("end.first") and _asks_end(s)),
    ("last", lambda s, _: _asks_end(s)),
    ("ranking", lambda s, _: s.has("rank")),
    ("rate", lambda s, _: s.has("metric.rate", "amount.mean") and bool(unit(s)) and s.has("metric.rate", *_HOW_MANY)),
    ("distinct", lambda s, v: s.has("metric.distinct") and s.has(*_HOW_MANY) and bool(group(s, v))),
    ("distinct", lambda s, v: counts_assets(s, v) and s.has("type", "code", "field")),
    ("list", lambda s, _: s.has("ask.list") and not s.has(*_HOW_MANY)),
    ("count", lambda s, _: s.has(*_HOW_MANY, "ask.amount")),
    ("count", lambda s, v: s.has("ask.which") and s.has(*_CODED) and bool(group(s, v))),
    ("list", lambda s, _: s.has("ask.which")),
    ("amount", lambda s, _: s.has("amount.min", "amount.max") and s.has("type", "records.order")),
    ("amount", lambda s, _: s.has("field") and s.has("time", "asset", "per", "group.asset")),
    ("count", lambda s, _: s.has("per") and s.has("group") and s.has("type", "code", "records.order")),
    ("list", lambda s, _: _names_records(s)),
)


def metric_of(sentence: Sentence, vocabulary: Vocabulary) -> str | None:
    """Return the name of the metric ("amount" for sum, mean, ...); None where no figure or record is asked for."""
    return next((name for name, holds in _RULES if holds(sentence, vocabulary)), None)


def _asks_amount(s: Sentence) -> bool:
    """Tell whether the amount itself is asked for, not how many records have it."""
    if s.has("ask.list", "ask.often") or (s.has("limit") and s.has("ask.count")):
        return False
    return s.has("ask", "amount", "rank", "per")


def _names_records(s: Sentence) -> bool:
    """Tell whether records are named without a verb that asks for them: "orders on DP-301 in March 2023"."""
    meant = s.has("type", "code", "value", "asset", "class")
    return not s.has("not") and (
        s.has("past") or (s.has("time") and meant) or (s.has("records.order") and s.has("state", "time", "value"))
    )


def _asks_end(s: Sentence) -> bool:
    return s.has("ask.when") or (s.has("end") and not s.has(*_HOW_MANY))
