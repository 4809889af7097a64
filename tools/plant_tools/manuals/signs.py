"""The signs that what was found answers what was asked: which of the question's subjects it names and measures.

The scores of the search have no part in it: they say which passage is best, not whether it is good enough. Nor have
similarities: those of questions that nothing answers are as high.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.notions import Notions
from plant_knowledge_ingest.passage import Document, Hit, Passage
from plant_knowledge_ingest.ranking import Query
from plant_knowledge_ingest.tokens import asset_codes, for_search, possible_codes
from plant_tools.manuals.asking import Asked, lists, with_alike, with_same
from plant_tools.manuals.select import asks_how

_CODE, _ASSET = 0.5, 0.4
_STEP, _WORD = re.compile(r"^\s*\d+[.)]\s"), re.compile(r"[A-Za-z]*-?\d[\w-]*")
# What is missing in a long question is not counted without end.
_MOST = 1.5


@dataclass(frozen=True, slots=True)
class Signs:
    """Each 0 or 1 or between, except for ``missing`` and ``foreign``, which go up to 1.5.

    ``covered``: the share of the subjects that the best sentence, its headings or its document's title name;
    ``missing``: the weight of those they do not; ``foreign``: of those that stand nowhere in the library.
    ``unmeasured``: a quantity is asked for and neither named nor given; ``ungiven``: no number of its kind is given;
    ``measured``: one is; ``inexact``: at most one like it is. ``uncounted``: a number is asked for and there is none.
    ``empty``: nothing is asked for that one could find; ``bare``: nothing but the machine of the title; ``partless``:
    nothing that a machine has; ``elsewhere``: the sentence is about none of the machines asked about; ``nobody``: a
    person is asked for and none named; ``unfocused``: what the question is after is not named. What is not found
    counts as far as the glossary speaks the question's language; in general prose other words may say it.
    """

    covered: float
    missing: float
    foreign: float
    unmeasured: float
    ungiven: float
    measured: float
    inexact: float
    uncounted: float
    empty: float
    bare: float
    partless: float
    elsewhere: float
    nobody: float
    unfocused: float


def signs(query: Query, asked: Asked, best: Hit, document: Document, glossary: Glossary) -> Signs:
    """Return the signs that ``best``, a passage of ``document``, answers ``query``, which asks for ``asked``."""
    passage = best.passage
    notions = Notions.of(document, replace(passage, spans=(passage.spans[best.best],)), glossary)
    here = notions.spans[0] | notions.quantities[0]
    near = here | notions.above
    said = near | notions.title
    alike, same = with_alike(near), with_same(near)
    near_codes = possible_codes(passage.text)
    codes = near_codes | asset_codes(document.assets)
    subjects = [(weight, bool(reading & said)) for reading, weight in asked.subjects]
    subjects += [(_CODE, code in near_codes) for code in query.codes]
    subjects += [(_ASSET, asset in codes) for asset in query.assets]
    total = sum(weight for weight, _ in subjects)
    missing = sum(weight for weight, found in subjects if not found)
    given = with_alike(notions.quantities[0])
    measured = any(reading & given for reading in asked.measures)
    foreign = sum(weight for reading, weight in asked.subjects if reading <= query.unknown)
    about = any(reading & said for reading in asked.machines) or bool(query.assets & codes)
    # What a title tells apart is the machine, or, where a way of doing something is asked for, the work it describes.
    machines = lists().machines if asks_how(query.text) else query.machines | notions.title
    return Signs(
        covered=1 - missing / total if total else 0.0,
        missing=min(missing, _MOST) * query.technical,
        foreign=min(foreign, _MOST),
        unmeasured=float(bool(asked.measures) and all(reading.isdisjoint(alike) for reading in asked.measures)),
        ungiven=float(bool(asked.measures) and not measured) * query.technical,
        measured=float(measured),
        inexact=float(bool(asked.measures) and all(reading.isdisjoint(same) for reading in asked.measures)),
        uncounted=float(asked.count and not asked.measures and not _numbers(passage, best.best)),
        empty=float(not subjects),
        bare=float(not query.codes and all(reading & notions.title & machines for reading, _ in asked.subjects)),
        partless=float(not query.codes and all(reading & query.machines & machines for reading, _ in asked.subjects)),
        elsewhere=float(bool(asked.machines) and not about),
        nobody=float(asked.person and here.isdisjoint(lists().people)),
        unfocused=float(bool(asked.sought) and asked.sought.isdisjoint(said)) * query.technical,
    )


def _numbers(passage: Passage, at: int) -> bool:
    """Tell whether a sentence has a number, besides that of a step and those in codes."""
    span = passage.spans[at]
    text = _STEP.sub("", for_search(passage.text[span.start : span.end]))
    return any(word[0].isdigit() for word in _WORD.findall(text))


def gives(asked: Asked, glossary: Glossary) -> Callable[[str], bool]:
    """Return what tells whether a sentence gives a value of the kind asked for; any sentence does if none was."""
    wanted = with_alike(frozenset().union(*asked.measures))

    def answers(sentence: str) -> bool:
        values = glossary.quantities(sentence) | glossary.given(glossary.find(sentence))
        return not wanted or not wanted.isdisjoint(values)

    return answers
