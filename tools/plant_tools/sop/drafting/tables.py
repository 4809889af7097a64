"""What the tables of a manual give for a step or a task: torques, parts by number, lubricants and their amounts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.facts.card import PART, Card
from plant_knowledge_ingest.facts.cards import cards
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.language import base
from plant_knowledge_ingest.passage import Passage
from plant_knowledge_ingest.tokens import for_search, token_set
from plant_tools.sop.model import Gap, Good, Line, Part, Source

_TORQUE = re.compile(r"\d\s*(?:Nm|N·m)\b")
_TITLE = re.compile(r"torque|moment|力矩|扭力", re.IGNORECASE)
_FASTENERS = frozenset("screw screws bolt bolts nuts schraube schrauben mutter muttern 螺钉 螺母 螺栓 螺丝".split())
_LONG, _SHORT = 5, 3
_UNIT = re.compile(r"^[\d.,\s±]+")
_TIGHTEN = re.compile(r"tighten|torque|anzieh|festzieh|拧紧|擰緊|鎖緊|锁紧|力矩|扭力", re.IGNORECASE)
_FILLS = re.compile(
    r"\bfill\b|\brefill|\btop up\b|\badd\b|\bgrease (?!gun|nipple)|\blubricate\b|füllen|schmieren|\bfetten\b|"
    r"加注|加入|注入|(?:加油|注油|加脂|注脂)(?![蓋盖口孔塞嘴管])|涂|塗",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\d\s*(?:ml|mL|l|L|g|kg|cm³|cm3)\b")
_FITS = re.compile(
    r"\b(?:re)?fit\b|install|insert|replace|renew|mount|einsetz|einbau|montier|ersetz|tausch|erneuer|aufsetz|"
    r"安装|安裝|装|裝|更换|更換|换上|換上",
    re.IGNORECASE,
)
PART_NUMBER = re.compile(r"[A-Z]{1,5}(?:-[A-Z0-9]{1,6}){1,4}")
_QUANTITY = re.compile(r"quantity|amount|menge|用量|数量|數量", re.IGNORECASE)
_LUBRICANT = re.compile(r"lubricant|schmierstoff|润滑剂|潤滑劑", re.IGNORECASE)
_NONE = re.compile(r"(?:none|keine?s?|无|無)\b|sealed for life|wartungsfrei|免加脂", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: what is tightened, filled or greased, its words, and the value as it stands."""

    subject: str
    words: frozenset[str]
    value: str
    language: str
    source: Source


