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

from plant_knowledge_ingest.embedding.protocol import Matrix, Vector
from plant_knowledge_ingest.language import FUNCTION_WORDS, base
from plant_knowledge_ingest.notions import Notions
from plant_knowledge_ingest.passage import Passage
from plant_knowledge_ingest.passage_kind import ALARMS, FIGURE
from plant_knowledge_ingest.tokens import for_search, possible_codes, token_set

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
# The labels of a figure: "1 Pump 2 Motor 3 Valve".
_LEGEND = re.compile(r"\(?1[.)]?\s?\D{2,60}?\s?\(?2[.)]?\s?\D{2,60}?\s?\(?3[.)]?\s?\D{2,}")
_CAPTION = re.compile(r"(?:table|figure|fig\.|tabelle|abbildung|abb\.|bild|表|图|圖)\s*\d", re.IGNORECASE)
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
    def asks_number(self) -> bool:
        """Whether only a number answers it."""
        return _ASKS_NUMBER.search(self.text) is not None

    @cached_property
    def asks_value(self) -> bool:
        """Whether it asks for a measure, and not for an alarm or what is wrong."""
        return bool(self.quantities) and not self.codes and _SYMPTOMS.isdisjoint(self.concepts)


@dataclass(slots=True)
class Candidate:
    """A passage that some leg of the search brought.

    ``cosine`` is that of the whole passage; ``similarity`` is in standard deviations; ``lexical`` 0 to 1.
    """

    passage: Passage
    notions: Notions
    assets: frozenset[str]
    cosine: float = 0.0
    similarity: float = 0.0
    lexical: float = 0.0

    def rough(self, query: Query) -> float:
        """Return a score by which the promising candidates are told from the others, without a look at words."""
        spans = range(len(self.passage.spans))
        return self._near(query) + max(self._notional(query, at) for at in spans) * query.technical

    def score(self, query: Query, sentences: Matrix) -> tuple[float, int]:
        """Return the score, and the number of the span that carries it. ``sentences``: the spans' vectors."""
        cosines = sentences @ query.vector
        fits = self._near(query) + _COSINE * (cosines - cosines.mean())
        fits += [self._fit(query, at) for at in range(len(self.passage.spans))]
        best = int(np.argmax(fits))
        return float(fits[best]), best

    def _near(self, query: Query) -> float:
        """Return what the passage as a whole is worth."""
        prose = 1 - query.technical
        near = (_SIMILARITY * query.technical + _SIMILARITY_IN_PROSE * prose) * self.similarity
        near += (_WORDS_NEAR * query.technical + _WORDS_NEAR_IN_PROSE * prose) * self.lexical
        if query.codes:
            near += _CODE_NEAR * len(query.codes & possible_codes(self.passage.text))
        if query.assets & self.assets:
            near += _ABOUT / len(self.assets)
        elif query.machines & self.notions.title:
            near += _ABOUT_KIND
        return near + self._headed(query)

    def _headed(self, query: Query) -> float:
        """Return what it is worth that the passage's own heading says what the question says, and nothing else."""
        heading = token_set(self.passage.headings[-1]) - FUNCTION_WORDS if self.passage.headings else frozenset()
        fit = _HEADED_IN_WORDS * len(heading & query.content) / max(len(heading | query.content), 1)
        if (total := sum(query.weights.values())) and (shared := self.notions.heading & query.weights.keys()):
            # What the heading says besides is taken to be as rare as what the question asks.
            besides = len(self.notions.heading - shared) * total / len(query.weights)
            fit += _HEADED * sum(query.weights[concept] for concept in shared) / (total + besides)
        return fit

    def _notional(self, query: Query, at: int) -> float:
        """Return what the concepts of a span, and those above it, are worth."""
        fit = 0.0
        if total := sum(query.weights.values()):
            here = self.notions.spans[at] & query.weights.keys()
            covered = here | ((self.notions.above | self.notions.title) & query.weights.keys())
            told = max(total, _TELLING)
            fit += _CONCEPTS * sum(query.weights[concept] for concept in covered) / told
            fit += _CONCEPTS_HERE * sum(query.weights[concept] for concept in here) / told
        if query.quantities & self.notions.quantities[at]:
            fit += _QUANTITY
        return fit

    def _fit(self, query: Query, at: int) -> float:
        """Return what a span is worth by its concepts, codes, words and form."""
        span = self.passage.spans[at]
        text = self.passage.text[span.start : span.end]
        fit = self._notional(query, at) * query.technical * (_BESIDE_CODES if query.codes else 1.0)
        if query.codes:
            fit += _CODE_HERE * len(query.codes & possible_codes(text))
            first = self.passage.text[slice(*span.cells[0])] if span.cells else ""
            fit += _CODE_FIRST * len(query.codes & possible_codes(first))
        if query.words and base(self.passage.language) == query.language:
            fit += _WORDS_HERE * len(query.words & token_set(text)) / len(query.words)
        given = query.quantities & self.notions.quantities[at]
        if query.asks_number and not given and not any(character.isdigit() for character in text):
            fit += _NUMBERLESS
        if query.asks_value and self.passage.kind == ALARMS:
            fit += _LIMIT
        if span.cells:
            fit += _ROW
        if self.passage.kind == FIGURE:
            return fit + _CAPTION_ONLY
        return fit + (_NAME_ONLY if _names_only(self.passage, at) else 0.0)


def _names_only(passage: Passage, at: int) -> bool:
    span = passage.spans[at]
    said = for_search(passage.text[span.start : span.end])
    heading = for_search(passage.headings[-1]) if passage.headings else ""
    is_heading = bool(heading) and said.endswith(heading) and len(said) < len(heading) + 16
    # Few words without a figure: a label, a signal word, the heading row of a table.
    label = len(said) < (40 if span.cells else 12) and not any(character.isdigit() for character in said)
    return is_heading or label or _CAPTION.match(said) is not None or _LEGEND.search(said) is not None
