"""Whether what was found can carry an answer at all: evidence or silence.

Decided anew for every question, from this question's evidence alone: a weighted sum of signs. The weights are fitted
to questions with and without an answer by ``python -m plant_evals.abstention --fit``, which writes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.passage import Document, Hit
from plant_knowledge_ingest.search import SearchResult
from plant_tools.manuals.asking import Asked
from plant_tools.manuals.signs import Signs, signs

# What one point of the signs is worth beside the score, as a share of the best score.
_SIGNS_COUNT = 0.05
# A place is worth a look where an answer is not less likely than one in twenty; the weights add up to its log odds.
_WORTH_A_LOOK, _PLACES = -3.0, 2


@dataclass(frozen=True, slots=True)
class Gap:
    """Why there is no answer; ``codes`` that stand in no document, if that is the reason."""

    codes: str = ""


@dataclass(frozen=True, slots=True)
class Weighing:
    """What each sign is worth, and how much they must come to together."""

    weights: Mapping[str, float]
    needed: float

    def carries(self, found: Signs) -> bool:
        """Tell whether the signs come to what is needed."""
        return self.total(found) > self.needed

    def total(self, found: Signs) -> float:
        """Return what the signs come to."""
        return sum(weight * float(getattr(found, name)) for name, weight in self.weights.items())


@cache
def weighing() -> Weighing:
    """Return the fitted weights."""
    text = (resources.files("plant_tools.manuals") / "support.yaml").read_text(encoding="utf-8")
    return Weighing(**yaml.load(text, Loader=yaml.CSafeLoader))


def unknown_codes(result: SearchResult) -> list[str]:
    """Return the codes that were asked for and stand in no document."""
    return sorted(result.query.codes - result.known_codes)


def by_support(
    result: SearchResult, asked: Asked, documents: Mapping[str, Document], glossary: Glossary
) -> list[tuple[Hit, Signs]]:
    """Return the hits, those before others that name and measure more of what was asked at nearly the same score.

    ``documents`` are those of the hits by their issue; a hit without one is left out.
    """
    found = [
        (hit, signs(result.query, asked, hit, documents[hit.passage.issue], glossary))
        for hit in result.hits
        if hit.passage.issue in documents
    ]
    best = max((hit.score for hit, _ in found), default=0.0) or 1.0
    return sorted(found, key=lambda pair: worth(pair[0].score / best, weighing().total(pair[1])), reverse=True)


def worth(share: float, total: float) -> float:
    """Return what a hit with this ``share`` of the best score is worth, whose signs come to ``total``."""
    return share + _SIGNS_COUNT * total


def unsupported(result: SearchResult, found: Sequence[tuple[Hit, Signs]]) -> Gap | None:
    """Return why the first of the hits ``found``, by ``by_support``, is no answer, or None if it is.

    A code that stands in no document decides: however similar other passages are, there is no answer.
    """
    if unknown := unknown_codes(result):
        return Gap(", ".join(unknown))
    return None if found and weighing().carries(found[0][1]) else Gap()


def nearest(found: Sequence[tuple[Hit, Signs]]) -> tuple[PageCitation, ...]:
    """Return up to two pages that a person may want to read where nothing answers, the best of ``found`` first.

    Each names some of what was asked, and is about the machine asked about.
    """
    pages: dict[tuple[str, int], PageCitation] = {}
    for hit, told in found:
        likely = weighing().total(told) - weighing().needed > _WORTH_A_LOOK
        if likely and told.covered and not told.elsewhere:
            place = PageCitation.of(hit.passage, range(hit.best, hit.best + 1))
            pages.setdefault((hit.passage.issue, hit.passage.page), place)
    return tuple(pages.values())[:_PLACES]
