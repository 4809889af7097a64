"""Which records a question means: assets, codes, types, time and further conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from plant_tools.history.fields import RECORDS
from plant_tools.history.words.linking import Unknown, entries_of
from plant_tools.history.words.period import Period
from plant_tools.history.words.sentence import Piece, Sentence
from plant_tools.history.words.time_words import NUMBERS
from plant_tools.history.words.vocabulary import Entry, Vocabulary, same_tag, squeezed

Json = dict[str, Any]

_NUMBER = r"(?P<n>\d+(?:[.,]\d+)*)"
_MORE = (
    "more than|over|above|at least|longer than|exceeding|greater than|minimum of|mehr als|über|mindestens|länger als|"
    "超过|大于|至少|不少于|多于|高于|长于"
)
_LESS = (
    "less than|under|below|at most|shorter than|up to|weniger als|unter|höchstens|kürzer als|"
    "少于|小于|不超过|低于|至多|最多"
)
_UNITS = (
    ("hours", 1.0, r"h|hours?|hrs?|stunden?|个?小时"),
    ("hours", 1 / 60, r"min|minutes?|minuten?|分钟"),
    ("hours", 24.0, r"days?|tagen?|tage|天"),
    ("money", 1.0, r"eur|euros?|€|usd|dollars?|\$|chf|欧元|美元|人民币|元"),
)
_UNIT = "|".join(f"(?P<u{n}>{names})" for n, (_, _, names) in enumerate(_UNITS))
_LIMIT = re.compile(rf"(?:(?P<more>{_MORE})|(?P<less>{_LESS}))\s*(?:€|eur|\$)?\s*{_NUMBER}\s*(?:{_UNIT})(?![a-zäöü])")
_OR_MORE = r"(?P<more>or more|and more|oder mehr|以上)|(?P<less>or less|oder weniger|以下)"
_MORE_AFTER = re.compile(rf"{_NUMBER}\s*(?:{_UNIT})\s*(?:{_OR_MORE})")
_PRIORITY = re.compile(r"(?:priority|priorität|prio|优先级)(?:\s*(?:is|of|ist|为|是|:|=))?\s*(?P<n>\d{1,2})(?!\d)")
_SPAN_UNIT = "days?|tagen?|tage|天|weeks?|wochen?|周|months?|monaten?|个月|hours?|stunden?|小时"
_WITHIN = re.compile(
    r"(?:within|at most|no more than|less than|in under|innerhalb von|innerhalb|binnen|höchstens|maximal|"
    r"不超过|小于|在)\s*"
    rf"(?:the\s+)?(?:next\s+)?(?P<n>\d+|{'|'.join(NUMBERS)})\s*(?P<u>{_SPAN_UNIT})(?:以?内|之内)?"
)
_WITHIN_AFTER = re.compile(r"(?P<n>\d+)(?P<u>天|周|个月|小时)(?:以内|之内|内)")
_UNIT_DAYS = (("h", 1 / 24), ("stund", 1 / 24), ("小时", 1 / 24), ("w", 7), ("周", 7), ("m", 30), ("个月", 30))
_AMOUNTS_OF_HOURS = ("downtime", "duration", "labour", "response", "turnaround", "lateness", "length")
_CODE_BEFORE = re.compile(
    r"(?:code|alarm|alert|fehler|error|fault|meldung|代码|报警|警报|故障码)s?\s*(?:code|no\.?|nr\.?)?\s*:?\s*$"
)


def limits(sentence: Sentence) -> Iterator[Piece]:
    """Yield conditions on amounts: "longer than 4 hours", "über 500 EUR", "超过2小时"."""
    for pattern in (_LIMIT, _MORE_AFTER):
        for match in pattern.finditer(sentence.text):
            kind, factor, _ = next(unit for n, unit in enumerate(_UNITS) if match[f"u{n}"])
            end = "at_least" if match["more"] else "at_most"
            yield Piece(match.start(), match.end(), "limit", (kind, end, factor * _plain(match["n"])), weight=1)


def priorities(sentence: Sentence) -> Iterator[Piece]:
    """Yield priorities by their number: "priority 1", "Prio 2", "优先级3"."""
    for match in _PRIORITY.finditer(sentence.text):
        yield Piece(match.start(), match.end(), "priority", match["n"], weight=1)


def spans(sentence: Sentence) -> Iterator[Piece]:
    """Yield numbers of days within which something follows: "within 30 days", "höchstens 30 Tage", "30天内"."""
    for pattern in (_WITHIN, _WITHIN_AFTER):
        for match in pattern.finditer(sentence.text):
            number = int(match["n"]) if match["n"].isdecimal() else NUMBERS[match["n"]]
            factor = next((f for head, f in _UNIT_DAYS if match["u"].startswith(head)), 1)
            yield Piece(match.start(), match.end(), "within", number * factor, weight=1)


def selection(sentence: Sentence, vocabulary: Vocabulary, *, reliability: bool = False) -> Json:
    """Return the filters of a query. ``reliability``: figures of failures, where nothing else is said."""
    out, inside = _excluded(sentence), sentence.pieces
    found: Json = {}
    records = _records(sentence, vocabulary)
    if records != "work_orders":
        found["records"] = records
    kept = [p for p in inside if p not in out]
    _put(found, "assets", _assets(sentence, kept, vocabulary))
    _put(found, "locations", [entry.word for entry in entries_of(kept, "location")])
    codes, where = _codes(entries_of(kept, "code"), records)
    unknown = [p for p in kept if p.meaning == "unknown"]
    codes += [p.value.word for p in unknown if _is_code(sentence, p, vocabulary)]
    _put(found, "codes", codes)
    _put(found, "assets", [*found.get("assets", []), *(p.value.word for p in unknown if p.value.word not in codes)])
    _put(found, "not_codes", [entry.word for entry in entries_of(out, "code")])
    _kinds(found, sentence, records, coded=bool(codes or where), reliability=reliability)
    where += [{"field": "priority", "one_of": [p.value]} for p in kept if p.meaning == "priority"]
    where += _values(entries_of(kept, "value"), records) + _limits(sentence, records, vocabulary)
    where += [{"field": e.field, "none_of": [e.word]} for e in entries_of(out, "value")]
    _put(found, "text", [p.value for p in kept if p.meaning in {"quoted", "text"}])
    _times(found, sentence)
    _put(found, "where", where)
    return found


def loaded(name: str, records: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a field of the records was in a file that was loaded."""
    table = RECORDS[records]  # type: ignore[index]  # one of the three
    columns = vocabulary.known.columns.get(table.name)
    return not columns or set(table.loaded_as(name)) <= columns


