"""How well a passage, and which of its sentences, fits a question.

All parts are on one scale: standard deviations of similarity above what the passages of the same language
have to this question anyway. A sentence is judged together with what stands above it, its headings and the
title of its document; so a table row "Flange screws, M8, 21 Nm" under "Tightening torques" of the filler's
manual answers a question for the torque of the filler's flange screws, in whatever language that is asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from plant_knowledge_ingest.embedding.protocol import Vector
from plant_knowledge_ingest.language import FUNCTION_WORDS
from plant_knowledge_ingest.passage_kind import ALARMS, FIGURE
from plant_knowledge_ingest.traits import Traits

# What the parts are worth; chosen on half of the sample plant's questions, confirmed on the other half.
# Vectors and words lead where the glossary knows little of the question, as in general prose; concepts lead where
# it knows most of it.
_SIMILARITY, _SIMILARITY_IN_PROSE = 0.5, 3.0
# Full cover of the question by a sentence and what stands above it, by the sentence alone; a number of the
# quantity asked for in it.
_CONCEPTS, _CONCEPTS_HERE, _QUANTITY = 8.0, 1.0, 2.4
# So rare must a question's concepts be together (a sum of inverse document frequencies) to be worth that much; a
# single common one says little.
_TELLING = 6.0
# An exact code: somewhere in the passage, in the sentence itself, as the first cell of its row.
_CODE_NEAR, _CODE_HERE, _CODE_FIRST = 2.0, 2.0, 3.5
# An exact code says more of what is meant than the words around it.
_BESIDE_CODES = 0.6
# The words themselves, where they speak: over the passage, in the sentence.
_WORDS_NEAR, _WORDS_NEAR_IN_PROSE, _WORDS_HERE = 1.5, 8.0, 1.0
# Sentence cosines vary by a tenth inside a passage.
_COSINE = 4.0
# The document is about an asset that the question names, and about that one only.
_ABOUT = 5.0
# The document's title names the kind of machine that the question names.
_ABOUT_KIND = 2.5
# The passage's own heading is what is asked: in concepts, in words.
_HEADED, _HEADED_IN_WORDS = 4.0, 6.0
# A heading, caption or signal word names what is asked; the answer stands below it.
_NAME_ONLY = -1.5
# A caption only says what the picture shows.
_CAPTION_ONLY = -3.0
# The question asks for a number and the sentence has none.
_NUMBERLESS = -2.0
# The numbers among alarms are limits; what to set stands elsewhere.
_LIMIT = -1.5
# Facts are kept in tables.
_ROW = 0.3

# Concepts of questions that alarms answer.
_SYMPTOMS = frozenset(
    {"alarm", "warning", "message", "fault", "error", "symptom", "cause", "remedy", "trip", "display_show"}
)
_ASKS_NUMBER = re.compile(
    r"\bhow (?:much|many|long|often|high|low|deep|big|large|heavy|fast|hot|cold|far|wide|thick)\b|\bwhat (?:\w+ ){0,3}"
    r"(?:torque|pressure|temperature|gap|clearance|distance|speed|weight|length|concentration|voltage|level)\b|\bwie "
    r"(?:viel|hoch|oft|lange|groß|schwer|weit|tief|schnell|heiß|warm|dick|stark)|\bnach wie|drehmoment|moment\b|"
    r"多少|多久|多长|多長|多高|多大|多重|几|幾|多深|多远|多遠",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Query:
    """A question as the search sees it. ``language`` is without script; "" when nothing tells.

    ``assets`` are the asset tags it names, which are no longer among its ``codes``. ``weights`` has what it is
    about: its concepts, each with how rare it is in the library; ``unknown`` those of them that stand nowhere in
    it, ``quantities`` those that are measured, ``machines`` those that tell the documents' titles apart.
    ``technical`` says how far the glossary speaks its language, 0 to 1.
    """

    text: str
    vector: Vector
    words: frozenset[str]
    codes: frozenset[str]
    assets: frozenset[str]
    concepts: frozenset[str]
    weights: Mapping[str, float]
    unknown: frozenset[str]
    quantities: frozenset[str]
    machines: frozenset[str]
    technical: float
    language: str

    @cached_property
    def content(self) -> frozenset[str]:
        """Its words without those that only hold a sentence together."""
        return self.words - FUNCTION_WORDS

    @cached_property
    def total(self) -> float:
        """How rare its concepts are together."""
        return sum(self.weights.values())

    @cached_property
    def asks_number(self) -> bool:
        """Whether only a number answers it."""
        return _ASKS_NUMBER.search(self.text) is not None

    @cached_property
    def asks_value(self) -> bool:
        """Whether it asks for a measure, and not for an alarm or what is wrong."""
        return bool(self.quantities) and not self.codes and _SYMPTOMS.isdisjoint(self.concepts)


@dataclass
class Candidate:
    """A passage that some leg of the search brought, and the ``assets`` its document is about, as codes.

    ``cosine`` is that of the whole passage; ``similarity`` is in standard deviations; ``lexical`` 0 to 1.
    """

    traits: Traits
    assets: frozenset[str]
    cosine: float = 0.0
    similarity: float = 0.0
    lexical: float = 0.0

    def rough(self, query: Query) -> float:
        """Return a score by which the promising candidates are told from the others, without a look at words."""
        return self._near(query) + max(self._notional(query)) * query.technical

    def score(self, query: Query, cosines: Vector) -> tuple[float, int]:
        """Return the score, and the number of the span that carries it. ``cosines``: of each span with the question."""
        fits = self._near(query) + _COSINE * (cosines - cosines.mean()) + self._fits(query)
        best = int(np.argmax(fits))
        return float(fits[best]), best

    def _near(self, query: Query) -> float:
        """Return what the passage as a whole is worth."""
        prose = 1 - query.technical
        near = (_SIMILARITY * query.technical + _SIMILARITY_IN_PROSE * prose) * self.similarity
        near += (_WORDS_NEAR * query.technical + _WORDS_NEAR_IN_PROSE * prose) * self.lexical
        if query.codes:
            near += _CODE_NEAR * self.traits.saying(query.codes)
        if query.assets & self.assets:
            near += _ABOUT / len(self.assets)
        elif not query.machines.isdisjoint(self.traits.title):
            near += _ABOUT_KIND
        return near + self._headed(query)

    def _headed(self, query: Query) -> float:
        """Return what it is worth that the passage's own heading says what the question says, and nothing else."""
        words, notions = self.traits.headed, self.traits.heading
        said = len(query.content.intersection(words))
        fit = _HEADED_IN_WORDS * said / max(len(query.content) + len(words) - said, 1)
        shared = [concept for concept in notions if concept in query.weights]
        if shared and query.total:
            # What the heading says besides is taken to be as rare as what the question asks.
            besides = (len(notions) - len(shared)) * query.total / len(query.weights)
            fit += _HEADED * sum(query.weights[concept] for concept in shared) / (query.total + besides)
        return fit

    def _notional(self, query: Query) -> list[float]:
        """Return what the concepts of each span, and those above it, are worth."""
        told = max(query.total, _TELLING)
        above, fits = 0.0, [0.0] * self.traits.spans
        for concept, weight in query.weights.items():
            worth = (_CONCEPTS + _CONCEPTS_HERE) * weight / told
            if concept in self.traits.above or concept in self.traits.title:
                above += _CONCEPTS * weight / told
                worth = _CONCEPTS_HERE * weight / told
            for at in self.traits.naming(concept):
                fits[at] += worth
        for at in self._given(query):
            fits[at] += _QUANTITY
        return [above + fit for fit in fits]

    def _given(self, query: Query) -> set[int]:
        """Return the spans that give a quantity which is asked for."""
        return {at for quantity in query.quantities for at in self.traits.measuring(quantity)}

    def _fits(self, query: Query) -> list[float]:
        """Return what each span is worth by its concepts, codes, words and form."""
        given = self._given(query)
        return [
            fit * query.technical * (_BESIDE_CODES if query.codes else 1.0) + self._said(query, at, given=at in given)
            for at, fit in enumerate(self._notional(query))
        ]

    def _said(self, query: Query, at: int, *, given: bool) -> float:
        """Return what a span is worth by its codes, words and form; ``given``: it gives a quantity asked for."""
        said, fit = self.traits.said[at + 1], 0.0
        if query.codes:
            fit += _CODE_HERE * len(query.codes.intersection(said.codes))
            fit += _CODE_FIRST * len(query.codes.intersection(said.first))
        if query.words and self.traits.language == query.language:
            fit += _WORDS_HERE * said.shared(query.words) / len(query.words)
        if query.asks_number and not given and not said.numbered:
            fit += _NUMBERLESS
        if query.asks_value and self.traits.kind == ALARMS:
            fit += _LIMIT
        if said.row:
            fit += _ROW
        if self.traits.kind == FIGURE:
            return fit + _CAPTION_ONLY
        return fit + (_NAME_ONLY if said.name else 0.0)
