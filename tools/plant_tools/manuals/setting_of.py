"""What stands around a fact: its row or sentence, the sentence before, the headings and the document's title."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from plant_knowledge_ingest.alarms import roles
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.language import base
from plant_knowledge_ingest.passage import Document, Passage
from plant_knowledge_ingest.tokens import asset_codes, for_search, possible_codes
from plant_tools.manuals.asking import Reading

_RIGHT_MACHINE, _OTHER_MACHINE = 0.3, -0.4


@dataclass(frozen=True, slots=True)
class Setting:
    """A passage of a document, with the glossary to find concepts in it."""

    passage: Passage
    document: Document
    glossary: Glossary

    def find(self, text: str) -> Reading:
        """Return the concepts of a text of the passage."""
        return _find(self.glossary, text, base(self.passage.language))

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
        return (0.8, self.find(self.row(at))), (0.6, headings), (0.5, self.find(before)), (0.3, self._title)

    def about(self, machines: tuple[Reading, ...], assets: frozenset[str]) -> float:
        """Return what it counts for or against the passage that it is about the machine asked about."""
        if not machines and not assets:
            return 0.0
        said = self._title | self.find(" ; ".join(self.passage.headings))
        tags = asset_codes(self.document.assets) | possible_codes(self.passage.text)
        named = any(reading & said for reading in machines) or bool(assets & tags)
        return _RIGHT_MACHINE if named else _OTHER_MACHINE

    @property
    def _title(self) -> Reading:
        return _find(self.glossary, self.document.title, "")


@lru_cache(maxsize=16_384)
def _find(glossary: Glossary, text: str, language: str) -> Reading:
    return glossary.find(text, language)


@lru_cache(maxsize=16_384)
def _given(glossary: Glossary, text: str) -> Reading:
    return glossary.quantities(text)
