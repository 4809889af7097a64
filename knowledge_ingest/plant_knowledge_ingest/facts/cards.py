"""All facts of a passage."""

from __future__ import annotations

from functools import lru_cache

from plant_knowledge_ingest.facts.card import Card
from plant_knowledge_ingest.facts.prose import prose_cards
from plant_knowledge_ingest.facts.rows import row_cards
from plant_knowledge_ingest.passage import Passage


@lru_cache(maxsize=2048)
def cards(passage: Passage) -> tuple[Card, ...]:
    """Return the facts that ``passage`` states: the same for the same passage, so that nothing need be stored."""
    return (*row_cards(passage), *prose_cards(passage))
