"""A draft put together without a model: chosen, cut up, isolated, cited; what is missing stays missing."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from plant_knowledge_ingest.language import detect
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal
from plant_tools.manuals.isolation import Isolation, IsolationBook
from plant_tools.manuals.told import Shelf
from plant_tools.sop.drafting import beside
from plant_tools.sop.drafting.choosing import Place, about, choose
from plant_tools.sop.drafting.isolating import acts_of, after_work, before_work, energies_in, with_relief
from plant_tools.sop.drafting.merging import Pair, merged
from plant_tools.sop.drafting.noticing import Noticing
from plant_tools.sop.drafting.part import Chapter, each_once, prefixed, told_by, under_power
from plant_tools.sop.drafting.placed import choose_in
from plant_tools.sop.drafting.uniting import all_of, needed_by, once, renumbered, told_of
from plant_tools.sop.drafting.what import Wanted
from plant_tools.sop.drafting.work import numbered
from plant_tools.sop.energy_sheet import energies_of
from plant_tools.sop.model import Energy, Gap, Good, Line, Notice, Phase, Procedure, Step, Told
from plant_tools.sop.wording import say


class Composer:
    """Drafts from the current documents of one library. Safe to share between threads."""

    def __init__(self, library: Library, pair: Pair | None = None) -> None:
        """Take what proposes which steps of two procedures are the same, if anything does."""
        self._library, self._shelf, self._pair = library, Shelf(), pair
        self._book, self._noticing = IsolationBook(library), Noticing(library)

    def compose(self, wanted: Wanted, principal: Principal) -> Procedure:
        """Return a draft; without an id, which it gets when it is kept.

        Of several places it is one procedure: isolated once, each step with all its sources. Raises ``SopInvalid``
        where they cannot be one.
        """
        parts, said = self._parts(wanted, principal)
        steps, differing = self._steps(parts, wanted)
        operation = under_power(parts)
        isolation = self._book.of_asset(wanted.asset, principal) if wanted.asset else None
        energies = energies_of(wanted.sheet) if wanted.sheet else energies_in(isolation) if isolation else ()
        ordered, energies = self._in_order(wanted, steps, isolation, energies, operation=operation)
        draft = self._framed(wanted, parts, ordered, energies, operation=operation)
        needed, apart = needed_by([part.parts(wanted.spoken) for part in parts])
        notices = [*said, *renumbered(differing, steps, ordered), *apart]
        notices += self._noticing.of(wanted, parts, isolation, draft, principal)
        return replace(draft, parts=tuple(needed) or (Gap("parts"),), notices=(*draft.notices, *once(notices)))

    def _parts(self, wanted: Wanted, principal: Principal) -> tuple[list[Chapter], list[Notice]]:
        found = [self._told(place, wanted, principal) for place in wanted.places]
        if len(found) == 1:
            return found, []
        named = {one.chosen.document for one in found[1:] if one.place.document and one.place.task == wanted.task}
        if not wanted.document and found[0].chosen.document in named:
            found[0] = self._elsewhere(wanted, named, principal) or found[0]
        return each_once(found)

    def _told(self, place: Place, wanted: Wanted, principal: Principal) -> Chapter:
        spoken = detect(place.task, wanted.language)
        if place.document:
            chosen = choose_in(self._library, self._shelf, place, wanted.asset, spoken, principal)
        else:
            chosen = choose(self._library, self._shelf, place.task, wanted.asset, spoken, principal)
        return told_by(place, chosen, self._library.glossary, wanted.work)

    def _elsewhere(self, wanted: Wanted, named: AbstractSet[str], principal: Principal) -> Chapter | None:
        """Return the procedure of another document about the asset than those that it is to be merged with."""
        others = (entry.document.name for entry in about(self._library, wanted.asset, principal))
        told = (self._told(Place(wanted.task, name), wanted, principal) for name in others if name not in named)
        return next((one for one in told if one.chosen.section), None)

    def _steps(self, parts: Sequence[Chapter], wanted: Wanted) -> tuple[list[Step], list[Notice]]:
        """Return the steps of the work, of several parts as one list, and what their sources say differently."""
        if len(parts) == 1:
            return parts[0].work.steps, parts[0].work.notices
        told = [prefixed(part, number) for number, part in enumerate(parts, 1)]
        lists, notices = [steps for steps, _ in told], [notice for _, said in told for notice in said]
        steps, differing = merged(lists, self._library.glossary, wanted.language, self._pair)
        return steps, [*notices, *differing]

    def asset_of(self, wanted: Wanted, principal: Principal) -> str:
        """Return the one asset that the document with the procedure is about, "" where it is about none or several."""
        chosen = choose(self._library, self._shelf, wanted.task, "", wanted.spoken, principal)
        return chosen.assets[0] if len(chosen.assets) == 1 else ""

    def table_energies(self, asset: str, principal: Principal) -> tuple[Energy, ...]:
        """Return the energies of an asset as its manual has them, to begin a sheet with."""
        isolation = self._book.of_asset(asset, principal)
        energies = energies_in(isolation) if isolation else ()
        return with_relief(energies, acts_of(isolation, energies)[0]) if isolation else ()

    def _in_order(
        self,
        wanted: Wanted,
        work: Sequence[Step],
        isolation: Isolation | None,
        energies: tuple[Energy, ...],
        *,
        operation: bool,
    ) -> tuple[tuple[Step, ...], tuple[Energy, ...]]:
        if operation:
            return numbered(work), energies
        acts, release = acts_of(isolation, energies) if isolation else ([], [])
        energies = energies if wanted.sheet else with_relief(energies, acts)
        trial = [step for step in work if step.phase == Phase.TEST]
        done = [step for step in work if step.phase != Phase.TEST]
        machine = wanted.asset or say(wanted.language, "machine")
        before = before_work(energies, acts, machine, wanted.language)
        after = after_work(release, machine, wanted.language)
        return numbered([*before, *done, *after, *trial]), energies

    def _framed(
        self,
        wanted: Wanted,
        parts: Sequence[Chapter],
        steps: Sequence[Step],
        energies: tuple[Energy, ...],
        *,
        operation: bool,
    ) -> Procedure:
        spoken, bare = wanted.language, "" if wanted.asset else "_bare"
        task = wanted.tasks

        def line(key: str) -> Line:
            return Line(say(spoken, f"{key}{bare}", task=task, asset=wanted.asset), spoken)

        told = [(part.chosen.section, part.chosen.passages) for part in parts]
        return Procedure(
            id="",
            version=1,
            title=line("title").text,
            language=spoken,
            asset=wanted.asset,
            author=wanted.author,
            purpose=line("purpose"),
            scope=line("scope"),
            work="operation" if operation else "intervention",
            energies=energies,
            hazards=all_of(beside.warnings(*read) for read in told),
            ppe=told_of("ppe", (beside.ppe(*read) for read in told)),
            tools=beside.tools(steps),
            permits=told_of("permits", (beside.permits(*read) for read in told)),
            preconditions=told_of("preconditions", (part.work.before for part in parts)),
            steps=tuple(steps),
            acceptance=_acceptance(steps),
            records=(Line(say(spoken, "records_line"), spoken),),
            notices=(Notice("operation" if operation else "local_law"),),
        )


def _acceptance(steps: Sequence[Step]) -> tuple[Told, ...]:
    """Return what the last steps of the work and of the trial must have come to."""
    last = [step.good for step in steps if step.phase in {Phase.WORK, Phase.TEST} and isinstance(step.good, Good)]
    return tuple(Line(good.text, good.language, good.sources) for good in last[-2:]) or (Gap("acceptance"),)
