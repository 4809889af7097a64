"""Which fact answers: the cards of the candidates against what the question asks for.

A question for a number, a lubricant or a part is answered by one cell or one value; the search only says in which
passages it may stand. What a card is about is compared with the question concept by concept, in any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from plant_knowledge_ingest.facts.card import ALARM, INTERVAL, NAME, PART, VALUE, Card
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.passage import Document, Hit
from plant_knowledge_ingest.tokens import possible_codes
from plant_tools.manuals.asking import Reading, with_alike
from plant_tools.manuals.told import Shelf, TellingPassage, Told
from plant_tools.manuals.wanted import INTERVALS, Wanted, asks_review, extreme, trips

_LIMIT = re.compile(
    r"\b(?:may|max\w*|min\w*|most|least|limit|until|before|when|which|below|above|darf|ab|höchst\w*|bis|unter|über|"
    r"trips?)\b|达到|達到|超过|超過|低于|低於|高于|高於|最|不能|可以|报警|跳",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WHOLE = re.compile(r"\d+(?!\S)(?! ?(?:[A-Za-z%°]))|\d+[,，]")
# What each sign of a card is worth; chosen with the sample plant's questions of even number in view.
_NAMED, _WORDS, _NUMBERS, _OWN_NUMBERS, _BEST, _PRIOR, _TOGETHER = 1.6, 0.5, 0.4, 0.6, 0.3, 0.9, 0.3
# A card that names more than was asked is a neighbour of the right one: the mass of the reel, not of the machine.
_UNASKED, _OTHER_QUANTITY, _NO_INTERVAL, _SENTENCE, _BOUND = -0.4, -0.5, -0.4, -0.2, -0.2
# The thing itself is named, not what it is for; the whole machine is asked about, not a part of it.
_HEAD, _PARTIAL, _ONLY_ALIKE = 0.4, -0.5, -0.4
# A value in a table of alarms is the limit of the alarm, not the value to keep.
_OF_ALARM = -0.25
_RIGHT_MACHINE, _MENTIONED, _OTHER_MACHINE, _RIGHT_DOCUMENT = 0.3, 0.0, -1.2, 1.0
_LETTER, _EXTREME, _OPPOSITE, _UNBOUNDED = 0.6, 0.7, -0.5, -0.4
# Up to a value something gets; at most that it may get is another thing.
_REACHED = 0.2
# A number in a sentence that bounds nothing allows nothing.
_BARE = -0.6
# The limit at which something switches off is that of the alarm that says so.
_OFF = 0.5
# What is kept of a part, which is not how many a machine has.
_STORED = frozenset({"stock", "lead_time", "quantity"})
# What is asked for, or where it stands, names no part.
_SORTS = frozenset({"part_number", "work_instruction", "manual", "revision", "due_date"})
# What a card says of a machine as a whole.
_GENERAL = frozenset({"machine", "nominal", "actual_value", "value", "empty", "permissible", "maximum", "minimum"})


# From here on a value is of the kind that was asked for, not one like it.
_CERTAIN = 1.0


class Fit(NamedTuple):
    """How well a card answers, in the ``hit`` it stands in; ``sure`` where it names everything that was asked."""

    score: float
    hit: Hit
    card: Card
    sure: bool


def fits(
    wanted: Wanted, hits: Sequence[Hit], documents: Mapping[str, Document], shelf: Shelf, glossary: Glossary
) -> list[Fit]:
    """Return the cards of ``hits`` that answer, the best first; none where the question asks for no typed fact."""
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    found = [
        Fit(score + _PRIOR * hit.score / best, hit, told.card, sure)
        for hit in hits
        for score, told, sure in _scored(wanted, hit, shelf.of(hit.passage, documents[hit.passage.issue], glossary))
    ]
    return sorted(found, key=lambda fit: fit.score, reverse=True)


def is_number(card: Card) -> bool:
    """Tell whether a card gives a whole number without a unit, as how many there are."""
    return _WHOLE.match(card.value) is not None


def led_by(first: Hit, span: int, hits: Sequence[Hit]) -> list[Hit]:
    """Return ``hits`` with ``first`` before them, its span number ``span`` the best one."""
    best = max((hit.score for hit in hits), default=1.0)
    return [replace(first, best=span, score=best), *hits]


def _scored(wanted: Wanted, hit: Hit, passage: TellingPassage) -> Iterator[tuple[float, Told, bool]]:
    worth = about(wanted, passage)
    for told in passage.cards:
        if kind := _of_kind(wanted, told):
            complete = (worth > 0 or _coded(wanted, told, worth)) and _all_named(wanted, told, passage)
            if not (hit.score or complete):
                continue
            best = _BEST * (hit.score > 0 and told.card.span == hit.best)
            yield kind + _named(wanted, told) + worth + best, told, complete and kind >= _CERTAIN


def _coded(wanted: Wanted, told: Told, worth: float) -> bool:
    """Tell whether no machine is asked about, but a code that the row of the card has: a plant has one such thing."""
    return not worth and bool(wanted.query.codes & told.codes)


def about(wanted: Wanted, passage: TellingPassage) -> float:
    """Return what it counts for or against the passage that it is about the machine or document asked about."""
    assets = wanted.query.assets
    if wanted.codes & passage.name - passage.assets:
        return _RIGHT_DOCUMENT
    if not wanted.asked.machines and not assets:
        return 0.0
    if assets & passage.assets:
        return _RIGHT_MACHINE / len(passage.assets)
    if assets:
        return _MENTIONED if assets & passage.tags else _OTHER_MACHINE
    named = sum(bool(reading & passage.said) for reading in wanted.asked.machines)
    return _RIGHT_MACHINE * named / len(wanted.asked.machines) if named else _OTHER_MACHINE


def _all_named(wanted: Wanted, told: Told, passage: TellingPassage) -> bool:
    """Tell whether the card itself, its row or its headings name every part, and title or headings every machine."""
    near = frozenset[str]().union(*(concepts for worth, concepts in told.places if worth > 0.5))
    machines = all(reading & (passage.said | near) for reading in wanted.asked.machines)
    parts = [reading for reading in wanted.parts if reading.isdisjoint(_SORTS)]
    told_apart = bool(parts) or (bool(wanted.direct) and wanted.understood)
    return told_apart and machines and all(reading & near for reading in parts)


def _of_kind(wanted: Wanted, told: Told) -> float:
    """Return how far the value is of the kind asked for, 0 where it is not."""
    kind = told.card.kind
    if kind == ALARM:
        return 2.0 if wanted.query.codes & possible_codes(told.card.subject) else 0.0
    if wanted.dated and _DAY.search(told.card.value):
        return 1.4 if wanted.review == _is_review(told) else 0.7
    if kind == PART:
        return 1.0 if wanted.part else 0.0
    if kind == INTERVAL:
        return (1.1 if wanted.periodic else 0.6) * (wanted.when or bool(wanted.alike & INTERVALS))
    return _of_cell(wanted, told)


def _of_cell(wanted: Wanted, told: Told) -> float:
    if wanted.alike & told.given:
        alarm = (-_OF_ALARM if wanted.trips else _OF_ALARM) * (
            told.card.kind == VALUE and told.is_alarm and not wanted.value
        )
        other = _OTHER_QUANTITY if told.measures and not told.title & wanted.alike else 0.0
        late = _NO_INTERVAL if wanted.periodic else 0.0
        first = 0.5 * bool(wanted.first & told.given) + 0.2 * bool(wanted.direct & told.title)
        return 0.6 + first + alarm + other + late + _side(wanted, told)
    if wanted.counts and is_number(told.card):
        return 1.2 if told.title.isdisjoint(_STORED - wanted.query.concepts) else 0.5
    if not told.given and (wanted.direct & told.title or (wanted.counts and told.card.kind != NAME)):
        return 0.7
    return _named_so(wanted, told.title | told.value) if told.card.kind == NAME else 0.0


def _is_review(told: Told) -> bool:
    return asks_review(f"{told.card.subject} {told.card.parameter}")


def _side(wanted: Wanted, told: Told) -> float:
    """Return what counts against a sentence, which says more than a row, and a limit where a set value is asked."""
    limit = told.card.comparator in {"above", "below"} and not _LIMIT.search(wanted.query.text)
    side = _SENTENCE * (1 + told.danger) * (not told.card.parameter) + _BOUND * limit
    if not wanted.same & told.given:
        side += _ONLY_ALIKE
    if wanted.bare and not wanted.extreme:
        whole = bool(told.readings) and all(reading & (wanted.alike | _GENERAL) for reading in told.readings)
        side += -_PARTIAL if whole else _PARTIAL
    said = extreme(f"{told.card.subject} {told.card.parameter}")
    bounds = said or told.bound
    if wanted.value:  # a limit says more of what is allowed than a value that is usual
        side += (_EXTREME if said else _REACHED) if bounds else _BARE * (not told.card.parameter)
    elif wanted.extreme:
        side += (_EXTREME if bounds == wanted.extreme else _OPPOSITE) if bounds else _UNBOUNDED
    elif wanted.trips and trips(f"{told.card.subject} {told.card.value}"):
        side += _OFF
    return side


def _named_so(wanted: Wanted, said: Reading) -> float:
    """Return how far a name answers: only where a name is asked for and no quantity."""
    return float(bool(wanted.asked.sought & said) and not wanted.direct)


def _named(wanted: Wanted, told: Told) -> float:
    """Return what it counts that the card, its row, its headings or its document's title name what is asked."""
    subjects = [(reading, weight) for reading, weight in wanted.asked.subjects if reading.isdisjoint(_SORTS)]
    total = sum(weight for _, weight in subjects) or 1.0
    found = sum(weight * _worth(reading, told.places) for reading, weight in subjects)
    own = [(reading, weight) for reading, weight in subjects if reading & told.own]
    head = sum(weight for reading, weight in own if reading & told.head) / (sum(w for _, w in own) or 1.0)
    words = sum(len(wanted.words & there) for there in (told.words, told.row_words)) / (2 * max(len(wanted.words), 1))
    asked = max(len(wanted.numbers), 1)
    own_letter = _LETTER * (wanted.dated and told.card.subject.lower() in wanted.words)
    numbers = _NUMBERS * len(wanted.numbers & told.numbers) + _OWN_NUMBERS * len(wanted.numbers & told.own_numbers)
    together = sum(bool(with_alike(reading) & told.row_given) for reading in wanted.asked.measures[1:])
    unasked = _UNASKED * len(told.own - wanted.query.concepts) / (len(told.own) or 1)
    return (
        own_letter
        + unasked
        + _NAMED * found / total
        + _HEAD * head
        + 2 * _WORDS * words
        + numbers / asked
        + _TOGETHER * together
    )


def _worth(reading: Reading, places: Sequence[tuple[float, Reading]]) -> float:
    return next((worth for worth, concepts in places if reading & concepts), 0.0)
