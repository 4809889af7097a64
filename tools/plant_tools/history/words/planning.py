"""Which figure a question asks for, and over what: from the pieces of a sentence to the arguments of a query."""

from __future__ import annotations

import re
from typing import Any

from plant_tools.history.words.linking import entries_of
from plant_tools.history.words.moments import NUMBERS
from plant_tools.history.words.selecting import as_dates, loaded, period_of, selection
from plant_tools.history.words.sentence import Piece, Sentence
from plant_tools.history.words.vocabulary import Vocabulary, squeezed

Json = dict[str, Any]

RELIABILITY = ("mtbf", "mttr", "availability", "trend", "weibull")
_STATED = ("pareto", "repeat_failures", "bundles", *RELIABILITY)
_PERSONS = ("completed_by", "assigned_to", "reported_by")
_UNITS_OF_TIME = ("day", "week", "month", "year")
_TOP = re.compile(
    rf"(?:top|first|die|三?前|worst|welche|which|哪)\s*(?P<n>\d+|{'|'.join(NUMBERS)})(?![\d年月])\s*(?!days|tage|hours)"
)
_BEFORE_MOST = re.compile(rf"(?P<n>\d+|{'|'.join(NUMBERS)})\s*(?:most|häufigste|schlimmste|worst|meist|个|台|大)")
_MOST_LISTED = 20
_GROUPED_AS = {"class": "asset", "kind.alarm": "code", "kind.anomaly": "code"}


def plan(sentence: Sentence, vocabulary: Vocabulary) -> Json | None:
    """Return the arguments of a history query, None where no figure or record is asked for."""
    metric = _metric(sentence, vocabulary)
    if metric is None:
        return None
    made = _MAKERS.get(metric, _plain_metric)(metric, sentence, vocabulary)
    if sentence.has("column") and "time" not in made:
        made |= _time_of(sentence, made, vocabulary)
    return made


def _metric(s: Sentence, vocabulary: Vocabulary) -> str | None:
    """Choose the metric by the most telling word: a figure by its name, then comparisons, then how many, when, which."""
    for name in _STATED:
        if s.has(f"metric.{name}"):
            return name
    if s.has("future") and s.has("ask.when") and s.has("type.corrective"):
        return "weibull"
    if s.has("metric.association") and s.has("ask"):
        return "association"
    if s.has("ask.percent"):
        return "share"
    if _compared(s, vocabulary) and s.has("compare", "metric.difference", "rank"):
        return "difference"
    asks = s.has("ask.count", "ask.often", "ask.amount", "ask.which", "ask.list", "ask.when", "amount", "rank", "per")
    if s.has("rank") and (_group(s, vocabulary) or s.has("field")):
        return "ranking"
    limited = s.has("limit") and s.has("ask.count")
    if s.has("field") and asks and not limited and not s.has("ask.list", "ask.often"):
        return "amount"
    if s.has("ask.when") or (s.has("end") and not s.has("ask.count", "ask.often")):
        return "first" if s.has("end.first") else "last"
    if s.has("rank"):
        return "ranking"
    if s.has("metric.rate") and _unit(s):
        return "rate"
    if s.has("metric.distinct") and s.has("ask.count", "ask.often") and _group(s, vocabulary):
        return "distinct"
    if s.has("ask.list") and not s.has("ask.count", "ask.often"):
        return "list"
    if s.has("ask.count", "ask.often", "ask.amount"):
        return "rate" if s.has("amount.mean") and _unit(s) else "count"
    if s.has("ask.which"):
        return "count" if _group(s, vocabulary) and s.has("group.code", "group.cause", "group.remedy") else "list"
    if s.has("field", "amount") and s.has("time", "asset", "per"):
        return "amount" if s.has("field") else None
    return None


