"""Cards with what they are about, in concepts, words and numbers: all that a question is compared with.

None of it depends on the question, so that it is found once for a passage and kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from plant_knowledge_ingest.facts.card import Card
from plant_knowledge_ingest.facts.cards import cards
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.hazards import severity
from plant_knowledge_ingest.passage import Document, Passage
from plant_knowledge_ingest.tokens import asset_codes, possible_codes, tokens
from plant_tools.manuals.asking import Reading
from plant_tools.manuals.setting_of import Setting

_NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)?")
# What follows says what the thing is for or made with: "Abdrücker für Laufrad" is no impeller.
_FOR = re.compile(r"\s(?:for|with|of|on|für|mit|am|an|auf|von)\s|[,(]")
_BOUNDS = {"at_most": "most", "at_least": "least"}
# Titles of columns that say nothing of what stands below them.
_BARE = frozenset({"value"})
# As many passages as a plant's manuals about some machines have.
_MOST = 4096


class Told(NamedTuple):
    """A card, what it says of what, and the places around it with what it counts to be named there.

    ``own`` are the concepts of its subject and parameter, ``readings`` those of each word of the subject, empty where
    one is not known, ``head`` those of the thing itself; ``given`` the quantities
    of its value, ``row_given`` those of its row.
    """

    card: Card
    title: Reading
    value: Reading
    own: Reading
    readings: tuple[Reading, ...]
    head: Reading
    given: Reading
    row_given: Reading
    measures: Reading
    places: tuple[tuple[float, Reading], ...]
    words: frozenset[str]
    row_words: frozenset[str]
    numbers: frozenset[str]
    own_numbers: frozenset[str]
    codes: frozenset[str]
    is_alarm: bool
    danger: bool
    bound: str


@dataclass(frozen=True, slots=True)
class TellingPassage:
    """A passage with its cards, of a document called ``name``, as a code, if it is one, and about ``assets``.

    ``said`` are the concepts of ``title`` and headings, ``heading`` those of the innermost one, ``tags`` the assets
    named.
    """

    passage: Passage
    name: frozenset[str]
    assets: frozenset[str]
    title: Reading
    heading: Reading
    said: Reading
    tags: frozenset[str]
    cards: tuple[Told, ...]


class Shelf:
    """Keeps what was read of passages."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, Document, Glossary], TellingPassage] = {}

    def of(self, passage: Passage, document: Document, glossary: Glossary) -> TellingPassage:
        """Return ``passage``, of ``document``, with its cards."""
        key = (passage.id, document, glossary)
        if key not in self._read:
            if len(self._read) >= _MOST:
                self._read.clear()
            around = Setting(passage, document, glossary)
            said, tags = around.about()
            self._read[key] = TellingPassage(
                passage=passage,
                name=possible_codes(document.name),
                assets=asset_codes(document.assets),
                title=around.title,
                heading=around.find(" ; ".join(passage.headings[-1:])),
                said=said,
                tags=tags,
                cards=tuple(_told(around)),
            )
        return self._read[key]


def numbers(text: str) -> frozenset[str]:
    """Return the numbers in ``text``, decimals behind a point."""
    return frozenset(number.replace(",", ".") for number in _NUMBER.findall(text))


def _told(around: Setting) -> Iterator[Told]:
    for card in cards(around.passage):
        said = f"{card.subject} ; {card.parameter} ; {card.value}"
        row = around.row(card.span)
        title = around.find(card.parameter) - _BARE or around.find(card.subject)
        yield Told(
            card=card,
            title=title,
            value=around.find(card.value),
            own=around.find(f"{card.subject} ; {card.parameter}") - _BARE,
            readings=around.readings(card.subject),
            head=around.find(_FOR.split(card.subject, maxsplit=1)[0]),
            given=around.given(card.value),
            row_given=around.given(row),
            measures=around.measures(title),
            places=((1.0, around.find(said)), *around.near(card.span)),
            words=frozenset(tokens(said)),
            row_words=frozenset(tokens(row)),
            numbers=numbers(row),
            own_numbers=numbers(card.subject),
            codes=possible_codes(row),
            is_alarm=around.is_alarm(card.span),
            danger=severity(row) is not None,
            bound=_BOUNDS.get(card.comparator, ""),
        )
