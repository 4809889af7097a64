"""A draft put together without a model: chosen, cut up, isolated, cited; what is missing stays missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from plant_knowledge_ingest.language import detect
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.tokens import codes
from plant_tools.evidence import Citation
from plant_tools.manuals.isolation import Isolation, IsolationBook
from plant_tools.manuals.second_source import SecondSources
from plant_tools.manuals.told import Shelf
from plant_tools.sop.drafting import beside
from plant_tools.sop.drafting.choosing import Chosen, choose, is_lock_out
from plant_tools.sop.drafting.isolating import acts_of, after_work, before_work, energies_in, with_relief
from plant_tools.sop.drafting.tables import Tables
from plant_tools.sop.drafting.units import run_of, units
from plant_tools.sop.drafting.work import Work, numbered, work_of
from plant_tools.sop.energy_sheet import energies_of
from plant_tools.sop.lint import LOCK_OUT
from plant_tools.sop.model import Energy, Gap, Good, Line, Notice, Phase, Procedure, Step, Told
from plant_tools.sop.wording import say

_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be drafted: the ``task`` in words, the ``asset`` or "", the language of whoever reads it.

    ``work``: "intervention", "operation", or "" to read it from the manual. ``sheet``: the asset's energy sheet. The
    task may be in another language than the reader's.
    """

    task: str
    asset: str
    language: str
    author: str
    sheet: Mapping[str, Any] | None = None
    work: str = ""

    @property
    def spoken(self) -> str:
        """The language of the task, the reader's where the words do not tell."""
        return detect(self.task, self.language)


class Composer:
    """Drafts from the current documents of one library. Safe to share between threads."""

    def __init__(self, library: Library) -> None:
        self._library, self._shelf = library, Shelf()
        self._book, self._seconds = IsolationBook(library), SecondSources(library)

    def compose(self, wanted: Wanted, principal: Principal) -> Procedure:
        """Return a draft; without an id, which it gets when it is kept."""
        chosen = choose(self._library, self._shelf, wanted.task, wanted.asset, wanted.spoken, principal)
        tables = Tables(chosen.passages, self._library.glossary)
        operation = not chosen.locks_out and (wanted.work or "operation" * chosen.is_operation) == "operation"
        told = run_of(list(units(chosen.section)), chosen.best)
        work = work_of(told, tables, under_power=operation)
        isolation = self._book.of_asset(wanted.asset, principal) if wanted.asset else None
        energies = energies_of(wanted.sheet) if wanted.sheet else energies_in(isolation) if isolation else ()
        steps, energies = self._in_order(wanted, work, isolation, energies, operation=operation)
        draft = self._framed(wanted, chosen, steps, energies, operation=operation)
        parts = tables.parts([s.action for s in work.steps], f"{wanted.task} ; {chosen.heading}", wanted.spoken)
        notices = self._notices(wanted, chosen, isolation, draft, principal)
        return replace(
            draft,
            parts=tuple(parts) or (Gap("parts"),),
            preconditions=tuple(work.before) or (Gap("preconditions"),),
            notices=(*draft.notices, *notices),
        )

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
        self, wanted: Wanted, work: Work, isolation: Isolation | None, energies: tuple[Energy, ...], *, operation: bool
    ) -> tuple[tuple[Step, ...], tuple[Energy, ...]]:
        if operation:
            return numbered(work.steps), energies
        acts, release = acts_of(isolation, energies) if isolation else ([], [])
        energies = energies if wanted.sheet else with_relief(energies, acts)
        trial = [step for step in work.steps if step.phase == Phase.TEST]
        done = [step for step in work.steps if step.phase != Phase.TEST]
        machine = wanted.asset or say(wanted.language, "machine")
        before = before_work(energies, acts, machine, wanted.language)
        after = after_work(release, machine, wanted.language)
        return numbered([*before, *done, *after, *trial]), energies

    def _framed(
        self, wanted: Wanted, chosen: Chosen, steps: Sequence[Step], energies: tuple[Energy, ...], *, operation: bool
    ) -> Procedure:
        spoken, bare = wanted.language, "" if wanted.asset else "_bare"

        def line(key: str) -> Line:
            return Line(say(spoken, f"{key}{bare}", task=wanted.task, asset=wanted.asset), spoken)

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
            hazards=beside.warnings(chosen.section, chosen.passages),
            ppe=beside.ppe(chosen.section, chosen.passages),
            tools=beside.tools(steps),
            permits=beside.permits(chosen.section, chosen.passages),
            steps=tuple(steps),
            acceptance=_acceptance(steps),
            records=(Line(say(spoken, "records_line"), spoken),),
            notices=(Notice("operation" if operation else "local_law"),),
        )

    def _notices(
        self, wanted: Wanted, chosen: Chosen, isolation: Isolation | None, draft: Procedure, principal: Principal
    ) -> Iterator[Notice]:
        if wanted.work == "operation" and chosen.locks_out:
            yield Notice("locked_out")
        if not chosen.section and isolation and is_lock_out(wanted.task):
            yield Notice(LOCK_OUT)
        elif not chosen.section:
            yield Notice("no_procedure", {"there": "; ".join(chosen.there)})
        if wanted.asset and not wanted.sheet:
            yield Notice("no_sheet", {"asset": wanted.asset})
        if wanted.sheet and isolation:
            yield from _sheet_lacks(draft.energies, energies_in(isolation))
        for step in draft.steps:
            if isinstance(step.good, Good) and step.good.value:
                yield from self._disagreeing(step, step.good, principal)

    def _disagreeing(self, step: Step, good: Good, principal: Principal) -> Iterator[Notice]:
        """Yield where another document of the machine gives another value for the same."""
        for source in (one for one in good.sources if one.kind == "page"):
            place = source.citation()
            for other in self._seconds.of(good.value, place, principal):
                if _DIGITS.findall(other.value) != _DIGITS.findall(good.value):
                    there: Citation = other.evidence.citations[0]
                    facts = {"of": step.action, "first": good.value, "first_place": str(place)}
                    yield Notice("disagree", {**facts, "second": other.value, "second_place": str(there)})


def _acceptance(steps: Sequence[Step]) -> tuple[Told, ...]:
    """Return what the last steps of the work and of the trial must have come to."""
    last = [step.good for step in steps if step.phase in {Phase.WORK, Phase.TEST} and isinstance(step.good, Good)]
    return tuple(Line(good.text, good.language, good.sources) for good in last[-2:]) or (Gap("acceptance"),)


def _sheet_lacks(sheet: Sequence[Energy], manual: Sequence[Energy]) -> Iterator[Notice]:
    """Yield the energies of the manual that no row of the sheet has: by point of isolation, or by its kind and name."""
    points = frozenset[str]().union(*(_point_codes(energy) for energy in sheet))
    sorts = {energy.sort for energy in sheet}
    for energy in manual:
        named = _point_codes(energy)
        if not (named & points if named else energy.sort in sorts):
            yield Notice("sheet_lacks", {"energy": energy.name})


def _point_codes(energy: Energy) -> frozenset[str]:
    return frozenset(codes(energy.isolate.text)) if isinstance(energy.isolate, Line) else frozenset()