def _plain_metric(metric: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    """Metrics without anything of their own, and those of reliability with their formula."""
    made = {"metric": metric} | selection(
        s, vocabulary, reliability=metric in RELIABILITY or metric == "repeat_failures"
    )
    if metric == "mtbf" and (formula := s.first("formula")) in {"gaps", "window", "operating"}:
        made["formula"] = formula
    if metric == "availability" and (formula := s.first("formula")) in {"inherent", "observed"}:
        made["formula"] = formula
    if metric in {"mtbf", "mttr", "repeat_failures"} and (group := _grouped_by(s, vocabulary)):
        made["group_by"] = group
    if metric in {"repeat_failures", "bundles"} and (within := s.meaning("within")):
        made["within_days"] = within[0].value
    if metric == "repeat_failures":
        made.pop("group_by", None)
    if metric == "list":
        made["limit"] = _number_asked(s) or _MOST_LISTED
    return made


def _pareto(_: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    group = _group(s, vocabulary) or "code"
    made = {"metric": "pareto", "group_by": [group]} | selection(s, vocabulary, reliability=group == "code")
    return made | _of_field(s, vocabulary) | _limited(s)


def _ranking(_: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    group = _group(s, vocabulary) or ("code" if s.has("asset") else "asset")
    made = {"metric": "ranking", "group_by": [group]} | selection(s, vocabulary)
    if group in {"code", "cause", "remedy"} and made.get("records") != "events" and not made.get("types"):
        made["types"] = ["corrective"]
    return made | _of_field(s, vocabulary) | _limited(s) | ({"order": "smallest"} if s.has("rank.least") else {})


def _amount(_: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    """Sum unless another figure is named; a duration is averaged where each order is meant."""
    field = _of_field(s, vocabulary).get("field", "")
    named = s.first("amount")
    mean = field in {"response", "turnaround", "lateness"} or (field == "duration" and not s.has("amount.sum"))
    made = {"metric": named or ("mean" if mean else "sum"), "field": field} | selection(s, vocabulary)
    if made["metric"] == "sum" and s.has("amount.mean") and (unit := _unit(s)):
        made["group_by"] = [unit]
    group = _grouped_by(s, vocabulary) or _asked_group(s, vocabulary)
    if group and named in {"max", "min", ""} and s.has("ask.which") and not s.has("per"):
        smallest = {"order": "smallest"} if named == "min" else {}
        return made | {"metric": "ranking", "group_by": group} | smallest
    return made | ({"group_by": group} if group and s.has("per", "ask.which") else {})


def _count(_: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    group = _grouped_by(s, vocabulary) or _asked_group(s, vocabulary)
    return {"metric": "count"} | selection(s, vocabulary) | ({"group_by": group} if group else {})


def _end(metric: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    made = {"metric": metric} | selection(s, vocabulary)
    group = _grouped_by(s, vocabulary)
    return made | ({"group_by": group} if group and s.has("per") else {})


def _rate(_: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    return {"metric": "rate", "per": _unit(s)} | selection(s, vocabulary)


def _distinct(_: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    return {"metric": "distinct", "field": _group(s, vocabulary)} | selection(s, vocabulary)


def _share(_: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    """Tell the part from the whole: what stands behind "were", or behind "of all ... ," in Chinese, is the part."""
    cut = _cut(s)
    whole, part = selection(s.part(0, cut), vocabulary), selection(s.part(cut, len(s.text)), vocabulary)
    if among := s.meaning("among"):
        if among[0].start > 0 and among[0].meaning == "among" and not _tells(part) and _is_latin(s):
            part, whole = (
                selection(s.part(0, among[0].start), vocabulary),
                selection(s.part(among[0].end, len(s.text)), vocabulary),
            )
    if not _tells(part):
        part = {
            name: whole.pop(name) for name in ("types", "states", "codes", "where", "text", "kinds") if name in whole
        }
    if not _tells(part) and "assets" in whole:
        part = {"assets": whole.pop("assets")}
    for name in ("since", "until"):
        if name in part:
            whole.setdefault(name, part.pop(name))
    records = part.get("records") or whole.get("records")
    both = {"records": records} if records else {}
    return {"metric": "share"} | whole | both | {"part": part | both}


def _cut(s: Sentence) -> int:
    """Return where the part begins."""
    percent = s.meaning("ask.percent")[0]
    told = [p for p in s.meaning("were") if p.start > percent.start]
    if told and _is_latin(s):
        return told[-1].end
    inside = s.meaning("among")
    return inside[0].end if inside and not _is_latin(s) else (told[0].start if told else len(s.text))


def _tells(selected: Json) -> bool:
    return bool(selected.keys() - {"since", "until", "records"})


def _is_latin(s: Sentence) -> bool:
    return not any(character >= "\u3400" for character in s.text)


def _difference(_: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    group, values = _compared(s, vocabulary)
    made = {"metric": "difference", "group_by": [group]} | selection(s, vocabulary) | _of_field(s, vocabulary)
    if group in {"year", "month", "quarter"}:
        made = {name: value for name, value in made.items() if name not in {"since", "until"}}
        made["where"] = [*made.get("where", []), {"field": group, "one_of": values}]
    return made


def _compared(s: Sentence, vocabulary: Vocabulary) -> tuple[str, list[str]] | None:
    """Return what two groups are compared by, and their values: two years, months, assets or types."""
    periods = period_of(s)
    if len(periods) == 2 and periods[0].unit == periods[1].unit in {"year", "month", "quarter"}:
        unit = periods[0].unit
        shown = {"year": "%Y", "month": "%Y-%m"}
        days = [p.since for p in periods if p.since]
        if unit == "quarter":
            return unit, [f"{day.year}-Q{(day.month + 2) // 3}" for day in days]
        return unit, [day.strftime(shown[unit]) for day in days]
    for meaning in ("asset", "location"):
        named = {squeezed(entry.word): entry.word for entry in entries_of(s.pieces, meaning)}
        if len(named) == 2:
            return meaning, list(named.values())
    if s.has("type.corrective") and s.has("type.preventive"):
        return "type", []
    return None


def _association(_: str, s: Sentence, vocabulary: Vocabulary) -> Json:
    """What stands before "followed by" comes first, what stands behind it may follow."""
    word = s.meaning("metric.association")[0]
    first = selection(s.part(0, word.start), vocabulary)
    then = selection(s.part(word.end, len(s.text)), vocabulary)
    then = {name: value for name, value in then.items() if name not in {"since", "until", "assets"}}
    within = {"within_days": s.meaning("within")[0].value} if s.has("within") else {}
    times = selection(Sentence(s.shown, s.text, tuple(s.meaning("time"))), vocabulary)
    return {"metric": "association", "then": then or {"types": ["corrective"]}} | first | times | within


def _of_field(s: Sentence, vocabulary: Vocabulary) -> Json:
    """Return the amount that is asked for: that of the first word for one."""
    records = "events" if s.has("kind") else "work_orders"
    named = [p.meaning.partition(".")[2] for p in s.meaning("field")]
    if not named:
        return {}
    alike = {"downtime": ("downtime", "duration"), "duration": ("duration", "downtime", "labour")}.get(named[0], ())
    if records == "work_orders" and named[0] == "duration":
        return {"field": next((n for n in alike if loaded(n, records, vocabulary)), "duration")}
    return {"field": named[0]}


def _group(s: Sentence, vocabulary: Vocabulary) -> str:
    """Return what to group by: the noun behind "which" or "per", else the first noun for a group."""
    nouns = [p for p in s.meaning("group", "class", "column") if _groups(p, vocabulary)]
    if not nouns:
        return ""
    heads = [*s.meaning("per"), *s.meaning("ask.which")]
    after = [n for h in heads for n in nouns if 0 <= n.start - h.end <= 14 or h.start == n.start]
    return _groups((after or nouns)[0], vocabulary)


def _grouped_by(s: Sentence, vocabulary: Vocabulary) -> list[str]:
    """Return the groups said with per, by, each, je, nach, pro, 每, 按."""
    nouns = [p for p in s.meaning("group", "class", "column") if _groups(p, vocabulary)]
    heads = s.meaning("per")
    found = [_groups(n, vocabulary) for h in heads for n in nouns if 0 <= n.start - h.end <= 10 or h.start == n.start]
    return list(dict.fromkeys(found))[:2]


def _asked_group(s: Sentence, vocabulary: Vocabulary) -> list[str]:
    """Return the group that "which" asks for: which alert rules, welche Fehlercodes, 哪些报警规则."""
    nouns = [p for p in s.meaning("group", "class", "kind.alarm", "kind.anomaly") if _groups(p, vocabulary)]
    heads = [p for p in s.meaning("ask.which", "ask.list") if p.start < (nouns[-1].start if nouns else 0) + 1]
    near = [n for h in heads for n in nouns if 0 <= n.start - h.end <= 20]
    return [_groups(near[0], vocabulary)] if near else []


def _groups(piece: Piece, vocabulary: Vocabulary) -> str:
    """Return the field that a noun groups by; "" where it does not."""
    if piece.meaning in _GROUPED_AS:
        return _GROUPED_AS[piece.meaning]
    if piece.meaning == "column":
        return str(piece.value) if piece.value in vocabulary.headings.values() and _is_label(piece.value) else ""
    name = piece.meaning.partition(".")[2]
    if name == "person":
        return next((field for field in _PERSONS if loaded(field, "work_orders", vocabulary)), "completed_by")
    return name


def _is_label(column: str) -> bool:
    return not column.endswith(("_at", "_min", "_h", "_utc")) and column not in {"cost", "source_id", "description"}


def _unit(s: Sentence) -> str:
    """Return the unit of time that a rate is per."""
    return next((g for p in s.meaning("group") if (g := p.meaning.partition(".")[2]) in _UNITS_OF_TIME), "")


def _limited(s: Sentence) -> Json:
    number = _number_asked(s)
    return {"limit": number} if number else {}


def _number_asked(s: Sentence) -> int:
    """Return the number of "top 3", "the three most", "哪三个"; 0 where none is said."""
    for pattern in (_TOP, _BEFORE_MOST):
        for match in pattern.finditer(s.text):
            covered = any(
                p.start <= match.start("n") < p.end for p in s.meaning("time", "asset", "code", "limit", "within")
            )
            number = int(match["n"]) if match["n"].isdecimal() else NUMBERS[match["n"]]
            if not covered and 1 < number <= 1000:
                return number
    return 0


def _time_of(s: Sentence, made: Json, vocabulary: Vocabulary) -> Json:
    """Return the time that a heading of the plant's names: "between actual_finish times"."""
    times = {"finished_at": "finished", "reported_at": "reported", "started_at": "started", "due_at": "due"}
    named = [times[p.value] for p in s.meaning("column") if p.value in times]
    return {"time": named[0]} if named and made.get("records", "work_orders") == "work_orders" else {}


_MAKERS = {
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
__all__ = ["RELIABILITY", "as_dates", "plan"]
