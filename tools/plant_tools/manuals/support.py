"""Whether what was found can carry an answer at all: evidence or silence.

Decided anew for every question, from this question's evidence alone. The bounds were chosen on half of the sample
plant's questions and confirmed on the other half.
"""

from __future__ import annotations

from dataclasses import dataclass

from plant_knowledge_ingest.search import SearchResult
from plant_knowledge_ingest.tokens import possible_codes

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

    A code that was asked for decides: if it stands in no document, however similar other passages are, there is no
    answer; if it stands in the best passage, that is about it.
    """
    query = result.query
    if unknown := sorted(query.codes - result.known_codes):
        return Gap(", ".join(unknown))
    if not result.hits:
        return Gap()
    subject = sum(query.weights.values())
    # How much, how long: a quantity may be asked for by a name that no page uses.
    foreign = sum(query.weights[concept] for concept in query.unknown - query.quantities)
    enough = _CARRIES_BY_WORDS + (_CARRIES - _CARRIES_BY_WORDS) * query.technical
    if query.codes & possible_codes(result.hits[0].passage.text):
        enough = 0.0
    if result.hits[0].score < enough or foreign * query.technical > _FOREIGN * subject:
        return Gap()
    return None
