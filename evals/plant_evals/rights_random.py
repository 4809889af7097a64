"""Rights of documents, tried at random: what is found, listed, shown and answered against what the rule says.

Before each try two documents get other rights and another site, drawn anew as the person is. The oracle is
``Paper.is_for``, which knows nothing of the index and of the catalogue.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from plant_copilot import Copilot
from plant_evals.rights_plant import GROUPS, SITES, Paper
from plant_knowledge_ingest.embedding.protocol import Vector
from plant_knowledge_ingest.entry import Entry
from plant_knowledge_ingest.errors import UnknownDocument
from plant_knowledge_ingest.index.protocol import Scope
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import ANY_SITE, EVERYONE, Principal

Json = dict[str, Any]
Told = Iterator[tuple[str, set[str], set[str]]]
"""What was asked, the names that were shown, those that were to be shown."""

_CHANGED, _ASKED = 2, 50
"""So many documents change before each try; each so many-th time questions are asked, too."""

_MOST = 1_000


@dataclass(frozen=True, slots=True)
class _Plant:
    """The library that is tried, whose passage each id is, and the vector of a question that all documents answer."""

    copilot: Copilot
    library: Library
    of: Mapping[str, str]
    vector: Vector


def run_random(copilot: Copilot, papers: Sequence[Paper], number: int, seed: int = 0) -> Json:
    """Return {tries, checks, leaks, over_restrictions, faults} of ``number`` draws of rights, sites and a person."""
    chance, held = random.Random(seed), list(papers)  # noqa: S311 - no secret
    plant = _opened(copilot, library := copilot._library)  # noqa: SLF001 - a search is looked at leg by leg
    told: Json = {"tries": number, "checks": 0, "leaks": 0, "over_restrictions": 0, "faults": []}
    for paper in held:
        _relabel(library, paper)
    for turn in range(number):
        for at in chance.sample(range(len(held)), min(_CHANGED, len(held))):
            held[at] = _drawn(chance, held[at])
            _relabel(library, held[at])
        who = person(chance)
        for asked, shown, wanted in _checks(plant, held, who, chance, questions=turn % _ASKED == 0):
            told["checks"] += 1
            told["leaks"] += len(shown - wanted)
            told["over_restrictions"] += len(wanted - shown)
            if shown != wanted:
                told["faults"].append({"turn": turn, "asked": asked, "who": repr(who), "wrong": sorted(shown ^ wanted)})
    return told


def _opened(copilot: Copilot, library: Library) -> _Plant:
    of = {passage.id: entry.document.name for entry in _entries(library) for passage in library.contents(entry)}
    with library._indexes.answering(library.glossary) as opened:  # noqa: SLF001 - each leg of a search by itself
        return _Plant(copilot, library, of, opened.embedder.query("oil of the gearbox"))


def _entries(library: Library) -> list[Entry]:
    return library._catalogue.entries()  # noqa: SLF001 - whoever may see them


def person(chance: random.Random) -> Principal:
    """Return somebody in any groups at any sites, now and then in no group at all."""
    groups = {group for group in (*GROUPS, EVERYONE) if chance.random() < 0.5}
    sites = {site for site in SITES if chance.random() < 0.4} | ({ANY_SITE} if chance.random() < 0.15 else set())
    return Principal("somebody", frozenset(groups), frozenset(sites))


def _drawn(chance: random.Random, paper: Paper) -> Paper:
    groups = chance.sample((*GROUPS, EVERYONE), chance.randint(1, 3))
    return replace(paper, rights=tuple(groups), site=chance.choice(("", "", *SITES)))


def _relabel(library: Library, paper: Paper) -> None:
    """Give a document other rights, as an ingestion does, but for its waiting until the disk has them."""
    entry = next(one for one in _entries(library) if one.document.name == paper.name)
    document = replace(entry.document, rights=paper.rights, site=paper.site)
    with library._indexes.answering(library.glossary) as opened:  # noqa: SLF001 - see above
        opened.index.relabel(document)
    library._catalogue.put(replace(entry, document=document))  # noqa: SLF001 - see above


def _checks(plant: _Plant, held: list[Paper], who: Principal, chance: random.Random, *, questions: bool) -> Told:
    wanted = {paper.name for paper in held if paper.is_for(who)}
    yield "listed", {entry.document.name for entry in plant.library.documents(who)}, wanted
    with plant.library._indexes.answering(plant.library.glossary) as opened:  # noqa: SLF001 - each leg by itself
        for name, found in (
            ("nearest", opened.index.nearest(plant.vector, Scope(who), _MOST)),
            ("lexical", opened.index.lexical(["gearbox"], Scope(who), _MOST)),
            ("conceptual", opened.index.conceptual(frozenset({"gearbox"}), Scope(who), _MOST)),
        ):
            yield name, {plant.of[one.id] for one in found}, wanted
    for paper in chance.sample(held, 2):
        yield "page", {paper.name} if _shows(plant.library, paper, who) else set(), wanted & {paper.name}
    for paper in chance.sample(held, 2) if questions else ():
        others = wanted - {paper.name}  # the nearest to read oneself may be named
        yield "answer", _answered(plant.copilot, paper, held, who) - others, wanted & {paper.name}


def _shows(library: Library, paper: Paper, who: Principal) -> bool:
    try:
        library.page(paper.name, 1, who)
    except UnknownDocument:
        return False
    return True


def _answered(copilot: Copilot, paper: Paper, held: list[Paper], who: Principal) -> set[str]:
    """Return whose words an answer has."""
    told = repr(copilot.ask(f"Which oil does the gearbox of {paper.tag} take?", reads=True, principal=who))
    return {one.name for one in held if any(word in told for word in one.words)}
