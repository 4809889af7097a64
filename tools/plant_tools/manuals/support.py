"""Whether what was found can carry an answer at all: evidence or silence."""

from __future__ import annotations

from dataclasses import dataclass

from plant_knowledge_ingest.search import SearchResult

# In standard deviations above what the library says to this question anyway.
_STANDS_OUT = 2.0


@dataclass(frozen=True, slots=True)
class Gap:
    """Why there is no answer."""

    reason: str


def unsupported(result: SearchResult) -> Gap | None:
    """Return why ``result`` carries no answer, or None if it does.

    A code that was asked for and stands in no document is decisive, however similar other passages are.
    """
    if unknown := sorted(result.query.codes - result.known_codes):
        return Gap(", ".join(unknown))
    if not result.hits or result.hits[0].score < _STANDS_OUT:
        return Gap("")
    return None
