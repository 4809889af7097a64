"""From hits to quotes: the sentences, steps or table rows that answer, and nothing around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.passage import Hit, Passage, Span
from plant_knowledge_ingest.search import Query
from plant_knowledge_ingest.tokens import codes, for_search, tokens

from plant_tools.manuals.hazards import hazards, severity
from plant_tools.manuals.steps import procedure

_HOW = re.compile(
    r"\b(?:how (?:do|can|should|to|is .* (?:done|changed|replaced|cleaned|set))\b|steps?\b|procedure|"
    r"wie (?:kann|soll|muss|wird|werden|geht|gehe|\w+e ich|\w+t man)\b|vorgehen|ablauf|schritte)|如何|怎么|怎样|怎麼|怎樣|步骤|步驟|流程",
    re.IGNORECASE,
)
# What the features of a sentence are worth beside its cosine, which varies by some hundredths inside a passage.
_CODE, _CODE_FIRST, _COVER, _CONCEPTS, _QUANTITY, _HEADING = 0.12, 0.06, 0.06, 0.10, 0.05, -0.06
# How much a better sentence can lift its passage, in the units of the search's score.
_LIFT = 14.0

Section = Callable[[Passage], Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Quote:
    """Consecutive spans, mostly of one passage; a procedure may run over several."""

    parts: tuple[tuple[Passage, range], ...]

    @property
    def citations(self) -> tuple[PageCitation, ...]:
        """One citation for each passage quoted."""
        return tuple(PageCitation.of(passage, spans) for passage, spans in self.parts)


class Selector:
    """Chooses quotes for one question. ``section`` returns the passages under the same heading."""

    def __init__(self, query: Query, glossary: Glossary, section: Section) -> None:
        self._query = query
        self._glossary = glossary
        self._section = section
        self._words = set(query.words)
        self._quantities = {c for c in query.concepts if c in glossary.concepts and glossary.concepts[c].units}
        self._total = sum(query.weights.values())

    def choose(self, hits: Sequence[Hit], most: int) -> list[Quote]:
        """Return up to ``most`` quotes, the best first, none within another."""
        scored = []
        for hit in hits:
            fits = [
                self._fit(hit.passage, span, cosine)
                for span, cosine in zip(hit.passage.spans, hit.span_scores, strict=True)
            ]
            best = max(range(len(fits)), key=fits.__getitem__)
            usual = sum(hit.span_scores) / len(hit.span_scores)
            scored.append((hit.score + _LIFT * (fits[best] - usual), hit.passage, best))
        quotes: list[Quote] = []
        for _, passage, best in sorted(scored, key=lambda entry: entry[0], reverse=True):
            quote = self._extended(passage, best)
            if all(quote.parts != other.parts for other in quotes):
                quotes.append(quote)
            if len(quotes) == most:
                break
        return quotes

    def _extended(self, passage: Passage, best: int) -> Quote:
        """Grow the best sentence to the procedure or safety message it is part of."""
        if asks_how(self._query.text) and (steps := procedure(self._section(passage), passage, best)):
            return Quote(tuple(steps))
        for message in hazards(passage):
            if best in message:
                return Quote(((passage, message),))
        return Quote(((passage, range(best, best + 1)),))

    def _fit(self, passage: Passage, span: Span, cosine: float) -> float:
        text = passage.text[span.start : span.end]
        said = " ".join((*span.columns, text))
        fit = cosine + _CODE * len(self._query.codes & codes(text))
        if span.cells and self._query.codes & codes(passage.text[slice(*span.cells[0])]):
            fit += _CODE_FIRST
        if self._words:
            fit += _COVER * len(self._words & set(tokens(text))) / len(self._words)
        if self._total:
            named = self._glossary.find(said) & self._query.weights.keys()
            fit += _CONCEPTS * sum(self._query.weights[concept] for concept in named) / self._total
        if self._quantities & self._glossary.quantities(text):
            fit += _QUANTITY
        # A heading or a signal word names what is asked; the answer stands below it.
        return fit + (_HEADING if _names_only(passage, text) else 0.0)


def asks_how(question: str) -> bool:
    """Tell whether the question asks for a way of doing something."""
    return _HOW.search(question) is not None


def _names_only(passage: Passage, text: str) -> bool:
    said = for_search(text)
    if severity(said) is not None and len(said) < 20:
        return True
    heading = for_search(passage.headings[-1]) if passage.headings else ""
    return bool(heading) and said.endswith(heading) and len(said) < len(heading) + 16
