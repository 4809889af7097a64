"""Which sentence of a source a statement speaks of: the one it shares most words and concepts with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from plant_agents.proof.facts import Fact, facts
from plant_agents.proof.numbers import comma_is_decimal
from plant_agents.proof.spelling import sentences, spelt
from plant_agents.proof.words import sides, turns

_WORD = re.compile(r"[A-Za-zÄÖÜäöüß]{3,}|[\u3400-\u9fff]+")
# What denies is no part of the word it stands before.
_DENYING = re.compile(r"不[得要可能应應]?|勿|未")
_STEM = 6
# Of a sentence in its own words at least this share stands in the source; less is another language or a paraphrase.
OWN_WORDS = 0.6
_NEARLY = 0.5
_WINDOW = 3


class Lexicon(Protocol):
    """Knows what words of different languages mean the same."""

    def __hash__(self) -> int: ...

    def find(self, text: str, language: str = "") -> frozenset[str]:
        """Return the ids of the concepts named in ``text``."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence ``spelt``, its facts, and the stems of its words."""

    text: str
    facts: tuple[Fact, ...]
    stems: frozenset[str]


def read(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of ``text``; a signal word on a line of its own belongs to what follows it."""
    return _read(text)


def forget() -> None:
    """Forget the texts read so far, so that the next proof takes as long as the first."""
    _read.cache_clear()
    _concepts.cache_clear()
    sides.cache_clear()
    turns.cache_clear()


@lru_cache(maxsize=512)
def _read(text: str) -> tuple[Sentence, ...]:
    comma = comma_is_decimal(spelt(text))
    return tuple(Sentence(told, tuple(facts(told, comma=comma)), stems(told)) for told in sentences(text))


def stems(text: str) -> frozenset[str]:
    """Return the beginnings of the words of ``text``, and pairs of Chinese characters."""
    found: set[str] = set()
    for word in _WORD.findall(text):
        if word[0] < "\u3400":
            found.add(word.casefold()[:_STEM])
        else:
            bare = _DENYING.sub("", word) or word
            found.update(bare[i : i + 2] for i in range(max(1, len(bare) - 1)))
    return frozenset(found)


def bound(statement: Sentence, quotes: Sequence[str], lexicon: Lexicon | None) -> tuple[list[Sentence], bool]:
    """Return the sentences of ``quotes`` that may prove ``statement``, and whether it has their own words.

    In their own words only those that share most of them; else whatever shares about as many concepts, and up to
    three sentences in a row together; everything where nothing is shared.
    """
    read_quotes = [read(quote) for quote in quotes]
    single = [sentence for quote in read_quotes for sentence in quote]
    shared = [len(statement.stems & sentence.stems) for sentence in single]
    best = max(shared, default=0)
    if statement.stems and best >= OWN_WORDS * len(statement.stems):
        return [s for s, share in zip(single, shared, strict=True) if share == best], True
    windows = [
        _together(quote[at : at + size])
        for quote in read_quotes
        for size in range(1, min(_WINDOW, len(quote)) + 1)
        for at in range(len(quote) - size + 1)
    ]
    likeness = [_likeness(statement, window, lexicon) for window in windows]
    most = max(likeness, default=0)
    return [window for window, like in zip(windows, likeness, strict=True) if like >= _NEARLY * most], False


def _together(row: Sequence[Sentence]) -> Sentence:
    if len(row) == 1:
        return row[0]
    shared = frozenset().union(*(sentence.stems for sentence in row))
    return Sentence(" ".join(s.text for s in row), tuple(fact for s in row for fact in s.facts), shared)


def _likeness(statement: Sentence, window: Sentence, lexicon: Lexicon | None) -> int:
    concepts = concepts_of(statement.text, lexicon) & concepts_of(window.text, lexicon)
    return len(concepts) + len(statement.stems & window.stems)


def concepts_of(text: str, lexicon: Lexicon | None) -> frozenset[str]:
    """Return the concepts that ``lexicon`` finds in ``text``, none without one."""
    return _concepts(text, lexicon) if lexicon else frozenset()


@lru_cache(maxsize=1024)
def _concepts(text: str, lexicon: Lexicon) -> frozenset[str]:
    return lexicon.find(text)
