"""Whether what was found can carry an answer at all: evidence or silence.

Decided anew for every question, from this question's evidence alone. The bounds were chosen on half of the sample
plant's questions and confirmed on the other half.
"""

from __future__ import annotations

from dataclasses import dataclass

from plant_knowledge_ingest.search import SearchResult

# Scores below this are reached by questions that nothing answers; one that the glossary knows little of reaches less.
_CARRIES, _CARRIES_BY_WORDS = 6.3, 5.0
# A question whose subject, to this share, stands nowhere in the library is not answered by what is near it.
_FOREIGN = 0.2


@dataclass(frozen=True, slots=True)
class Gap:
    """Why there is no answer; ``codes`` that stand in no document, if that is the reason."""

    codes: str = ""


def unsupported(result: SearchResult) -> Gap | None:
    """Return why ``result`` carries no answer, or None if it does.

    A code that was asked for and stands in no document is decisive, however similar other passages are.
    """
    query = result.query
    if unknown := sorted(query.codes - result.known_codes):
        return Gap(", ".join(unknown))
    if not result.hits:
        return Gap()
    subject = sum(query.weights.values())
    foreign = sum(query.weights[concept] for concept in query.unknown)
    enough = _CARRIES_BY_WORDS + (_CARRIES - _CARRIES_BY_WORDS) * query.technical
    if result.hits[0].score < enough or foreign * query.technical > _FOREIGN * subject:
        return Gap()
    return None