class Tables:
    """The tables of the documents about one asset, read once for a draft."""

    def __init__(self, passages: Sequence[Passage], glossary: Glossary) -> None:
        self._glossary = glossary
        rows = [(passage, card) for passage in passages for card in cards(passage) if passage.spans[card.span].cells]
        self._rows = rows
        self._torques = [_row(p, c) for p, c in rows if _TORQUE.search(c.value) and _TITLE.search(c.parameter)]
        self._amounts = [_row(p, c) for p, c in rows if _QUANTITY.search(c.parameter) and _AMOUNT.search(c.value)]

    def torque(self, action: str, section: str) -> Good | None:
        """Return the torque of the row that an action of tightening means; None where none or several may be meant.

        A row is meant when more of its words stand in the action than of any other row's; "screws" and the like
        count only where the ``section``, all its actions, names what they hold.
        """
        if not _TIGHTEN.search(action):
            return None
        told = [(len(_told(action, row.words - _FASTENERS)), row) for row in self._torques]
        most = max((number for number, _ in told), default=0)
        found = [row for number, row in told if number == most] if most else self._held(action, section)
        if len({row.value for row in found}) != 1:
            return None
        return _good(found[0])

    def given(self, action: str, section: str) -> Good | None:
        """Return the torque or the amount that a table has for an action; None where none or several may be meant."""
        return self.torque(action, section) or self._amount(action, section)

    def _amount(self, action: str, section: str) -> Good | None:
        """Return the amount of the lubricant whose point an action of filling or greasing names, or its section."""
        if not _FILLS.search(action):
            return None
        for text in (action, section):
            told = [(len(_told(text, row.words)), row) for row in self._amounts]
            most = max((number for number, _ in told), default=0)
            if found := [row for number, row in told if number == most and most]:
                return _good(found[0]) if len({row.value for row in found}) == 1 else None
        return None

    def number_for(self, action: str) -> Part | None:
        """Return the part whose whole name stands in an action of fitting; None where none or several do."""
        if not _FITS.search(action):
            return None
        named = [
            (p, c) for p, c in self._rows if c.kind == PART and (own := _words(c.subject)) and _told(action, own) == own
        ]
        parts = dict.fromkeys(_part(passage, card) for passage, card in named)
        return next(iter(parts)) if len({getattr(part.number, "text", "") for part in parts}) == 1 else None

    def knows(self, number: str) -> bool:
        """Tell whether a table has a part by this number."""
        return any(card.kind == PART and card.value == number for _, card in self._rows)

    def _held(self, action: str, section: str) -> list[Row]:
        fastened = [row for row in self._torques if _told(action, row.words & _FASTENERS)]
        return [row for row in fastened if _told(section, row.words - _FASTENERS)]

    def parts(self, texts: Collection[str], task: str, language: str) -> list[Part]:
        """Return the parts whose numbers ``texts`` name, and the lubricants of a task that greases or changes oil."""
        named = frozenset(number for text in texts for number in PART_NUMBER.findall(text))
        numbered = [_part(p, c) for p, c in self._rows if c.kind == PART and c.value in named]
        return [*dict.fromkeys(numbered), *dict.fromkeys(self._lubricants(task, language))]

    def _lubricants(self, task: str, language: str) -> Iterator[Part]:
        wanted = self._glossary.find(task, language)
        if not wanted & {"oil", "grease", "lubricate", "lubricant", "oil_change"}:
            return
        by_row: dict[tuple[str, int], list[Card]] = {}
        places: dict[tuple[str, int], Passage] = {}
        for passage, card in self._rows:
            by_row.setdefault((passage.id, card.span), []).append(card)
            places[passage.id, card.span] = passage
        for key, row in by_row.items():
            name = next((c for c in row if _LUBRICANT.search(c.parameter)), None)
            if name and not _NONE.match(name.value) and self._fits(wanted, name, places[key]):
                yield _lubricant(places[key], row, name)

    def _fits(self, wanted: frozenset[str], name: Card, passage: Passage) -> bool:
        told = self._glossary.find(f"{name.subject} ; {name.value}", base(passage.language))
        kind = wanted & {"oil", "grease"}
        return not kind or bool(kind & told)


def _row(passage: Passage, card: Card) -> Row:
    source = Source.of(PageCitation.of(passage, range(card.span, card.span + 1)))
    return Row(card.subject, _words(card.subject), card.value, passage.language, source)


def _words(subject: str) -> frozenset[str]:
    return frozenset(word for word in token_set(subject) if len(word) > _SHORT or not word.isascii())


def _good(row: Row) -> Good:
    unit = _UNIT.sub("", row.value)
    return Good(f"{row.subject}: {row.value}", row.language, row.value, None, None, unit, (row.source,))


def _told(text: str, own: frozenset[str]) -> frozenset[str]:
    """Return which of the words stand in a text, also as part of a longer one, or begin as a long word of it does."""
    words = token_set(text)
    folded = for_search(text).casefold()
    long = [word for word in words if len(word) > _LONG]
    return frozenset(word for word in own if word in words or word in folded or any(map(word.startswith, long)))


def _part(passage: Passage, card: Card) -> Part:
    source = Source.of(PageCitation.of(passage, range(card.span, card.span + 1)))
    number = Line(card.value, passage.language, (source,))
    return Part(card.subject, passage.language, number, Gap("quantity", card.subject), (source,))


def _lubricant(passage: Passage, row: Sequence[Card], name: Card) -> Part:
    source = Source.of(PageCitation.of(passage, range(name.span, name.span + 1)))
    told = f"{name.value} ({name.subject})"
    amount = next((card for card in row if _QUANTITY.search(card.parameter)), None)
    quantity = Line(amount.value, passage.language, (source,)) if amount else Gap("quantity", told)
    return Part(told, passage.language, Gap("number", told), quantity, (source,))