def period_of(sentence: Sentence) -> list[Period]:
    """Return the stretches of time that the sentence names."""
    return [piece.value for piece in sentence.meaning("time")]


def _put(found: Json, name: str, values: list[Any]) -> None:
    if values:
        found[name] = list(dict.fromkeys(values)) if isinstance(values[0], str) else values


def _excluded(sentence: Sentence) -> list[Piece]:
    """Return the pieces that a word like "without" takes out: those up to the next comma, colon or bracket's end."""
    out: list[Piece] = []
    for word in sentence.meaning("not"):
        rest = re.compile(r"[,:;?)]|，|。|：|；").search(sentence.text, word.end)
        end = rest.end() if rest else len(sentence.text)
        out += [p for p in sentence.pieces if word.end <= p.start < end and p.meaning in {"code", "value"}]
    return out


def _records(sentence: Sentence, vocabulary: Vocabulary) -> str:
    """Return the kind of records: events where alarms are asked for, or a code that only events carry."""
    if sentence.has("records.parts") and "part_use" in vocabulary.known.columns:
        return "parts_used"
    codes = entries_of(sentence.pieces, "code")
    if sentence.has("kind") and not (codes and all(code.records == "work_orders" for code in codes)):
        return "events"
    named = [*codes, *entries_of(sentence.pieces, "value")]
    return named[0].records if named and all(entry.records == named[0].records for entry in named) else "work_orders"


