"""Which fact answers: the cards of the hits against what the question asks for.

A question for a number, a lubricant or a part is answered by one cell or one value; the search only says in which
passages it may stand. What a card is about is compared with the question concept by concept, in any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

from plant_knowledge_ingest.facts.card import ALARM, INTERVAL, NAME, PART, VALUE, Card
from plant_knowledge_ingest.facts.cards import cards
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.hazards import severity
from plant_knowledge_ingest.passage import Document, Hit
from plant_knowledge_ingest.ranking import Query
from plant_knowledge_ingest.tokens import possible_codes, tokens
from plant_tools.manuals.asking import Asked, Reading, with_alike
from plant_tools.manuals.setting_of import Setting

_INTERVALS = frozenset({"interval", "daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly", "shift"})
_NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)?")
_TASKS = frozenset({"replace", "lubricate", "clean", "inspect", "test", "calibrate", "maintain", "measure"})
_COUNT = re.compile(r"how many|wie ?viele|几|幾|多少", re.IGNORECASE)
_HOW_MUCH = re.compile(r"how much|how many lit|wie ?viel\b|wie viele lit|[加用打注]多少", re.IGNORECASE)
_LIMIT = re.compile(
    r"\b(?:may|max\w*|min\w*|most|least|limit|until|before|when|which|below|above|darf|ab|höchst\w*|bis|unter|über)\b|"
    r"达到|達到|超过|超過|低于|低於|高于|高於|最|不能|可以|报警|跳",
    re.IGNORECASE,
)
_AMOUNTS = frozenset({"volume", "weight", "grease_quantity"})
_WHEN = re.compile(r"\b(?:when|wann|due|fällig)\b|何时|什么时候|何時|什麼時候|多久", re.IGNORECASE)
# What each sign of a card is worth; chosen with the sample plant's questions of even number in view.
_NAMED, _WORDS, _NUMBERS, _BEST, _PRIOR, _TOGETHER = 1.3, 0.5, 0.4, 0.3, 0.8, 0.3
# A card that names more than was asked is a neighbour of the right one: the mass of the reel, not of the machine.
_UNASKED, _OTHER_QUANTITY, _NO_INTERVAL, _SENTENCE, _BOUND = -0.4, -0.5, -0.4, -0.2, -0.2
# A value in a table of alarms is the limit of the alarm, not the value to keep.
_OF_ALARM = -0.25


class Fit(NamedTuple):
    """How well a card answers, in the ``hit`` it stands in."""

    score: float
    hit: Hit
    card: Card


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a card must have: see ``Asked``.

    ``direct`` are the quantities asked for, ``first`` that next to the question word, ``alike`` all that answer for
    them; ``words`` and ``numbers`` are the question's own, for what no glossary knows.
    """

    query: Query
    asked: Asked
    direct: Reading
    first: Reading
    alike: Reading
    words: frozenset[str]
    numbers: frozenset[str]
    counts: bool
    when: bool

    @property
    def periodic(self) -> bool:
        """Whether it is asked how often: "多久" asks that of a task, and otherwise how long."""
        sure = "duration" not in self.direct or bool(self.query.concepts & _TASKS)
        return self.when or (bool(self.direct & _INTERVALS) and sure)

    @classmethod
    def of(cls, query: Query, asked: Asked) -> Self:
        """Prepare what ``asked`` asks for."""
        measures = asked.measures or ((_AMOUNTS,) if _HOW_MUCH.search(query.text) else ())
        direct = frozenset[str]().union(*measures)
        first = with_alike(measures[-1 if query.language == "zh" else 0]) if measures else direct
        words = frozenset(tokens(query.text))
        counts = not direct and _COUNT.search(query.text) is not None
        when = not direct and _WHEN.search(query.text) is not None
        return cls(query, asked, direct, first, with_alike(direct), words, _numbers(query.text), counts, when)


def fits(
    query: Query, asked: Asked, hits: Sequence[Hit], documents: Mapping[str, Document], glossary: Glossary
) -> list[Fit]:
    """Return the cards of ``hits`` that answer, the best first; none where the question asks for no typed fact."""
    wanted = Wanted.of(query, asked)
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    found = [
        Fit(score + _PRIOR * hit.score / best, hit, card)
        for hit in hits
        for score, card in _scored(wanted, hit, documents[hit.passage.issue], glossary)
    ]
    return sorted(found, key=lambda fit: fit.score, reverse=True)


