"""From hits to quotes: the sentences, steps or table rows that answer, and nothing around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.hazards import hazards
from plant_knowledge_ingest.passage import Hit, Passage
from plant_knowledge_ingest.steps import procedure
from plant_tools.manuals.whole import Answers, Section, whole

_HOW = re.compile(
    r"\b(?:how (?:do|can|should|to|is .* (?:done|changed|replaced|cleaned|set))\b|steps?\b|procedure|"
    r"first step|\bdo(?: i)? .*\bfirst\b|als erstes|erster schritt|"
    r"wie (?:kann|soll|muss|wird|werden|geht|gehe|\w+e ich|\w+t man)\b|vorgehen|ablauf|schritte)|"
    r"如何|怎么|怎样|怎麼|怎樣|步骤|步驟|流程|第一步|首先",
    re.IGNORECASE,
)
# A further quote is shown when its passage scores at least this share of the best one's.
_WORTH_ADDING = 0.7


@dataclass(frozen=True, slots=True)
class Quote:
    """Consecutive spans, mostly of one passage; a procedure may run over several."""

    parts: tuple[tuple[Passage, range], ...]

    @property
    def citations(self) -> tuple[PageCitation, ...]:
        """One citation for each passage quoted."""
        return tuple(PageCitation.of(passage, spans) for passage, spans in self.parts)

    @property
    def spans(self) -> frozenset[tuple[str, int]]:
        """The spans quoted, each by its passage's id and its number there."""
        return frozenset((passage.id, at) for passage, spans in self.parts for at in spans)


def choose(
    question: str, hits: Sequence[Hit], section: Section, most: int, answers: Answers = lambda _: True
) -> list[Quote]:
    """Return up to ``most`` quotes, the best first; ``section`` returns the passages under a passage's heading.

    A question for a way of doing something is answered by steps before anything else that is said of it. ``answers``
    tells whether a sentence gives the number that was asked for, if one was.
    """
    best = max(hit.score for hit in hits)
    worth = [hit for hit in hits if hit.score >= _WORTH_ADDING * best]
    steps = [_procedure(hit, section) for hit in worth] if asks_how(question) else []
    others = [_extended(hit, section, answers) for hit, quote in zip_longest(worth, steps) if not quote]
    chosen: list[Quote] = []
    for quote in [*filter(None, steps), *others]:
        if not any(quote.spans <= before.spans for before in chosen):
            chosen.append(quote)
    return chosen[:most]


def _procedure(hit: Hit, section: Section) -> Quote | None:
    """Return the procedure that the best sentence is part of, or that follows it."""
    steps = procedure(section(hit.passage), hit.passage, hit.best)
    return Quote(tuple(steps)) if steps else None


def _extended(hit: Hit, section: Section, answers: Answers) -> Quote:
    """Grow the best sentence to the safety message it is part of, and to what it calls for."""
    alone = range(hit.best, hit.best + 1)
    spans = next((message for message in hazards(hit.passage) if hit.best in message), alone)
    return Quote(whole(hit.passage, spans, section, answers))


def asks_how(question: str) -> bool:
    """Tell whether the question asks for a way of doing something."""
    return _HOW.search(question) is not None
