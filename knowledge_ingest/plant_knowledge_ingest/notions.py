"""The concepts of a passage, sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.language import base
from plant_knowledge_ingest.passage import Document, Passage
from plant_knowledge_ingest.tokens import for_search


@dataclass(frozen=True, slots=True)
class Notions:
    """What a passage is about.

    ``title``: concepts of the document's title; ``above``: those of the headings, which with the title's hold for
    every sentence, and of these ``heading`` the innermost's; ``spans``: those of each span, a table row counting its
    column titles; ``quantities``: what the numbers in each span measure, and words such as "weekly".
    """

    title: frozenset[str]
    above: frozenset[str]
    heading: frozenset[str]
    spans: tuple[frozenset[str], ...]
    quantities: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, document: Document, passage: Passage, glossary: Glossary) -> Self:
        """Find the concepts of ``passage``."""
        texts = [passage.text[span.start : span.end] for span in passage.spans]
        titled = [" ; ".join((*span.columns, text)) for span, text in zip(passage.spans, texts, strict=True)]
        found = tuple(glossary.find(text, base(passage.language)) for text in titled)
        measured = (glossary.quantities(for_search(text)) for text in texts)
        return cls(
            title=glossary.find(document.title),
            above=glossary.find(" ; ".join(passage.headings)),
            heading=glossary.find(" ; ".join(passage.headings[-1:])),
            spans=found,
            quantities=tuple(by_unit | glossary.given(span) for by_unit, span in zip(measured, found, strict=True)),
        )

    @property
    def all(self) -> frozenset[str]:
        """Every concept of the passage."""
        return self.title.union(self.above, *self.spans, *self.quantities)
