"""The fact that answers, with its parts also in the asker's language where the glossary knows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from plant_knowledge_ingest.facts.card import ALARM, Card
from plant_knowledge_ingest.facts.values import VALUE
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.language import base
from plant_knowledge_ingest.passage import Document, Passage
from plant_knowledge_ingest.ranking import Query
from plant_knowledge_ingest.steps import is_step
from plant_knowledge_ingest.tokens import for_search
from plant_tools.manuals.asking import Asked
from plant_tools.manuals.counting import Counted
from plant_tools.manuals.fitting import Fit
from plant_tools.manuals.select import Quote
from plant_tools.manuals.wording import in_words_of

Part = dict[str, str]
_STEP, _COUNT = "step", "count"
# What is to be done one after the other in one step.
_PART = re.compile(r"(?:,|;|\s(?:and|und))\s+|[,，;；]")
_REFERENCE = re.compile(r"\s*[(（][^)）]*[)）]")


@dataclass(frozen=True, slots=True)
class Sayer:
    """Puts facts into words of ``language``, that of the asker, as far as ``glossary`` goes.

    ``value`` is what a question for yes or no asks about; ``rivals`` are all facts that may answer it.
    """

    query: Query
    asked: Asked
    glossary: Glossary
    language: str
    documents: Mapping[str, Document]
    value: str = ""
    rivals: tuple[Card, ...] = ()

    def of_card(self, fit: Fit) -> dict[str, Any]:
        """Return a fact as ``Evidence.details`` carry it: each part verbatim as "text", and "said" in other words."""
        card, passage = fit.card, fit.hit.passage
        spoken = passage.language
        told: dict[str, Any] = {"kind": card.kind, "language": spoken, "comparator": card.comparator}
        told["asset"] = self._asset(passage)
        # A bare number in a sentence is too often that of something else the sentence speaks of.
        stated = bool(card.parameter or card.comparator)
        if fit.sure and stated and self.glossary.quantities(self.value) & self.glossary.quantities(card.value):
            told["asked"] = self.value
            told["rivals"] = [asdict(card) for card in self.rivals if card != fit.card]
        for name in ("subject", "parameter", "value", "note", "cause", "remedy"):
            told[name] = self._part(getattr(card, name), spoken)
        if card.kind != ALARM and not card.parameter:
            told["label"] = self._label(card, passage)
        return told

    def of_steps(self, quote: Quote) -> dict[str, Any] | None:
        """Return the first step of a procedure, None where the quote has no steps."""
        passage, spans = quote.parts[0]
        texts = [for_search(passage.text[passage.spans[i].start : passage.spans[i].end]) for i in spans]
        first = next((text for text in texts if is_step(text)), None)
        if first is None:
            return None
        step = first.partition(" ")[2] if first[0].isdigit() or first[0] == "(" else first
        parts = [self._part(part, passage.language) for part in _PART.split(_REFERENCE.sub("", step)) if part]
        return {"kind": _STEP, "language": passage.language, "parts": parts, "asset": self._asset(passage)}

    def of_rows(self, count: Counted, rows: Sequence[str]) -> dict[str, Any]:
        """Return how many ``rows`` of a table were counted, and what they are."""
        passage = count.rows[0][0]
        told = {"kind": _COUNT, "language": passage.language, "number": len(rows), "rows": list(rows)}
        return told | {"title": self._part(count.title, passage.language), "asset": self._asset(passage)}

    def _asset(self, passage: Passage) -> str:
        """Return the asset that the passage's document is about, "" where there are several or none."""
        assets = self.documents[passage.issue].assets
        return assets[0] if len(assets) == 1 else ""

    def _part(self, text: str, spoken: str) -> Part:
        """Return a part as it stands and in the asker's words; a bare value has none, only another spelling."""
        if VALUE.fullmatch(text):
            return {"text": text, "said": ""}
        return {"text": text, "said": in_words_of(self.language, text, spoken, self.glossary) if text else ""}

    def _label(self, card: Card, passage: Passage) -> str:
        """Return what a sentence's value is of: what was asked for and the sentence, or else its heading, names.

        What only the heading names may be of another value, too, which is no ground for a yes or no.
        """
        spoken = base(passage.language)
        given = self.glossary.quantities(card.value)
        own = self.glossary.find(card.note or card.subject, spoken)
        above = self.glossary.find(" ; ".join(passage.headings[-1:]), spoken)
        for said in (own, own if self.value else own | above):
            names = [*self._names(said), *self._measures(said | given)]
            if told := in_words_of(self.language, " ".join(dict.fromkeys(names)), self.language, self.glossary):
                return told
        return ""

    def _names(self, said: frozenset[str]) -> Iterator[str]:
        for reading, _ in self.asked.subjects:
            if len(meant := reading & said) == 1:
                yield from self._name(next(iter(meant)))

    def _measures(self, said: frozenset[str]) -> Iterator[str]:
        for reading in self.asked.measures:
            if len(meant := reading & said) == 1:
                yield from self._name(next(iter(meant)))

    def _name(self, concept: str) -> Iterator[str]:
        names = self.glossary.concepts[concept].names.get(base(self.language))
        if names:
            yield names[0]
