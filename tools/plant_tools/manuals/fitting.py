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
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.passage import Document, Hit
from plant_knowledge_ingest.ranking import Query
from plant_knowledge_ingest.tokens import possible_codes, tokens
from plant_tools.manuals.asking import Asked, Reading, with_alike
from plant_tools.manuals.told import Shelf, TellingPassage, Told, numbers

_INTERVALS = frozenset({"interval", "daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly", "shift"})
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
_RIGHT_MACHINE, _OTHER_MACHINE = 0.3, -0.4


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
        return cls(query, asked, direct, first, with_alike(direct), words, numbers(query.text), counts, when)


def fits(
    query: Query, asked: Asked, hits: Sequence[Hit], documents: Mapping[str, Document], shelf: Shelf, glossary: Glossary
) -> list[Fit]:
    """Return the cards of ``hits`` that answer, the best first; none where the question asks for no typed fact."""
    wanted = Wanted.of(query, asked)
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    found = [
        Fit(score + _PRIOR * hit.score / best, hit, told.card)
        for hit in hits
        for score, told in _scored(wanted, hit, shelf.of(hit.passage, documents[hit.passage.issue], glossary))
    ]
    return sorted(found, key=lambda fit: fit.score, reverse=True)


def led_by(fit: Fit | None, hits: Sequence[Hit]) -> list[Hit]:
    """Return ``hits`` with that of ``fit`` before them, its card's span the best one; as they are without one."""
    if fit is None:
        return list(hits)
    best = max(hit.score for hit in hits)
    return [replace(fit.hit, best=fit.card.span, score=best), *hits]


def _scored(wanted: Wanted, hit: Hit, passage: TellingPassage) -> Iterator[tuple[float, Told]]:
    about = _about(wanted, passage)
    for told in passage.cards:
        if kind := _of_kind(wanted, told):
            yield kind + _named(wanted, told) + about + _BEST * (told.card.span == hit.best), told


def _about(wanted: Wanted, passage: TellingPassage) -> float:
    """Return what it counts for or against the passage that it is about the machine asked about."""
    machines, assets = wanted.asked.machines, wanted.query.assets
    if not machines and not assets:
        return 0.0
    named = any(reading & passage.said for reading in machines) or bool(assets & passage.tags)
    return _RIGHT_MACHINE if named else _OTHER_MACHINE


def _of_kind(wanted: Wanted, told: Told) -> float:
    """Return how far the value is of the kind asked for, 0 where it is not."""
    kind = told.card.kind
    if kind == ALARM:
        return 2.0 if wanted.query.codes & possible_codes(told.card.subject) else 0.0
    if kind == PART:
        return 1.0 if "part_number" in wanted.query.concepts else 0.0
    if kind == INTERVAL:
        return (1.1 if wanted.periodic else 0.6) * (wanted.when or bool(wanted.alike & _INTERVALS))
    return _of_cell(wanted, told)


def _of_cell(wanted: Wanted, told: Told) -> float:
    if wanted.alike & told.given:
        alarm = _OF_ALARM if told.card.kind == VALUE and told.is_alarm else 0.0
        other = _OTHER_QUANTITY if told.measures and not told.title & wanted.alike else 0.0
        late = _NO_INTERVAL if wanted.periodic else 0.0
        first = 0.5 * bool(wanted.first & told.given) + 0.2 * bool(wanted.direct & told.title)
        return 0.6 + first + alarm + other + late + _side(wanted, told)
    if told.card.kind == NAME:
        return _named_so(wanted, told.title | told.value)
    return 0.7 if not told.given and (wanted.direct & told.title or wanted.counts) else 0.0


def _side(wanted: Wanted, told: Told) -> float:
    """Return what counts against a sentence, which says more than a row, and a limit where a set value is asked."""
    limit = told.card.comparator in {"above", "below"} and not _LIMIT.search(wanted.query.text)
    return _SENTENCE * (1 + told.danger) * (not told.card.parameter) + _BOUND * limit


def _named_so(wanted: Wanted, said: Reading) -> float:
    """Return how far a name answers: fully where a name is asked for and no quantity."""
    if not wanted.asked.sought & said:
        return 0.0
    return 0.3 if wanted.direct else 1.0


def _named(wanted: Wanted, told: Told) -> float:
    """Return what it counts that the card, its row, its headings or its document's title name what is asked."""
    total = sum(weight for _, weight in wanted.asked.subjects)
    found = sum(weight * _worth(reading, told.places) for reading, weight in wanted.asked.subjects)
    words = sum(len(wanted.words & there) for there in (told.words, told.row_words)) / (2 * max(len(wanted.words), 1))
    shared = len(wanted.numbers & told.numbers) / max(len(wanted.numbers), 1)
    together = sum(bool(with_alike(reading) & told.row_given) for reading in wanted.asked.measures[1:])
    unasked = _UNASKED * len(told.own - wanted.query.concepts) / (len(told.own) or 1)
    return unasked + _NAMED * found / (total or 1.0) + 2 * _WORDS * words + _NUMBERS * shared + _TOGETHER * together


def _worth(reading: Reading, places: Sequence[tuple[float, Reading]]) -> float:
    return next((worth for worth, concepts in places if reading & concepts), 0.0)