def _assets(sentence: Sentence, pieces: list[Piece], vocabulary: Vocabulary) -> list[str]:
    """Return names where they were said and mean one asset; else tags, each with its other spellings on record."""
    known, found = vocabulary.known.assets, []
    for piece in (p for p in pieces if p.meaning == "asset"):
        entry: Entry = piece.value
        by_name = squeezed(sentence.text[piece.start : piece.end]) == squeezed(entry.shown)
        one = sum(n.label == entry.shown for n in known) == 1
        found += [entry.shown] if by_name and one else same_tag(known, entry.word) or [entry.word]
    return found


def _codes(entries: list[Entry], records: str) -> tuple[list[str], list[Json]]:
    """Return codes as one filter of alternatives, and causes and remedies as conditions of their own beside them."""
    problems = [e.word if "*" in e.word else e.shown for e in entries if _is_problem(e) and e.records == records]
    where = [
        {"field": kind, "one_of": [e.word for e in entries if e.kind == kind]}
        for kind in ("cause", "remedy")
        if any(e.kind == kind for e in entries)
    ]
    return problems, where


def _is_problem(entry: Entry) -> bool:
    return entry.kind not in {"cause", "remedy"}


def _is_code(sentence: Sentence, piece: Piece, vocabulary: Vocabulary) -> bool:
    """Tell whether an unknown name is meant as a code: the word before it says so, or its letters are those of one."""
    unknown: Unknown = piece.value
    letters = re.match(r"[A-Za-z]+", unknown.word)
    return bool(_CODE_BEFORE.search(sentence.text[: piece.start])) or bool(
        letters and letters[0].lower() in vocabulary.code_letters
    )


def _kinds(found: Json, sentence: Sentence, records: str, *, coded: bool, reliability: bool) -> None:
    """Choose types, states or kinds of event."""
    if records == "events":
        kinds = {p.meaning.partition(".")[2] for p in sentence.meaning("kind")} - {"event"}
        _put(found, "kinds", sorted(kinds))
        return
    if records != "work_orders":
        return
    types = [name for name in ("corrective", "preventive") if sentence.has(f"type.{name}")]
    if coded and types == ["corrective"] and not sentence.has("records"):
        types = []
    if types == ["corrective", "preventive"] and not sentence.has("compare"):
        types = _nearest(sentence)
    if not types and reliability and not coded:
        types = ["corrective"]
    _put(found, "types", types)
    _put(found, "states", [name for name in ("open", "cancelled") if sentence.has(f"state.{name}")])


def _nearest(sentence: Sentence) -> list[str]:
    """Of both types said, return the one that is an adjective of orders, else both."""
    return ["corrective", "preventive"] if sentence.has("records") else ["corrective"]


def _values(entries: list[Entry], records: str) -> list[Json]:
    fields = dict.fromkeys(e.field for e in entries if e.records == records)
    return [{"field": f, "one_of": [e.word for e in entries if e.field == f]} for f in fields]


def _limits(sentence: Sentence, records: str, vocabulary: Vocabulary) -> list[Json]:
    """Return conditions on the amount that the sentence names, else on the first of its kind that was loaded."""
    made: list[Json] = []
    for piece in sentence.meaning("limit"):
        kind, end, number = piece.value
        said = [p.meaning.partition(".")[2] for p in sentence.meaning("field")]
        fits = ("cost",) if kind == "money" else _AMOUNTS_OF_HOURS
        named = [n for n in said if n in fits and loaded(n, records, vocabulary)]
        names = named or [n for n in fits if n in RECORDS[records].amounts]  # type: ignore[index]  # as above
        name = next((n for n in names if loaded(n, records, vocabulary)), names[0] if names else "")
        made += [{"field": name, end: number}] if name else []
    return made


def _times(found: Json, sentence: Sentence) -> None:
    """Take the one stretch of time; of several, from the first to the last."""
    periods = period_of(sentence)
    since = [p.since for p in periods if p.since]
    until = [p.until for p in periods if p.until]
    if (since and len(since) == len(periods)) or (since and len(periods) == 2):
        found["since"] = min(since).isoformat()
    if (until and len(until) == len(periods)) or (until and len(periods) == 2):
        found["until"] = max(until).isoformat()


def _plain(number: str) -> float:
    """Read 1,500 and 1.500 as 1500, 2.5 and 2,5 as 2.5."""
    whole = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", number)
    return float(re.sub(r"[.,]", "", number) if whole else number.replace(",", "."))
