"""The sentences of a section, each with where it stands: what is done, what is good, and the safety messages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.hazards import NOTICE, SIGNAL_WORDS, hazards, severity
from plant_knowledge_ingest.passage import Passage
from plant_knowledge_ingest.steps import is_step
from plant_tools.sop.drafting.actions import without_number
from plant_tools.sop.drafting.verbatim import mended
from plant_tools.sop.model import Hazard, Source

_GOOD = re.compile(
    r"^(?:Good\b|Gut\b|Acceptance\b|Acceptable\b|In Ordnung\b|合格|良好|正常)[^:：]{0,12}[:：]", re.IGNORECASE
)
# "10 min. Gut ist: kein Tropfen." is two sentences, whatever the full stop after a unit looks like.
_TWO = re.compile(r"(?<=[.。])\s*(?=(?:Good|Gut ist|Gut|合格)\s*[:：])")
_FIRST = re.compile(r"\(?1[.)]\s|①|步骤\s*1(?!\d)")
_LEGEND = re.compile(r"[\d\s]*|\d{1,2}\s[^.。:：]{3,60}")
_WORDS = re.compile("|".join(word for words in SIGNAL_WORDS for word in words))


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence without its number, its lineage, and whether it began with a number or says what is good.

    ``first``: it is step 1; ``passage``: the id of the passage it stands in.
    """

    text: str
    language: str
    source: Source
    numbered: bool
    good: bool
    first: bool = False
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Warned:
    """A safety message, which stands before the unit that follows it."""

    hazard: Hazard


def units(section: Sequence[Passage]) -> Iterator[Unit | Warned]:
    """Yield what a section says, in reading order, without its heading, its tables and the legend of a figure."""
    for passage in section:
        if passage.kind == "figure":
            continue
        messages = {message.start: message for message in hazards(passage)}
        inside = {at for message in messages.values() for at in message}
        for at, span in enumerate(passage.spans):
            if at in messages:
                yield Warned(hazard_of(passage, messages[at]))
            text = mended(passage.text[span.start : span.end])
            if at in inside or span.cells or _is_heading(text, passage) or _LEGEND.fullmatch(text):
                continue
            yield from _sentences(text, passage, at)


def run_of(told: Sequence[Unit | Warned], passage: str) -> list[Unit | Warned]:
    """Return the run of steps that stands in ``passage``, where a section has several that begin with step 1."""
    runs: list[list[Unit | Warned]] = [[]]
    for one in told:
        begun = any(isinstance(other, Unit) and other.numbered for other in runs[-1])
        if isinstance(one, Unit) and one.first and begun:
            waiting = len(runs[-1])
            while isinstance(runs[-1][waiting - 1], Warned):
                waiting -= 1
            runs[-1], before = runs[-1][:waiting], runs[-1][waiting:]
            runs.append(before)
        runs[-1].append(one)
    meant = (run for run in runs if any(isinstance(o, Unit) and o.numbered and o.passage == passage for o in run))
    return next(meant, runs[0])


def _sentences(text: str, passage: Passage, at: int) -> Iterator[Unit]:
    source = Source.of(PageCitation.of(passage, range(at, at + 1)))
    for number, sentence in enumerate(_TWO.split(text)):
        plain = without_number(sentence).strip()
        if plain:
            numbered = number == 0 and is_step(sentence)
            first = numbered and _FIRST.match(sentence) is not None
            good = _GOOD.match(plain) is not None
            yield Unit(plain, passage.language, source, numbered, good, first, passage.id)


def _is_heading(text: str, passage: Passage) -> bool:
    return text in {mended(heading) for heading in passage.headings}


def hazard_of(passage: Passage, message: range) -> Hazard:
    """Return a safety message: its signal word as printed, and what follows it."""
    source = Source.of(PageCitation.of(passage, message))
    rank = severity(source.quote)
    word = _WORDS.search(source.quote)
    text = mended(source.quote[word.end() if word else 0 :]).lstrip("–-—:!： ")
    return Hazard(word[0] if word else "", NOTICE if rank is None else rank, text, passage.language, (source,))
