"""What a question groups by, and which groups it compares."""

from __future__ import annotations

import re

from plant_tools.history.words.linking import entries_of
from plant_tools.history.words.selecting import loaded, period_of
from plant_tools.history.words.sentence import Piece, Sentence
from plant_tools.history.words.time_words import NUMBERS
from plant_tools.history.words.vocabulary import Vocabulary, squeezed

_PERSONS = ("completed_by", "assigned_to", "reported_by")
_UNITS_OF_TIME = ("day", "week", "month", "year")
_NUMBER = rf"(?P<n>\d+|{'|'.join(NUMBERS)})"
_TOP = re.compile(rf"(?:top|first|die|三?前|worst|welche|which|哪)\s*{_NUMBER}(?![\d年月])\s*(?!days|tage|hours)")
_BEFORE_MOST = re.compile(rf"{_NUMBER}\s*(?:most|häufigste|schlimmste|worst|meist|个|台|大)")
# What groups are called whose columns have other names.
_LABELS = {
    "asset_tag": "asset",
    "asset_name": "asset",
    "location_code": "location",
    "problem_code": "code",
    "problem_text": "code",
    "cause_code": "cause",
    "cause_text": "cause",
    "remedy_code": "remedy",
    "remedy_text": "remedy",
    "wo_type": "type",
}
_GROUPED_AS = {"class": "asset", "kind.alarm": "code", "kind.anomaly": "code"}


def group(s: Sentence, vocabulary: Vocabulary) -> str:
    """Return what to group by: the noun behind "which" or "per", else the first noun for a group."""
    nouns = [p for p in s.meaning("group", "class", "column") if _groups(p, vocabulary)]
    if not nouns:
        return ""
    heads = [*s.meaning("per"), *s.meaning("ask.which")]
    after = [n for h in heads for n in nouns if 0 <= n.start - h.end <= 14 or h.start == n.start]
    return _groups((after or nouns)[0], vocabulary)


def grouped_by(s: Sentence, vocabulary: Vocabulary) -> list[str]:
    """Return the groups said with per, by, each, je, nach, pro, 每, 按."""
    nouns = [p for p in s.meaning("group", "class", "column") if _groups(p, vocabulary)]
    heads = s.meaning("per")
    found = [_groups(n, vocabulary) for h in heads for n in nouns if 0 <= n.start - h.end <= 10 or h.start == n.start]
    return list(dict.fromkeys(found))[:2]


def asked_group(s: Sentence, vocabulary: Vocabulary) -> list[str]:
    """Return the group that "which" asks for: which alert rules, welche Fehlercodes, 哪些报警规则."""
    nouns = [p for p in s.meaning("group", "class", "kind.alarm", "kind.anomaly") if _groups(p, vocabulary)]
    heads = [p for p in s.meaning("ask.which", "ask.list") if p.start < (nouns[-1].start if nouns else 0) + 1]
    near = [n for h in heads for n in nouns if 0 <= n.start - h.end <= 20 or h.start == n.start]
    return [_groups(near[0], vocabulary)] if near else []


def _groups(piece: Piece, vocabulary: Vocabulary) -> str:
    """Return the field that a noun groups by; "" where it does not."""
    if piece.meaning in _GROUPED_AS:
        return _GROUPED_AS[piece.meaning]
    if piece.meaning == "column":
        column = str(piece.value)
        return _LABELS.get(column, column) if column in vocabulary.headings.values() and _is_label(column) else ""
    name = piece.meaning.partition(".")[2]
    if name == "person":
        return next((field for field in _PERSONS if loaded(field, "work_orders", vocabulary)), "completed_by")
    return name


def _is_label(column: str) -> bool:
    return not column.endswith(("_at", "_min", "_h", "_utc")) and column not in {"cost", "source_id", "description"}


def unit(s: Sentence) -> str:
    """Return the unit of time that a rate is per."""
    return next((g for p in s.meaning("group") if (g := p.meaning.partition(".")[2]) in _UNITS_OF_TIME), "")


def counts_assets(s: Sentence, vocabulary: Vocabulary) -> bool:
    """Tell whether machines are counted rather than orders: "how many vehicles broke down"."""
    nouns = [p for p in s.meaning("group.asset", "class", "column") if _groups(p, vocabulary) == "asset"]
    return any(0 <= noun.start - head.end <= 1 for head in s.meaning("ask.count") for noun in nouns)


def compared(s: Sentence) -> tuple[str, list[str]] | None:
    """Return what two groups are compared by, and their values: two years, months, assets or types."""
    periods = period_of(s)
    if len(periods) == 2 and periods[0].unit == periods[1].unit in {"year", "month", "quarter"}:
        length = periods[0].unit
        shown = {"year": "%Y", "month": "%Y-%m"}
        days = [p.since for p in periods if p.since]
        if length == "quarter":
            return length, [f"{day.year}-Q{(day.month + 2) // 3}" for day in days]
        return length, [day.strftime(shown[length]) for day in days]
    for meaning in ("asset", "location"):
        named = {squeezed(entry.word): entry.word for entry in entries_of(s.pieces, meaning)}
        apart = len({piece.start for piece in s.meaning(meaning)}) > 1  # one word for two of a class compares nothing
        if len(named) == 2 and apart:
            return meaning, list(named.values())
    if s.has("type.corrective") and s.has("type.preventive"):
        return "type", []
    return None


def number_asked(s: Sentence) -> int:
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
