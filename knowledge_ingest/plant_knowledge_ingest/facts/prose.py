"""Facts of sentences: each value with the clause it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from plant_knowledge_ingest.facts.card import VALUE, Card
from plant_knowledge_ingest.facts.values import values
from plant_knowledge_ingest.passage import Passage
from plant_knowledge_ingest.tokens import for_search


def prose_cards(passage: Passage) -> Iterator[Card]:
    """Yield the facts of the sentences of ``passage``, and of sentences in its cells."""
    for at, span in enumerate(passage.spans):
        places = span.cells or ((span.start, span.end),)
        for text in dict.fromkeys(for_search(passage.text[start:end]) for start, end in places):
            for found in values(text):
                if found.clause != found.value:
                    yield Card(at, VALUE, found.clause, "", found.value, found.comparator, note=text)
