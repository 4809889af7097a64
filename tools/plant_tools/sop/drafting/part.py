"""One of the procedures that a draft is made of: chosen by words, or named by its document and page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from plant_knowledge_ingest.glossary import Glossary
from plant_tools.sop.drafting.choosing import Chosen, Place
from plant_tools.sop.drafting.tables import Tables
from plant_tools.sop.drafting.units import run_of, units
from plant_tools.sop.drafting.work import Work, work_of
from plant_tools.sop.errors import SopInvalid
from plant_tools.sop.model import Notice, Part, Step

_UNDER_POWER, _LOCKED_OUT = "operation", "intervention"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A procedure of the manuals: what was asked for, what was chosen, its tables and its steps."""

    place: Place
    chosen: Chosen
    tables: Tables
    work: Work
    operation: bool

    @property
    def named(self) -> str:
        """The heading with its page, the task where there is no procedure."""
        first = self.chosen.section[0] if self.chosen.section else None
        return f"{self.chosen.heading} ({first.document}, {first.page})" if first else self.place.task

    def parts(self, spoken: str) -> list[Part]:
        """Return the parts and lubricants that its tables have for it."""
        actions = [step.action for step in self.work.steps]
        return self.tables.parts(actions, f"{self.place.task} ; {self.chosen.heading}", spoken)


def told_by(place: Place, chosen: Chosen, glossary: Glossary, work: str) -> Chapter:
    """Return what a chosen section tells; ``work``: intervention or operation, "" to read it from the manual."""
    tables = Tables(chosen.passages, glossary)
    operation = not chosen.locks_out and (work or _UNDER_POWER * chosen.is_operation) == _UNDER_POWER
    steps = run_of(list(units(chosen.section)), chosen.best)
    return Chapter(place, chosen, tables, work_of(steps, tables, under_power=operation), operation)


def under_power(parts: Sequence[Chapter]) -> bool:
    """Tell whether the parts are done under power. Raises ``SopInvalid`` where some are and others are not."""
    by_kind = {part.operation: part for part in reversed(parts) if part.chosen.section}
    if len(by_kind) > 1:
        powered, locked = by_kind[True].named, by_kind[False].named
        raise SopInvalid(
            f"{powered} is done under power, {locked} with the machine locked out: they stay two procedures.",
            remedy="Draft each for itself, or say --work intervention where both are done locked out.",
        )
    return parts[0].operation if len(by_kind) == 0 else next(iter(by_kind))


def each_once(parts: Sequence[Chapter]) -> tuple[list[Chapter], list[Notice]]:
    """Return the parts that are procedures of their own, and what is to be said of the others."""
    kept, notices, seen = list[Chapter](), list[Notice](), dict[tuple[str, tuple[str, ...], str], Chapter]()
    for part in parts:
        if not part.chosen.section:
            there = "; ".join(part.chosen.there)
            notices.append(Notice("no_part", {"task": part.place.task, "there": there}))
            continue
        first = part.chosen.section[0]
        run = next((s.sources[0].hash for s in part.work.steps if s.sources), "")
        key = (first.issue, first.headings, run)
        if key in seen:
            notices.append(Notice("same_procedure", {"task": part.place.task, "of": part.named}))
        else:
            seen[key] = part
            kept.append(part)
    return (kept, notices) if kept else (list(parts[:1]), [])


def prefixed(part: Chapter, number: int) -> tuple[list[Step], list[Notice]]:
    """Return the steps of a part under ids that no other part has, and what its tables say otherwise."""
    steps = [replace(step, id=f"{number}.{step.id}") for step in part.work.steps]
    told = part.work.notices
    return steps, [replace(one, facts={**one.facts, "step": f"{number}.{one.facts['step']}"}) for one in told]