def led_by(fit: Fit | None, hits: Sequence[Hit]) -> list[Hit]:
    """Return ``hits`` with that of ``fit`` before them, its card's span the best one; as they are without one."""
    if fit is None:
        return list(hits)
    best = max(hit.score for hit in hits)
    return [replace(fit.hit, best=fit.card.span, score=best), *hits]


def _scored(wanted: Wanted, hit: Hit, document: Document, glossary: Glossary) -> Iterator[tuple[float, Card]]:
    around = Setting(hit.passage, document, glossary)
    about = around.about(wanted.asked.machines, wanted.query.assets)
    for card in cards(hit.passage):
        if kind := _of_kind(wanted, card, around):
            yield kind + _named(wanted, card, around) + about + _BEST * (card.span == hit.best), card


def _of_kind(wanted: Wanted, card: Card, around: Setting) -> float:
    """Return how far the value is of the kind asked for, 0 where it is not."""
    if card.kind == ALARM:
        return 2.0 if wanted.query.codes & possible_codes(card.subject) else 0.0
    if card.kind == PART:
        return 1.0 if "part_number" in wanted.query.concepts else 0.0
    if card.kind == INTERVAL:
        return (1.1 if wanted.periodic else 0.6) * (wanted.when or bool(wanted.alike & _INTERVALS))
    return _of_cell(wanted, card, around)


def _of_cell(wanted: Wanted, card: Card, around: Setting) -> float:
    title = around.find(card.parameter or card.subject)
    given = around.given(card.value)
    if wanted.alike & given:
        alarm = _OF_ALARM if card.kind == VALUE and around.is_alarm(card.span) else 0.0
        other = _OTHER_QUANTITY if around.measures(title) and not title & wanted.alike else 0.0
        late = _NO_INTERVAL if wanted.periodic else 0.0
        return (
            0.6
            + 0.5 * bool(wanted.first & given)
            + 0.2 * bool(wanted.direct & title)
            + alarm
            + other
            + late
            + _side(wanted, card, around)
        )
    if card.kind == NAME:
        return _named_so(wanted, title | around.find(card.value))
    return 0.7 if not given and (wanted.direct & title or wanted.counts) else 0.0


def _side(wanted: Wanted, card: Card, around: Setting) -> float:
    """Return what counts against a sentence, which says more than a row, and a limit where a set value is asked."""
    danger = severity(around.row(card.span)) is not None
    limit = card.comparator in {"above", "below"} and not _LIMIT.search(wanted.query.text)
    return _SENTENCE * (1 + danger) * (not card.parameter) + _BOUND * limit


def _named_so(wanted: Wanted, said: Reading) -> float:
    """Return how far a name answers: fully where a name is asked for and no quantity."""
    if not wanted.asked.sought & said:
        return 0.0
    return 0.3 if wanted.direct else 1.0


def _named(wanted: Wanted, card: Card, around: Setting) -> float:
    """Return what it counts that the card, its row, its headings or its document's title name what is asked."""
    said = f"{card.subject} ; {card.parameter} ; {card.value}"
    places = ((1.0, around.find(said)), *around.near(card.span))
    total = sum(weight for _, weight in wanted.asked.subjects)
    found = sum(weight * _worth(reading, places) for reading, weight in wanted.asked.subjects)
    row = around.row(card.span)
    words = sum(len(wanted.words & frozenset(tokens(text))) for text in (said, row)) / (2 * max(len(wanted.words), 1))
    numbers = len(wanted.numbers & _numbers(row)) / max(len(wanted.numbers), 1)
    given = around.given(row)
    together = sum(bool(with_alike(reading) & given) for reading in wanted.asked.measures[1:])
    own = around.find(f"{card.subject} ; {card.parameter}")
    unasked = _UNASKED * len(own - wanted.query.concepts) / (len(own) or 1)
    return unasked + _NAMED * found / (total or 1.0) + 2 * _WORDS * words + _NUMBERS * numbers + _TOGETHER * together


def _worth(reading: Reading, places: Sequence[tuple[float, Reading]]) -> float:
    return next((worth for worth, concepts in places if reading & concepts), 0.0)


def _numbers(text: str) -> frozenset[str]:
    return frozenset(number.replace(",", ".") for number in _NUMBER.findall(text))
