"""Isolation as code: what must hold before a procedure can be approved.

The order is that of OSHA 29 CFR 1910.147: (d) prepare, shut down, isolate, lock and tag, relieve, verify; the work;
(e) inspect, clear people, notify, removal of each lock by whoever fitted it. Every energy is isolated, relieved and
verified, each by a step. Steps of the work keep the order of their manual. Local law may ask for more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import chain, pairwise
from typing import Any

from plant_knowledge_ingest.hazards import severity
from plant_tools.sop.model import PHASES, SAFETY, Energy, Gap, Hazard, Phase, Procedure, Step
from plant_tools.sop.proven import unproven

ORDER = frozenset({"order", "manual_order"})
"""Codes of findings about the order of steps."""

OPEN = frozenset({"disagree", "table_differs", "order_differs", "no_part", "sheet_lacks"})
"""Codes of notices that a person has to decide on before the procedure can be approved."""

LOCK_OUT = "lock_out"
"""Code of the notice that a procedure is the lock-out itself, without work in it."""

_RANK = {phase: rank for rank, phase in enumerate(PHASES)}
_OF_ENERGY = (Phase.ISOLATE, Phase.LOCK_TAG, Phase.RELIEVE, Phase.VERIFY)
_ONCE = (Phase.PREPARE, Phase.SHUT_DOWN, Phase.INSPECT, Phase.CLEAR, Phase.NOTIFY, Phase.REMOVE)
_KEEP_THEIR_ORDER = frozenset({Phase.WORK, Phase.TEST})


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, by code, at which step ("" for the whole), with facts to say it with."""

    code: str
    step: str = ""
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)

    def plain(self) -> dict[str, Any]:
        """Return the finding as JSON has it."""
        return asdict(self)


def lint(procedure: Procedure) -> tuple[Finding, ...]:
    """Return everything that keeps ``procedure`` from being approved; nothing where it may be."""
    return tuple(chain.from_iterable(check(procedure) for check in _CHECKS))


def _isolation(procedure: Procedure) -> Iterator[Finding]:
    """Every energy needs its own steps; an operation of a machine under power needs none."""
    if procedure.work == "operation":
        return
    if not procedure.energies:
        yield Finding("no_energies")
    present = {step.phase for step in procedure.steps}
    yield from (Finding("missing_phase", facts={"phase": phase}) for phase in _ONCE if phase not in present)
    for energy in procedure.energies:
        for phase in _OF_ENERGY:
            done = any(step.phase == phase and energy.name in step.energies for step in procedure.steps)
            if not done or _not_told(energy, phase):
                yield Finding("missing", facts={"phase": phase, "energy": energy.name})


def _not_told(energy: Energy, phase: Phase) -> bool:
    return phase != Phase.LOCK_TAG and isinstance(getattr(energy, phase), Gap)


def _order(procedure: Procedure) -> Iterator[Finding]:
    for before, after in pairwise(procedure.steps):
        if _RANK[after.phase] < _RANK[before.phase]:
            facts = {"phase": after.phase, "after": before.phase, "after_step": before.id}
            yield Finding("order", after.id, facts)


def _manual_order(procedure: Procedure) -> Iterator[Finding]:
    """Steps that quote one procedure stand in its order."""
    last: dict[tuple[str, str, Phase, int], tuple[Any, Step]] = {}
    for step in procedure.steps:
        if step.phase not in _KEEP_THEIR_ORDER or not step.sources or step.sources[0].kind != "page":
            continue
        first = step.sources[0]
        part = step.origins[0].part if step.origins else 0
        text = (first.document, first.revision, step.phase, part)
        place = _place(step)
        if text in last and _before(place, last[text][0]):
            yield Finding("manual_order", step.id, {"after_step": last[text][1].id})
        last[text] = (place, step)


def _part_order(procedure: Procedure) -> Iterator[Finding]:
    """Steps of a merged procedure stand in the order of each that it was made of."""
    last: dict[int, tuple[int, str]] = {}
    for step in procedure.steps:
        for origin in step.origins:
            at, before = last.get(origin.part, (0, ""))
            if origin.at < at:
                yield Finding("manual_order", step.id, {"after_step": before})
            last[origin.part] = (max(at, origin.at), step.id)


def _place(step: Step) -> tuple[int, float, float, int]:
    """Return where an action stands: page, line, column, and its place in a sentence of several, -1 if translated."""
    first = step.sources[0]
    corner = first.rectangles[0] if first.rectangles else (0.0, 0.0)
    return first.page, corner[1], corner[0], " ".join(first.quote.split()).find(step.action)


def _before(place: tuple[int, float, float, int], other: tuple[int, float, float, int]) -> bool:
    return place < other if -1 not in {place[3], other[3]} else place[:3] < other[:3]


def _steps(procedure: Procedure) -> Iterator[Finding]:
    alone = any(notice.code == LOCK_OUT for notice in procedure.notices)
    if not alone and not any(step.phase == Phase.WORK for step in procedure.steps):
        yield Finding("no_work")
    names = {energy.name for energy in procedure.energies}
    seen: set[str] = set()
    for step in procedure.steps:
        if step.id in seen:
            yield Finding("same_id", step.id)
        seen.add(step.id)
        if not step.sources:
            yield Finding("no_source", step.id)
        if not step.action.strip():
            yield Finding("no_action", step.id)
        yield from (Finding("unknown_energy", step.id, {"energy": one}) for one in step.energies if one not in names)


def _signal_words(procedure: Procedure) -> Iterator[Finding]:
    """A signal word is never lower than the one in the source."""
    for at, hazard in _hazards(procedure):
        meant = severity(hazard.signal_word)
        printed = [rank for source in hazard.sources if (rank := severity(source.quote)) is not None]
        if meant is None or meant != hazard.rank or any(meant > rank for rank in printed):
            yield Finding("signal_word", at, {"word": hazard.signal_word, "text": hazard.text})


def _hazards(procedure: Procedure) -> Iterator[tuple[str, Hazard]]:
    yield from (("", hazard) for hazard in procedure.hazards)
    yield from ((step.id, hazard) for step in procedure.steps for hazard in step.warnings)


def _proof(procedure: Procedure) -> Iterator[Finding]:
    for gap in unproven(procedure):
        yield Finding("unproven", gap.step, {"text": gap.text, "fact": gap.fact})


def _open_questions(procedure: Procedure) -> Iterator[Finding]:
    """What the sources leave open, or say in two ways, is for a person to settle."""
    told = (one for one in procedure.notices if one.code in OPEN)
    yield from (Finding(one.code, one.facts.get("step", ""), dict(one.facts)) for one in told)


_CHECKS: tuple[Callable[[Procedure], Iterator[Finding]], ...] = (
    _isolation,
    _order,
    _manual_order,
    _part_order,
    _steps,
    _signal_words,
    _proof,
    _open_questions,
)


def is_safety(step: Step) -> bool:
    """Tell whether people's safety hangs on a step: a phase of isolation or release, or a warning before it."""
    return step.phase in SAFETY or bool(step.warnings)
