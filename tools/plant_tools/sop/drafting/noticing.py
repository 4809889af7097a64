"""What is to be said of a draft: no procedure, no sheet, energies that a sheet lacks, values that differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.tokens import codes
from plant_tools.evidence import Citation
from plant_tools.manuals.isolation import Isolation
from plant_tools.manuals.second_source import Second, SecondSources
from plant_tools.sop.drafting.choosing import is_lock_out
from plant_tools.sop.drafting.isolating import energies_in
from plant_tools.sop.drafting.joining import DISAGREE
from plant_tools.sop.drafting.part import Chapter
from plant_tools.sop.drafting.tabled import TABLE_DIFFERS
from plant_tools.sop.drafting.what import Wanted
from plant_tools.sop.lint import LOCK_OUT
from plant_tools.sop.model import Energy, Good, Line, Notice, Procedure, Step

_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")


class Noticing:
    """Compares drafts with what else the documents of a library say."""

    def __init__(self, library: Library) -> None:
        self._seconds = SecondSources(library)

    def of(
        self,
        wanted: Wanted,
        parts: Sequence[Chapter],
        isolation: Isolation | None,
        draft: Procedure,
        principal: Principal,
    ) -> Iterator[Notice]:
        """Yield what is to be said of ``draft``, which was made of ``parts``."""
        yield from _chosen(wanted, parts, isolation)
        if wanted.asset and not wanted.sheet:
            yield Notice("no_sheet", {"asset": wanted.asset})
        if wanted.sheet and isolation:
            yield from _sheet_lacks(draft.energies, energies_in(isolation))
        for step in draft.steps:
            if isinstance(step.good, Good) and step.good.value:
                yield from self._differing(step, step.good, principal)

    def _differing(self, step: Step, good: Good, principal: Principal) -> Iterator[Notice]:
        """Yield where a table of the same document, or another document, gives another value for the same."""
        for place in (source.citation() for source in good.sources if source.kind == "page"):
            others = self._seconds.of(good.value, place, principal)
            tables = self._seconds.beside(good.value, place, principal)
            yield from _told(DISAGREE, step, good, place, others)
            yield from _told(TABLE_DIFFERS, step, good, place, tables)


def _told(code: str, step: Step, good: Good, place: PageCitation, others: Iterable[Second]) -> Iterator[Notice]:
    for other in others:
        if _DIGITS.findall(other.value) != _DIGITS.findall(good.value):
            there: Citation = other.evidence.citations[0]
            facts = {"step": step.id, "of": step.action, "first": good.value, "first_place": str(place)}
            yield Notice(code, {**facts, "second": other.value, "second_place": str(there)})


def _chosen(wanted: Wanted, parts: Sequence[Chapter], isolation: Isolation | None) -> Iterator[Notice]:
    chosen = parts[0].chosen
    if wanted.work == "operation" and any(part.chosen.locks_out for part in parts):
        yield Notice("locked_out")
    if len(parts) > 1:
        yield Notice("merged", {"of": "; ".join(part.named for part in parts)})
    elif not chosen.section and isolation and is_lock_out(wanted.task):
        yield Notice(LOCK_OUT)
    elif not chosen.section:
        yield Notice("no_procedure", {"there": "; ".join(chosen.there)})


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
