"""The numbers of Word's lists and headings: they are counted when a document is shown, and stand nowhere in it."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any, NamedTuple

from plant_knowledge_ingest.readers.labels import numbered
from plant_knowledge_ingest.readers.word_xml import attribute, child, children

_PLACE = re.compile(r"%(\d)")
_STYLES = {"decimal": "D", "lowerRoman": "r", "upperRoman": "R", "lowerLetter": "a", "upperLetter": "A"}
_CHINESE = frozenset(
    {"chineseCounting", "chineseCountingThousand", "taiwaneseCountingThousand", "ideographTraditional"}
)
_DIGITS = "〇一二三四五六七八九"
BULLET = "•"


class _Level(NamedTuple):
    start: int
    form: str
    text: str


class Numbering:
    """Counts list items; made from the part ``word/numbering.xml``, or None where there is none."""

    def __init__(self, root: Any | None) -> None:
        kinds = {} if root is None else {attribute(a, "abstractNumId"): a for a in children(root, "abstractNum")}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._kind: dict[str, str] = {}
        self._fresh: dict[tuple[str, int], int] = {}
        for number in [] if root is None else children(root, "num"):
            name, kind = attribute(number, "numId"), attribute(child(number, "abstractNumId"), "val")
            self._kind[name] = kind
            self._levels[name] = dict(map(_level, children(kinds.get(kind), "lvl")))
            for override in children(number, "lvlOverride"):
                if start := attribute(child(override, "startOverride"), "val"):
                    self._fresh[name, int(attribute(override, "ilvl") or 0)] = int(start)

    def label(self, name: str, level: int) -> str:
        """Count one item of the list ``name`` on ``level`` (from 0); return its label as printed, "" for none."""
        rules = self._levels.get(name, {})
        rule = rules.get(level)
        if rule is None or rule.form == "none":
            return ""
        if rule.form == "bullet":
            return BULLET
        counts = self._counts[self._kind[name]]
        counts[level] = self._fresh.pop((name, level), counts.get(level, rule.start - 1) + 1)
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return _PLACE.sub(lambda place: _shown(rules, counts, int(place[1]) - 1), rule.text)


def _level(element: Any) -> tuple[int, _Level]:
    start, form, text = (attribute(child(element, name), "val") for name in ("start", "numFmt", "lvlText"))
    return int(attribute(element, "ilvl") or 0), _Level(int(start or 1), form or "decimal", text)


def _shown(rules: dict[int, _Level], counts: dict[int, int], level: int) -> str:
    rule = rules.get(level, _Level(1, "decimal", ""))
    value = counts.setdefault(level, rule.start)
    if rule.form in _CHINESE and value < 100:
        return _chinese(value)
    if rule.form == "decimalZero":
        return f"{value:02}"
    return numbered(value, _STYLES.get(rule.form, "D"))


def _chinese(value: int) -> str:
    tens, ones = divmod(value, 10)
    ten = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return ten + (_DIGITS[ones] if ones or not tens else "")
