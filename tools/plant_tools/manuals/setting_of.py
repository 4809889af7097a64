"""What stands around a fact: its row or sentence, the sentence before, the headings and the document's title."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from plant_knowledge_ingest.alarms import roles
from plant_knowledge_ingest.chinese import simplified
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.language import FUNCTION_WORDS, base
from plant_knowledge_ingest.passage import Document, Passage
from plant_knowledge_ingest.tokens import asset_codes, for_search, possible_codes
from plant_tools.manuals.asking import Reading

# "The whole machine's mass" is the mass.
_WHOLE = re.compile("整机")
_WORD = re.compile(r"[a-zäöüß]{3,}")


@dataclass(frozen=True, slots=True)
class Setting:
    """A passage of a document, with the glossary to find concepts in it."""

    passage: Passage
    document: Document
    glossary: Glossary

    def find(self, text: str) -> Reading:
        """Return the concepts of a text of the passage."""
        return _find(self.glossary, text, base(self.passage.language))

    def readings(self, text: str) -> tuple[Reading, ...]:
        """Return what each word of ``text`` may stand for, nothing where one of them is not known."""
        spoken = base(self.passage.language)
        plain = _WHOLE.sub("", simplified(text))
        found = self.glossary.asked(plain, spoken)
        words = [word for word in _WORD.findall(plain.lower()) if word not in FUNCTION_WORDS]
        unknown = self.glossary.explained(plain, spoken) < 1 if spoken == "zh" else len(words) > len(found)
        return () if unknown else tuple(found)

    def given(self, text: str) -> Reading:
        """Return the quantities that values in ``text`` are of."""
        return _given(self.glossary, text) | self.glossary.given(self.find(text))

    def measures(self, concepts: Reading) -> Reading:
        """Return those of ``concepts`` that are quantities."""
        return frozenset(c for c in concepts if self.glossary.concepts[c].units)

    def row(self, at: int) -> str:
        """Return span number ``at`` with the titles of its columns."""
        span = self.passage.spans[at]
        return " ; ".join((for_search(self.passage.text[span.start : span.end]), *span.columns))

    def is_alarm(self, at: int) -> bool:
        """Tell whether span number ``at`` is a row of a table of alarms."""
        return any(roles(self.passage.spans[at].columns))

    def near(self, at: int) -> tuple[tuple[float, Reading], ...]:
        """Return the concepts around span number ``at``, each place with what it counts to be named there."""
        before = self.row(at - 1) if at and not self.passage.spans[at].cells else ""
        headings = self.find(" ; ".join(self.passage.headings))
        return (0.8, self.find(self.row(at))), (0.6, headings), (0.5, self.find(before)), (0.3, self.title)

    def about(self) -> tuple[Reading, frozenset[str]]:
        """Return the concepts of title and headings, and the assets that document and passage name."""
        said = self.title | self.find(" ; ".join(self.passage.headings))
        return said, asset_codes(self.document.assets) | possible_codes(self.passage.text)

    @property
    def title(self) -> Reading:
        """The concepts of the document's title."""
        return _find(self.glossary, self.document.title, "")


@lru_cache(maxsize=16_384)
def _find(glossary: Glossary, text: str, language: str) -> Reading:
    return glossary.find(text, language)


@lru_cache(maxsize=16_384)
def _given(glossary: Glossary, text: str) -> Reading:
    return glossary.quantities(text)
