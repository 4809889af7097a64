"""The signs that what was found answers what was asked: which of the question's subjects it names and measures.

A subject is what one word of the question asks for, in any of its readings, or a code, or an asset. It weighs as
much as it is rare in the library. The scores of the search have no part in it: they say which passage is best, not
whether it is good enough.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import yaml

from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.notions import Notions
from plant_knowledge_ingest.passage import Document, Hit
from plant_knowledge_ingest.ranking import Query
from plant_knowledge_ingest.tokens import asset_codes, possible_codes

# The logarithm at which something is as rare as can be: one passage in four hundred.
_RAREST = 6.0
_CODE, _ASSET = 0.5, 0.4
# What is missing in a long question is not counted without end.
_MOST = 1.5


@dataclass(frozen=True, slots=True)
class Signs:
    """Each about 0 to 1, except for ``missing`` and ``foreign``, which go up to 1.5.

    ``covered``: the share of the subjects that the best sentence, its headings or its document's title name;
    ``missing``: the weight of those they do not; ``foreign``: of those that stand nowhere in the library.
    ``unmeasured``: a quantity is asked for and neither named nor given; ``measured``: a number of its kind is given.
    ``empty``: nothing is asked for that one could find.
    """

    covered: float
    missing: float
    foreign: float
    unmeasured: float
    measured: float
    empty: float


def signs(query: Query, best: Hit, document: Document, glossary: Glossary) -> Signs:
    """Return the signs that ``best``, a passage of ``document``, answers ``query``."""
    asked = glossary.asked(query.text, query.language)
    measures = _measures(asked, glossary)
    named = [reading for reading in asked if reading not in measures and reading.isdisjoint(_lists()[0])]
    passage = best.passage
    sentence = Notions.of(document, replace(passage, spans=(passage.spans[best.best],)), glossary)
    here = sentence.above | sentence.spans[0] | sentence.quantities[0]
    codes = possible_codes(passage.text)
    subjects = [(_weight(query, reading), bool(reading & (here | sentence.title))) for reading in named]
    subjects += [(_CODE, code in codes) for code in query.codes]
    subjects += [(_ASSET, asset in codes | asset_codes(document.assets)) for asset in query.assets]
    given = _with_alike(sentence.quantities[0])
    total = sum(weight for weight, _ in subjects)
    missing = sum(weight for weight, found in subjects if not found)
    return Signs(
        covered=1 - missing / total if total else 0.0,
        missing=min(missing, _MOST),
        foreign=min(sum(_weight(query, reading) for reading in named if reading <= query.unknown), _MOST),
        unmeasured=float(bool(measures) and all(reading.isdisjoint(_with_alike(here)) for reading in measures)),
        measured=float(any(reading & given for reading in measures)),
        empty=float(not subjects),
    )


def gives(query: Query, glossary: Glossary) -> Callable[[str], bool]:
    """Return what tells whether a sentence gives a number of the kind asked for; any sentence does if none was."""
    measures = _measures(glossary.asked(query.text, query.language), glossary)
    wanted = _with_alike(frozenset().union(*measures))
    return lambda sentence: not wanted or not wanted.isdisjoint(glossary.quantities(sentence))


def _measures(asked: Sequence[frozenset[str]], glossary: Glossary) -> list[frozenset[str]]:
    """Return those of ``asked`` that are quantities in every reading."""
    return [reading for reading in asked if all(glossary.concepts[c].units for c in reading)]


def _weight(query: Query, reading: frozenset[str]) -> float:
    """Return how rare the commonest of the concepts is in the library, 0 to 1."""
    return min(min(query.weights.get(concept, 0.0) for concept in reading) / _RAREST, 1.0)


def _with_alike(found: frozenset[str]) -> frozenset[str]:
    """Return ``found`` and the quantities that answer for one of them."""
    return found.union(*(group for group in _lists()[1] if group & found))


@cache
def _lists() -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    """Return the concepts that an answer need not name, and the groups of quantities that are alike."""
    text = (resources.files("plant_tools.manuals") / "general.yaml").read_text(encoding="utf-8")
    lists = yaml.load(text, Loader=yaml.CSafeLoader)
    return frozenset(lists["general"]), tuple(map(frozenset, lists["alike"]))
