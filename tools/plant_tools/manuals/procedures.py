"""Which procedure a question for a way of doing something asks for, by the heading over its steps.

The search compares sentences; a procedure is told by its heading, or by its document's title where the heading only
says that a procedure follows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.passage import Document, Hit, Passage
from plant_knowledge_ingest.ranking import Query
from plant_knowledge_ingest.steps import is_step
from plant_knowledge_ingest.tokens import asset_codes
from plant_tools.manuals.asking import Reading
from plant_tools.manuals.select import asks_how
from plant_tools.manuals.signs import Signs
from plant_tools.manuals.told import Shelf
from plant_tools.manuals.wanted import Wanted

_TITLE, _UNASKED, _COMMON, _PRIOR = 0.7, -0.3, 0.2, 0.3


class Way(NamedTuple):
    """A procedure: how well it answers, the hit in which its first step stands."""

    score: float
    hit: Hit


def best_way(
    wanted: Wanted, hits: Sequence[Hit], documents: Mapping[str, Document], shelf: Shelf, glossary: Glossary
) -> Hit | None:
    """Return the place of the procedure whose heading names all that is asked, None where none does."""
    ways = [
        Way(score, Hit(hit.passage, hit.rank, hit.score, at))
        for hit in hits
        if (at := _first_step(hit.passage)) is not None
        and (score := _score(wanted, hit, documents[hit.passage.issue], shelf, glossary)) > 0
    ]
    return max(ways, key=lambda way: way.score).hit if ways else None


def own_ways(
    found: list[tuple[Hit, Signs]], query: Query, documents: Mapping[str, Document]
) -> list[tuple[Hit, Signs]]:
    """Return of a question for a way what is not from documents about other machines; all where nothing else is found.

    A lock-out names the machines beside it, whose operators are told: its steps are not those of that machine.
    """

    def is_others(hit: Hit) -> bool:
        about = asset_codes(documents[hit.passage.issue].assets)
        return bool(about) and not about & query.assets

    own = [each for each in found if not is_others(each[0])]
    return own if query.assets and own and asks_how(query.text) else found


def _first_step(passage: Passage) -> int | None:
    texts = (passage.text[span.start : span.end] for span in passage.spans)
    return next((at for at, text in enumerate(texts) if is_step(text) and not passage.spans[at].cells), None)


def _score(wanted: Wanted, hit: Hit, document: Document, shelf: Shelf, glossary: Glossary) -> float:
    """Return how well the heading fits, 0 where a part that was asked about is named neither there nor in the title."""
    passage = shelf.of(hit.passage, document, glossary)
    heading = passage.heading
    readings = glossary.asked(wanted.query.text, wanted.query.language)
    parts = wanted.parts or wanted.asked.machines or tuple(readings)
    named = [_place(reading, heading, passage.title) for reading in parts]
    if not parts or min(named) == 0 or _is_other(wanted, passage.said, passage.assets, passage.tags):
        return 0.0
    asked = frozenset[str]().union(*readings)
    others = sum(_place(reading, heading, passage.title) for reading in readings if reading not in parts)
    unasked = _UNASKED * len(heading - asked) / (len(heading) or 1)
    return sum(named) / len(named) + _COMMON * others + unasked + _PRIOR * (hit.score > 0)


def _place(reading: Reading, heading: Reading, title: Reading) -> float:
    return 1.0 if reading & heading else _TITLE * bool(reading & title)


def _is_other(wanted: Wanted, said: Reading, assets: Reading, tags: Reading) -> bool:
    """Tell whether a machine is asked about and this is another's."""
    machines, asked = wanted.asked.machines, wanted.query.assets
    if asked:
        return not asked & (assets | tags)
    return bool(machines) and not any(reading & said for reading in machines)
