"""What a question asks for: its subjects, the quantities, and the one thing that it is after.

A subject is what one word of the question asks for, in any of its readings, or a code, or an asset. It weighs as much
as it is rare in the library, and half as much where it stands in a clause that only says when.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Self

import yaml

from plant_knowledge_ingest.chinese import simplified
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.ranking import Query
from plant_knowledge_ingest.tokens import for_search

Reading = frozenset[str]

# The logarithm at which something is as rare as can be: one passage in four hundred.
_RAREST = 6.0
_BESIDES = 0.5
_CLAUSE = re.compile(
    r"\b(?:before|when|while|if|after|until|once|unless|bevor|wenn|falls|solange|sobald|nachdem|ehe|bis)\b",
    re.IGNORECASE,
)
# A clause that begins the question ends at its comma.
_BEGINS = 8
_WHICH = re.compile(
    r"\b(?:what|which|whose|how (?:much|many)|welch\w*|wie ?viele?|was für ein\w*)\b|"
    r"多少|哪种|什么|哪个|哪家|哪些|几|多大|多高|多重",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(?:who|wer|wem|wen)\b|谁|哪位|哪家", re.IGNORECASE)
_COUNT = re.compile(r"\bhow (?:many|much)\b|\bwie ?viele?n?\b|多少|几", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lists:
    """Concepts that an answer need not name, quantities alike and the same, people, things with units, machines."""

    general: Reading
    alike: tuple[Reading, ...]
    same: tuple[Reading, ...]
    people: Reading
    things: Reading
    machines: Reading


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for, each as the concepts that the word may stand for.

    ``subjects`` have their weights; ``measures`` are quantities in every reading; ``machines`` are kinds of machines,
    in the library or not, and what tells its documents apart; ``sought`` is what a question for "which" or "how much"
    is after; ``person`` whether it asks "who", ``count`` whether only a number answers it.
    """

    subjects: tuple[tuple[Reading, float], ...]
    measures: tuple[Reading, ...]
    machines: tuple[Reading, ...]
    sought: Reading
    person: bool
    count: bool

    @classmethod
    def of(cls, query: Query, glossary: Glossary) -> Self:
        """Find out what ``query`` asks for."""
        asked = glossary.asked(query.text, query.language)
        main = glossary.asked(_main_clause(query.text), query.language)
        measures = [reading for reading in asked if _is_measure(reading, glossary)]
        named = [reading for reading in asked if reading not in measures and not _is_general(reading, query)]
        return cls(
            subjects=tuple((r, _rarity(query, r) * (1.0 if r in main else _BESIDES)) for r in named),
            measures=tuple(measures),
            machines=tuple(reading for reading in asked if reading & (query.machines | lists().machines)),
            sought=_sought(query, measures, lambda text: glossary.asked(text, query.language)),
            person=_PERSON.search(simplified(query.text)) is not None,
            count=_COUNT.search(simplified(query.text)) is not None,
        )


def _rarity(query: Query, reading: Reading) -> float:
    """Return how rare the commonest of the concepts is in the library, 0 to 1."""
    return min(min(query.weights.get(concept, 0.0) for concept in reading) / _RAREST, 1.0)


def with_alike(found: Reading) -> Reading:
    """Return ``found`` and the quantities that answer for one of them."""
    return found.union(*(group for group in lists().alike if group & found))


def with_same(found: Reading) -> Reading:
    """Return ``found`` and the quantities that are as good as one of them."""
    return found.union(*(group for group in lists().same if group & found))


@cache
def lists() -> Lists:
    """Return the lists of ``general.yaml``."""
    text = (resources.files("plant_tools.manuals") / "general.yaml").read_text(encoding="utf-8")
    read = yaml.load(text, Loader=yaml.CSafeLoader)
    return Lists(
        general=frozenset(read["general"]),
        alike=tuple(map(frozenset, read["alike"])),
        same=tuple(map(frozenset, read["same"])),
        people=frozenset(read["people"]),
        things=frozenset(read["things"]),
        machines=frozenset(read["machines"]),
    )


def _is_measure(reading: Reading, glossary: Glossary) -> bool:
    """Tell whether it asks for a quantity, in whatever sense it is taken."""
    return all(glossary.concepts[c].units for c in reading) and reading.isdisjoint(lists().things)


def _is_general(reading: Reading, query: Query) -> bool:
    """Tell whether an answer need not name it; it must where no document ever does."""
    return not reading.isdisjoint(lists().general) and not reading <= query.unknown


def _main_clause(text: str) -> str:
    """Return ``text`` without its first clause of time or condition."""
    found = _CLAUSE.search(text)
    if found is None:
        return text
    if found.start() > _BEGINS:
        return text[: found.start()]
    return text[found.end() :].partition(",")[2] or text


def _sought(query: Query, measures: Sequence[Reading], readings: Callable[[str], Sequence[Reading]]) -> Reading:
    """Return what follows the question word, in Chinese else what stands before it; without one the first subject.

    A quantity is passed over: "how many grams of grease" is after the grease.
    """

    def listed(text: str) -> list[Reading]:
        return [r for r in readings(text) if r not in measures and not _is_general(r, query)]

    text = simplified(for_search(query.text))
    found = _WHICH.search(text)
    order = listed(text[found.end() :] if found else text)
    if query.language == "zh":
        order = [*order, *reversed(listed(text[: found.start()]))] if found else []
    return order[0] if order else frozenset()
