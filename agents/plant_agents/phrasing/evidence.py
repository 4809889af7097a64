"""What a model gets to read: neutralised evidence with its marks, the best first, as much as fits its window."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from plant_agents.answer import MarkedEvidence
from plant_agents.models.protocol import REPLY_TOKENS
from plant_agents.unarmed import for_writer, steers
from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.language import UNDETERMINED, base
from plant_tools.evidence import Citation

_TASK_TOKENS = 900
"""What the task and the schema take, with something to spare."""

_LETTERS_PER_TOKEN = 2.5
"""German compounds and codes come to that; a Chinese character counts whole."""


@dataclass(frozen=True, slots=True)
class Source:
    """A piece of evidence as a model reads it: ``mark`` is what it is cited by, ``language`` that of its text."""

    mark: int
    text: str
    language: str

    def line(self) -> str:
        """Return the source as a line of JSON."""
        return json.dumps({"mark": self.mark, "text": self.text}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Readable:
    """The sources that a model reads, and how many it does not, its window being too small."""

    sources: tuple[Source, ...]
    left_out: int = 0

    @property
    def marks(self) -> tuple[int, ...]:
        """The marks that may be cited."""
        return tuple(source.mark for source in self.sources)

    def foreign(self, language: str) -> tuple[Source, ...]:
        """Return the sources in another language than ``language``."""
        return tuple(s for s in self.sources if base(s.language) not in {base(language), UNDETERMINED})

    def halved(self) -> Readable:
        """Return the better half."""
        kept = self.sources[: len(self.sources) // 2]
        return Readable(kept, self.left_out + len(self.sources) - len(kept))


def readable(question: str, evidence: Sequence[MarkedEvidence], citations: Sequence[Citation], window: int) -> Readable:
    """Return what a model with ``window`` tokens reads of ``evidence``.

    Safety messages and figures are not among it, as code tells them whole; nor is text that speaks to language models.
    """
    harmless = [
        found
        for found in evidence
        if found.kind == "fact" and not any(_is_barred(citations[mark - 1]) for mark in found.marks)
    ]
    told, _ = for_writer(harmless, citations)
    sources = [
        Source(found.marks[0], found.statement, cited.language)
        for found in told
        if isinstance(cited := citations[found.marks[0] - 1], PageCitation)
    ]
    room = window - REPLY_TOKENS - _TASK_TOKENS - tokens(question)
    kept = []
    for source in sources:
        room -= tokens(source.line())
        if room < 0:
            break
        kept.append(source)
    return Readable(tuple(kept), len(sources) - len(kept))


def tokens(text: str) -> int:
    """Return how many tokens ``text`` has at most, by experience.

    >>> tokens("更换薄膜"), tokens("bearing pull")
    (4, 5)
    """
    wide = sum(letter >= "\u2e80" for letter in text)
    return wide + round((len(text) - wide) / _LETTERS_PER_TOKEN)


def _is_barred(citation: Citation) -> bool:
    return not isinstance(citation, PageCitation) or steers(citation.quote)
