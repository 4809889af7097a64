"""Values in running text: numbers with their units, ranges, tolerances, and the words that bound them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# A number with its sign, groups of digits and decimals; which separator is which its language says.
NUMBER = r"(?:[±−–-]\s?)?\d{1,3}(?:[ ,.]\d{3})+(?![\d.,]\d)(?:[.,]\d+)?|(?:[±−–-]\s?)?\d+(?:[.,]\d+)?"
_SYMBOLS = (
    r"°C|°F|%|mbar|bar|kPa|MPa|Pa|psi|N·m|Nm|kN|mm/s|mm/min|m/s2|m/s|m/min|mm2|mm|cm|[µμ]m|km|l/min|L/min|l/h|"
    r"m3/min|m3/h|m3|kg/h|kg|mg/L|mg/l|g/年|mg|ml|mL|kWh|kVA|kW|kV|mV|V AC|V DC|VDC|VAC|mA|MHz|kHz|Hz|M[ΩΩ]|k[ΩΩ]|[ΩΩ]|"
    r"mS/cm|[µμ]S/cm|rpm|r/min|1/min|1/h|min|ms|dB\(A\)|dB|ppm|drops/m|CFU/ml|t|g|l|L|N|K|V|W|A|m|s|h|d|°"
)
_WORDS = (
    r"bottles?(?:/h)?|packs?(?:/min)?|Flaschen(?:/h)?|Verschlüsse|瓶(?:/h)?|层/h|"
    r"hours?|Stunden?|小时|小時|minutes?|Minuten?|分钟|分鐘|"
    r"seconds?|Sekunden?|weeks?|Wochen?|周|週|months?|Monate?n?|days?|Tagen?|years?|Jahren?|"
    r"Tropfen(?:[ /]?je Minute|/min)?|"
    r"drops?(?:/min)?|turns?|次|圈|张|包|clicks?|pitches|Teilstriche?|Grad|[Ll]iter"
)
_UNIT = rf"(?:(?:{_SYMBOLS})(?![A-Za-z])|(?:{_WORDS})(?![A-Za-z]))"
VALUE = re.compile(
    rf"(?<![\w.,/-])(?P<value>(?:{NUMBER})(?:\s?(?:{_UNIT}))?(?:\s?(?:to|bis|至|~|–|-)\s?(?:{NUMBER}))?\s?(?:{_UNIT})"
    rf"(?:\s?±\s?(?:{NUMBER})\s?(?:{_UNIT}))?)"
)
_BOUNDS = {
    "at_most": (
        r"at most|not exceed|no more than|not more than|up to|maxim(?:um|al)|largest permitted[^:;.]*|"
        r"höchstens|maximal|bis zu|"
        r"nicht über|不得超过|不得超過|不超过|不超過|不大于|不大於|最大|最多|最高",
        r"at most|maximum|or less|höchstens|以下|以内|以內",
    ),
    "at_least": (
        r"at least|no less than|mindestens|wenigstens|至少|不小于|不小於|不低于|不低於",
        r"at least|or more|mindestens|以上",
    ),
    "above": (r"above|over|more than|exceeds?|from|über|ab|mehr als|高于|高於|超过|超過|大于|大於", r"or higher"),
    "below": (r"below|under|less than|unter|weniger als|thinner than|低于|低於|小于|小於|少于|弱于", r"或以下"),
    "about": (r"about|around|approx\.?|etwa|rund|ca\.|约|約", r"左右"),
}
_BEFORE = {
    name: re.compile(rf"(?:\b|(?<=[\u3400-\u9fff]))(?:{b})\s*[:：]?\s*$", re.IGNORECASE)
    for name, (b, _) in _BOUNDS.items()
}
_AFTER = {name: re.compile(rf"\s*[,(]?\s*(?:{a})(?![a-z])", re.IGNORECASE) for name, (_, a) in _BOUNDS.items()}
# "No loss of more than 0.05 bar": what is denied bounds from the other side, so it is not taken apart.
_DENIED = re.compile(r"\b(?:no|not|never|nicht|kein\w*|nie)\b|不|无|無|勿", re.IGNORECASE)
_CLAUSE = re.compile(r"[;；。！？!?]|[,，](?!\d)|\.(?!\d)")


class Found(NamedTuple):
    """A value, the word that bounds it, where it stands in the text, and the clause around it."""

    value: str
    comparator: str
    start: int
    clause: str


def values(text: str) -> Iterator[Found]:
    """Yield the values with a unit in ``text``, from the left.

    >>> [(f.value, f.comparator) for f in values("Replace above 148 mm; new: 142 mm at most")]
    [('148 mm', 'above'), ('142 mm', 'at_most')]
    """
    for match in VALUE.finditer(text):
        start, end = match.span("value")
        yield Found(match["value"].strip(), _bound(text, start, end), start, _clause(text, start, end))


def is_value(text: str) -> bool:
    """Tell whether ``text``, a cell, is a value and nothing before it."""
    return bool(VALUE.match(text.removeprefix("je ").removeprefix("每处 ").removeprefix("up to "))) or text.isdigit()


def _bound(text: str, start: int, end: int) -> str:
    """Return the name of the word that bounds the value at ``start``, "" without one, "denied" under a negation."""
    for name, words in _BEFORE.items():
        if bound := words.search(text[:start]):
            denied = name in {"above", "below"} and _DENIED.search(_clause(text, start, end).partition(bound[0])[0])
            return "denied" if denied else name
    return next((name for name, words in _AFTER.items() if words.match(text, end)), "")


def _clause(text: str, start: int, end: int) -> str:
    """Return what stands around ``text[start:end]`` between punctuation."""
    begins = max((m.end() for m in _CLAUSE.finditer(text, 0, start)), default=0)
    ends = next((m.start() for m in _CLAUSE.finditer(text, end)), len(text))
    return text[begins:ends].strip()
