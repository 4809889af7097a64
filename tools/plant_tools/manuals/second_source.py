"""The same fact in other documents of the machine: the same parameter of the same thing under the same conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.entry import Entry
from plant_knowledge_ingest.facts.card import INTERVAL, VALUE, Card
from plant_knowledge_ingest.facts.cards import cards
from plant_knowledge_ingest.facts.values import NUMBER
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.language import base
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.passage import Passage
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.tokens import asset_codes, possible_codes, tokens
from plant_tools.evidence import Evidence
from plant_tools.manuals.tool import ManualsTool, said

_COMPARED = frozenset({VALUE, INTERVAL})
_NUMBER = re.compile(NUMBER)
_STEP = re.compile(r"^\(?\d{1,2}[.)]\s+")  # the number of a step is no condition of its value
# What is done with a thing does not say which thing it is; everything else that is named is a condition of the value.
_DONE = frozenset(
    "adjust apply check clean fill inspect install lubricate maintain measure parameter replace setpoint tighten "
    "value".split()
)
_FEW = 3  # assets of a document that gives values of each of them; notes of a whole line report what happened
_MOST = 3_000  # passages of a document that is looked through


class About(NamedTuple):
    """What a value is of: concepts, the quantities named, codes and numbers beside it, and its limit."""

    concepts: frozenset[str]
    words: frozenset[str]
    quantities: frozenset[str]
    codes: frozenset[str]
    numbers: frozenset[str]
    comparator: str

    def same(self, other: About) -> bool:
        """Tell whether two values are of the same thing, under the same conditions."""
        things = self.concepts == other.concepts if self.concepts else self.words == other.words
        named = not (self.quantities and other.quantities) or self.quantities == other.quantities
        beside = (self.codes, self.numbers, self.comparator) == (other.codes, other.numbers, other.comparator)
        return bool(self.concepts or self.words) and things and named and beside


class Second(NamedTuple):
    """What another document gives for the same: its ``value``, and where it stands."""

    value: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Value:
    about: About
    passage: Passage
    card: Card


class SecondSources:
    """Finds facts again in other current documents that the asker may see; reads each document once."""

    def __init__(self, library: Library) -> None:
        self._library, self._read, self._reading = library, dict[str, tuple[_Value, ...]](), Lock()

    def of(self, value: str, citation: PageCitation, principal: Principal) -> tuple[Second, ...]:
        """Return what other documents of its machine give for the ``value`` that stands in ``citation``."""
        entries = [e for e in self._library.documents(principal) if self._library.is_current(e)]
        first = next((e for e in entries if _issued(e) == (citation.document, citation.revision)), None)
        if first is None:
            return ()
        own = [v for v in self._values(first) if v.card.value == value and _stands_in(v, citation)]
        machines = asset_codes(first.document.assets)
        others = [e for e in entries if e.document.name != citation.document]
        alike = [e for e in others if machines & asset_codes(e.document.assets) and len(e.document.assets) <= _FEW]
        found = [v for e in alike for v in self._values(e) if any(v.about.same(mine.about) for mine in own)]
        return tuple(Second(v.card.value, _evidence(v)) for v in found)

    def beside(self, value: str, citation: PageCitation, principal: Principal) -> tuple[Second, ...]:
        """Return what tables of its own document give for the ``value`` that a sentence states in ``citation``."""
        listed = self._library.documents(principal)
        own = next((e for e in listed if _issued(e) == (citation.document, citation.revision)), None)
        told = self._values(own) if own is not None else ()
        stated = [v for v in told if v.card.value == value and _stands_in(v, citation) and not _in_table(v)]
        rows = [v for v in told if _in_table(v) and v.card.parameter]  # without a title it may be the size of a part
        found = [v for v in rows if any(_is_of(v.about, one.about) for one in stated)]
        return tuple(Second(v.card.value, _evidence(v)) for v in found)

    def _values(self, entry: Entry) -> tuple[_Value, ...]:
        with self._reading:
            if entry.document.issue not in self._read:
                told = self._library.contents(entry) if entry.passages <= _MOST else []
                self._read[entry.document.issue] = tuple(_values(told, self._library.glossary))
            return self._read[entry.document.issue]


def _values(passages: list[Passage], glossary: Glossary) -> Iterator[_Value]:
    for passage in passages:
        if passage.kind == "alarms":
            continue
        for card in cards(passage):
            if card.kind in _COMPARED and card.comparator != "denied":
                yield _Value(_about(card, passage, glossary), passage, card)


def _about(card: Card, passage: Passage, glossary: Glossary) -> About:
    """Return what the value of ``card`` is of; numbers beside it, in its row or sentence, are conditions."""
    named = f"{_STEP.sub('', card.subject)} ; {card.parameter}".replace(card.value, " ")
    beside = f"{named} ; {_STEP.sub('', card.note)}".replace(card.value, " ")
    found = glossary.find(named, base(passage.language))
    quantities = frozenset(concept for concept in found if glossary.concepts[concept].units)
    return About(
        concepts=found - quantities - _DONE,
        words=frozenset(tokens(named)),
        quantities=quantities,
        codes=possible_codes(beside),
        numbers=frozenset(number.replace(",", ".") for number in _NUMBER.findall(beside)),
        comparator=card.comparator,
    )


def _stands_in(value: _Value, citation: PageCitation) -> bool:
    return value.passage.page == citation.page and value.card.value in value.passage.text


def _is_of(row: About, stated: About) -> bool:
    return row.same(stated) and stated.quantities <= row.quantities


def _in_table(value: _Value) -> bool:
    return bool(value.passage.spans[value.card.span].cells)


def _issued(entry: Entry) -> tuple[str, str]:
    return entry.document.name, entry.document.revision


def _evidence(value: _Value) -> Evidence:
    spans = range(value.card.span, value.card.span + 1)
    return Evidence(ManualsTool.name, said(value.passage, spans), (PageCitation.of(value.passage, spans),))
