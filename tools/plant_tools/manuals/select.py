"""From hits to quotes: the sentences, steps or table rows that answer, and nothing around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.passage import Hit, Passage

from plant_tools.manuals.hazards import hazards
from plant_tools.manuals.steps import procedure

_HOW = re.compile(
    r"\b(?:how (?:do|can|should|to|is .* (?:done|changed|replaced|cleaned|set))\b|steps?\b|procedure|"
    r"wie (?:kann|soll|muss|wird|werden|geht|gehe|\w+e ich|\w+t man)\b|vorgehen|ablauf|schritte)|"
    r"如何|怎么|怎样|怎麼|怎樣|步骤|步驟|流程",
    re.IGNORECASE,
)
# A further quote is shown when its passage scores at least this share of the best one's.
_WORTH_ADDING = 0.7

Section = Callable[[Passage], Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Quote:
    """Consecutive spans, mostly of one passage; a procedure may run over several."""

    parts: tuple[tuple[Passage, range], ...]

    @property
    def citations(self) -> tuple[PageCitation, ...]:
        """One citation for each passage quoted."""
        return tuple(PageCitation.of(passage, spans) for passage, spans in self.parts)


def choose(question: str, hits: Sequence[Hit], section: Section, most: int) -> list[Quote]:
    """Return up to ``most`` quotes, the best first; ``section`` returns the passages under a passage's heading."""
    quotes: list[Quote] = []
    for hit in hits:
        if hit.score < _WORTH_ADDING * hits[0].score:
            break
        quote = _extended(question, hit, section)
        if quote not in quotes:
            quotes.append(quote)
        if len(quotes) == most:
            break
    return quotes


def _extended(question: str, hit: Hit, section: Section) -> Quote:
    """Grow the best sentence to the procedure or safety message it is part of."""
    passage, best = hit.passage, hit.best
    if asks_how(question) and (steps := procedure(section(passage), passage, best)):
        return Quote(tuple(steps))
    for message in hazards(passage):
        if best in message:
            return Quote(((passage, message),))
    return Quote(((passage, range(best, best + 1)),))


def asks_how(question: str) -> bool:
    """Tell whether the question asks for a way of doing something."""
    return _HOW.search(question) is not None
