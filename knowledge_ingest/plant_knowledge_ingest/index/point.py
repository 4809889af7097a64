"""What both adapters give the engine: the vectors of a passage, and the conditions of a search."""

from __future__ import annotations

from typing import TypeAlias

from plant_knowledge_ingest.index.payload import ASSETS, LIVE, STATE
from plant_knowledge_ingest.index.protocol import IndexedPassage, Scope
from plant_knowledge_ingest.notions import Notions
from plant_knowledge_ingest.principal import ANY_SITE
from plant_knowledge_ingest.tokens import lexical_vector

DENSE, SENTENCES, WORDS, NOTIONS = "passage", "sentences", "words", "notions"
"""The names of a point's vectors: of the passage, of each of its spans, of its words, of its concepts."""

_HEADING_COUNTS = 3.0

Sparse: TypeAlias = tuple[list[int], list[float]]


def dense(stored: IndexedPassage) -> dict[str, list[float] | list[list[float]]]:
    """Return the vectors of the passage and of its spans."""
    return {DENSE: stored.encoded.passage.tolist(), SENTENCES: stored.encoded.sentences.tolist()}


def sparse(stored: IndexedPassage) -> dict[str, Sparse]:
    """Return the (indices, weights) of the passage's words and concepts."""
    return {WORDS: lexical_vector(list(stored.tokens)), NOTIONS: _noted(stored.notions)}


def _noted(notions: Notions) -> Sparse:
    """Return the concepts of a passage; those of its own heading say most of what it is about."""
    concepts = sorted(notions.all)
    indices, _ = lexical_vector(concepts, query=True)
    return indices, [_HEADING_COUNTS if concept in notions.heading else 1.0 for concept in concepts]


def asked(words: frozenset[str]) -> Sparse:
    """Return (indices, weights) of a question's words or concepts, each counting once."""
    return lexical_vector(sorted(words), query=True)


def of_issue(issue: str) -> dict[str, list[str]]:
    """Return the condition that a passage belongs to ``issue``."""
    return {"issue": [issue]}


def within(scope: Scope) -> dict[str, list[str]]:
    """Return what a passage must have, per field any of the values, to be found within ``scope``."""
    wanted = {
        STATE: [LIVE] if scope.issues is None else [],
        "issue": sorted(scope.issues or ()),
        ASSETS: [scope.asset] if scope.asset else [],
        "language": [scope.language] if scope.language else [],
        "kind": [scope.kind] if scope.kind else [],
        "codes": sorted(scope.codes),
    }
    # Whoever belongs to no group finds nothing: this condition is never left out.
    rights = {"rights": sorted(scope.principal.groups)}
    return rights | {field: values for field, values in wanted.items() if values}


def sites(scope: Scope) -> list[str] | None:
    """Return of which sites a passage may be, besides those of none; None where it may be of any."""
    return None if ANY_SITE in scope.principal.sites else sorted(scope.principal.sites)
